"""Put a meeting in a group's calendar."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from groups.models import WorkingGroupPage
from kit.access import forget, require
from kit.clock import moment
from meetings import rules
from meetings.actions.base import write_log
from meetings.models import Meeting
from meetings.schedule import checked_link, checked_times, checked_title
from meetings.signals import meeting_fixed
from people.models import User


def plan_meeting(
    group: WorkingGroupPage,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: User,
    place: str = "",
    link: str = "",
    at: datetime | None = None,
    ref: str = "",
    is_demonstration: bool = False,
) -> Meeting:
    """Plan one meeting; the group's members are told.

    Raises Refused for dates or a link that make no sense, or what `require` raises.
    """
    when = moment(at)
    starts_at, ends_at = checked_times(starts_at, ends_at)
    with transaction.atomic():
        group = WorkingGroupPage.objects.select_related("record").get(pk=group.pk)
        forget(by)
        require(rules.verdict_on_planning(by, group))
        meeting = Meeting.objects.create(
            group=group, title=checked_title(title), starts_at=starts_at, ends_at=ends_at,
            place=place.strip(), link=checked_link(link), created_by=by, created_at=when,
            changed_at=when, ref=ref, is_demonstration=is_demonstration,
        )  # fmt: skip
        write_log(meeting, "plan", by)
        meeting_fixed.send(sender=Meeting, meeting=meeting, by=by, at=when)
    return meeting
