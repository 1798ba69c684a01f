"""Close a group, and open it again: its texts stay, it takes no new one, nor anybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from groups.actions.requests import settle_requests
from groups.enums import Answered
from groups.models import GroupRecord, WorkingGroupPage
from groups.notifications import tell_closed, tell_reopened
from groups.rules import verdict_on_network
from kit.access import forget, require
from kit.clock import moment
from people.models import User


def close_group(page: WorkingGroupPage, *, by: User, at: datetime | None = None) -> None:
    """Close the group: its people read on, who asked to join is told, and what was sent
    to others opens nothing any more. Doing it twice changes nothing."""
    when = moment(at)
    with transaction.atomic():
        if _set_closed(page, by=by, at=when, action="groups.close"):
            settle_requests(page, Answered.CANCELLED, by=by, at=when)
            page.invitations.standing().update(revoked_at=when)
            tell_closed(page, by=by, at=when)


def reopen_group(page: WorkingGroupPage, *, by: User) -> None:
    """Let the group take new texts and people again. Doing it twice changes nothing."""
    with transaction.atomic():
        if _set_closed(page, by=by, at=None, action="groups.reopen"):
            tell_reopened(page, by=by)


def _set_closed(page: WorkingGroupPage, *, by: User, at: datetime | None, action: str) -> bool:
    """Whether anything changed; the group's page is locked, as for changes of its people."""
    forget(by)
    require(verdict_on_network(by))
    WorkingGroupPage.objects.select_for_update().get(pk=page.pk)
    record = GroupRecord.objects.select_for_update().get(page=page)
    if (record.closed_at is None) == (at is None):
        return False
    record.closed_at = at
    record.save(update_fields=["closed_at"])
    log(instance=page, action=action, user=by)
    return True
