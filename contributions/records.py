"""The record of a page, locked for a change, and made with its first revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from kit.clock import moment
from people.models import User

from .enums import EventKind
from .models.events import TextEvent
from .models.record import ContributionRecord
from .signals import life_written

if TYPE_CHECKING:
    from .models import ContributionPage


def lock_text(page_id: int) -> ContributionRecord | None:
    """The record of a page, locked until the transaction ends; None without one.

    The page's own row is locked first, always in this order: the editor writes the page
    before its revision, and two writers in opposite orders would wait for each other.
    """
    Page.objects.select_for_update().order_by().values_list("pk").filter(pk=page_id).first()
    return ContributionRecord.objects.select_for_update().filter(page=page_id).first()


def record_for(page: ContributionPage, user: User | None) -> ContributionRecord:
    """The record of `page`, locked; the caller is in a transaction.

    A page that Wagtail's own form has just created gets its record here, in the same
    transaction as its first revision: no text exists without one. The page is given the
    fresh record, so that what is asked of it next is asked of locked facts.
    """
    record = lock_text(page.pk) or start_record(page, user)
    page.record = record
    # What a list read of the state is no longer to be trusted.
    page.__dict__.pop("annotated_work_state", None)
    return record


def start_record(page: ContributionPage, user: User | None) -> ContributionRecord:
    """The record of a new text, led by the group under which its page stands."""
    group = page.get_parent().specific
    now = moment()
    record = ContributionRecord.objects.create(
        page=page, lead_group=group, created_by=user, created_at=now, edition_opened_at=now
    )
    event = TextEvent.objects.create(record=record, kind=EventKind.CREATED, actor=user, at=now)
    life_written.send(sender=type(page), page=page, event=event)
    return record
