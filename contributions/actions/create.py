"""Start a text in a group."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from contributions.actions.base import write_event
from contributions.enums import EventKind
from contributions.models.page import ContributionPage
from contributions.models.record import ContributionRecord
from groups.models import Call, WorkingGroupPage
from groups.rules import verdict_on_writing_in
from kit.access import forget, require
from kit.clock import moment
from kit.slugs import free_slug
from people.models import User


def create_contribution(
    group: WorkingGroupPage,
    title: str,
    *,
    by: User,
    at: datetime | None = None,
    ref: str = "",
    is_demonstration: bool = False,
    **words: Any,
) -> ContributionPage:
    """Start a draft in a group that `by` writes in, holding `words` (field → value)."""
    group = WorkingGroupPage.objects.get(pk=group.pk)
    forget(by)
    require(verdict_on_writing_in(by, group))
    return new_text(group, title, by=by, at=at, ref=ref, is_demonstration=is_demonstration, **words)


def new_text(
    group: WorkingGroupPage,
    title: str,
    *,
    by: User,
    call: Call | None = None,
    at: datetime | None = None,
    ref: str = "",
    is_demonstration: bool = False,
    **words: Any,
) -> ContributionPage:
    """A draft with its record and first revision; the caller has asked the rule."""
    when = moment(at)
    with transaction.atomic():
        group = WorkingGroupPage.objects.select_for_update().get(pk=group.pk)
        page = ContributionPage(
            title=title, slug=free_slug(group, title, "contribution"), owner=by, live=False,
            has_unpublished_changes=True, **words,
        )  # fmt: skip
        group.add_child(instance=page)
        page.record = ContributionRecord.objects.create(
            page=page, lead_group=group, call=call, created_by=by, created_at=when,
            edition_opened_at=when, ref=ref, is_demonstration=is_demonstration,
        )  # fmt: skip
        write_event(page, EventKind.CREATED, by, when)
        revision = page.save_revision(user=by, log_action="wagtail.create")
        if at is not None:
            Revision.objects.filter(pk=revision.pk).update(created_at=when)
    return page
