"""Change what a group says of itself, its name with everything that bears it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.log_actions import log

from groups.actions.access import rename_access
from groups.models import GroupRecord, Theme, WorkingGroupPage
from groups.rules import verdict_on_network
from kit.access import forget, require
from people.models import User


def edit_group(
    page: WorkingGroupPage,
    *,
    by: User,
    title: str,
    kind: str,
    hue: str = "",
    aims: str,
    deliverable: str,
    charter: str,
    themes: Iterable[Theme],
    quorum: int | None = None,
) -> WorkingGroupPage:
    """Publish the group's page with new words; its address stays, it is a promise.

    Without a `hue`, or a `quorum` (in %, for the rounds that open from now on), it keeps
    its own.
    """
    forget(by)
    require(verdict_on_network(by))
    with transaction.atomic():
        page = WorkingGroupPage.objects.select_for_update().get(pk=page.pk)
        renamed = page.title != title
        page.title, page.kind, page.aims = title, kind, aims
        page.hue = hue or page.hue
        page.deliverable, page.charter = deliverable, charter
        page.themes.set(themes)
        if quorum is not None:
            GroupRecord.objects.filter(page=page).update(quorum=quorum)
        revision = page.save_revision(user=by, log_action=False)
        revision.publish(user=by, log_action=False, skip_permission_checks=True)
        page.refresh_from_db()
        if renamed:
            rename_access(page)
        log(instance=page, action="groups.rename" if renamed else "groups.edit", user=by)
    return page
