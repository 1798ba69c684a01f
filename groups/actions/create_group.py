"""Create a working group: its page, its access, its collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from groups.actions.access import open_access
from groups.enums import GroupKind, Hue
from groups.models import Theme, WorkingGroupIndexPage, WorkingGroupPage
from groups.rules import verdict_on_network
from kit.access import forget, require
from kit.clock import moment
from kit.slugs import free_slug
from people.models import User


def create_group(
    title: str,
    *,
    by: User,
    kind: str = GroupKind.THEMATIC,
    hue: str = "",
    aims: str = "",
    deliverable: str = "",
    charter: str = "",
    themes: Iterable[Theme] = (),
    quorum: int = 0,
    slug: str = "",
    ref: str = "",
    is_demonstration: bool = False,
    at: datetime | None = None,
) -> WorkingGroupPage:
    """Create and publish a group's page, and open its access.

    Without a `hue`, it takes one that the fewest groups have. `quorum`: in %, of the centres
    that must answer a round.

    Raises what `kit.access.require` raises when `by` does not lead the network.
    """
    forget(by)
    require(verdict_on_network(by))
    when = moment(at)
    with transaction.atomic():
        index = WorkingGroupIndexPage.objects.get()
        page = WorkingGroupPage(
            title=title,
            slug=slug or free_slug(index, title, "groupe"),
            kind=kind,
            hue=hue or _rarest_hue(),
            aims=aims,
            deliverable=deliverable,
            charter=charter,
            owner=by,
            first_published_at=when,
            last_published_at=when,
        )
        index.add_child(instance=page)
        page.themes.set(themes)
        page.save()
        record = open_access(page)
        record.ref, record.is_demonstration, record.quorum = ref, is_demonstration, quorum
        record.save(update_fields=["ref", "is_demonstration", "quorum"])
        page.save_revision(user=by, changed=False, log_action=False)
        log(instance=page, action="groups.create", user=by, timestamp=when)
    return page


def _rarest_hue() -> str:
    """The first hue of the palette that the fewest groups have."""
    taken = Counter(WorkingGroupPage.objects.values_list("hue", flat=True))
    return min(Hue.values, key=lambda hue: taken[hue])
