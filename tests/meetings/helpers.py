"""What tests of meetings share."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from groups.models import Membership
from meetings.actions.open_poll import open_poll
from meetings.actions.plan import plan_meeting
from meetings.models import Meeting, Poll
from tests.cast import Cast

PARIS = ZoneInfo("Europe/Paris")
#: 14 h in Paris on the day that the tests of hours are about.
NOVEMBER = datetime(2024, 11, 22, 14, tzinfo=PARIS)
HOUR = timedelta(hours=1)


def in_days(days: float) -> datetime:
    return (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def a_meeting(
    cast: Cast, days: float = 5, title: str = "Point d'étape", **facts: object
) -> Meeting:
    """A meeting of `santé`, planned by its coordinator; its people were there before it."""
    if days < 0:
        rows = Membership.objects.filter(group=cast.health, ends_at__isnull=True)
        rows.update(starts_at=in_days(days - 1))
    start = in_days(days)
    return plan_meeting(
        cast.health, title, start, start + HOUR, by=cast.coordinator, **facts  # type: ignore[arg-type]
    )  # fmt: skip


def a_poll(cast: Cast, title: str = "Réunion de lancement", slots: int = 3) -> Poll:
    """A poll of `santé` over as many days."""
    starts = [in_days(5 + number) for number in range(slots)]
    return open_poll(
        cast.health, title, [(start, start + HOUR) for start in starts], by=cast.coordinator,
        closes_at=in_days(3),
    )  # fmt: skip


def slot_keys(poll: Poll) -> list[int]:
    return list(poll.slots.values_list("pk", flat=True))
