"""Close a group, and open it again: its texts stay, it takes no new one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from groups.models import GroupRecord, WorkingGroupPage
from groups.rules import verdict_on_network
from kit.access import forget, require
from kit.clock import moment
from people.models import User


def close_group(page: WorkingGroupPage, *, by: User, at: datetime | None = None) -> None:
    """Close the group. Doing it twice changes nothing."""
    _set_closed(page, by=by, at=moment(at), action="groups.close")


def reopen_group(page: WorkingGroupPage, *, by: User) -> None:
    """Let the group take new texts again. Doing it twice changes nothing."""
    _set_closed(page, by=by, at=None, action="groups.reopen")


def _set_closed(page: WorkingGroupPage, *, by: User, at: datetime | None, action: str) -> None:
    forget(by)
    require(verdict_on_network(by))
    with transaction.atomic():
        record = GroupRecord.objects.select_for_update().get(page=page)
        if (record.closed_at is None) == (at is None):
            return
        record.closed_at = at
        record.save(update_fields=["closed_at"])
        log(instance=page, action=action, user=by)
