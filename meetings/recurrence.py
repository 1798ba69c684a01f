"""When a meeting comes back: at one hour of Paris, before and after the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event

from .enums import Rhythm
from .models import Series
from .schedule import PARIS

#: How far ahead meetings of a series exist.
AHEAD = timedelta(days=183)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: The last day that every month has.
_EVERY_MONTH = 28


def rule_of(series: Series) -> dict[str, Any]:
    """The rule in the words of RFC 5545.

    The 31st is the last day of shorter months; a fifth Tuesday is the last one.
    """
    start = series.starts_at.astimezone(PARIS)
    if series.rhythm == Rhythm.WEEKLY:
        rule: dict[str, Any] = {"freq": "weekly"}
    elif series.rhythm == Rhythm.FORTNIGHTLY:
        rule = {"freq": "weekly", "interval": 2}
    elif series.rhythm == Rhythm.MONTHLY_WEEKDAY:
        rank = (start.day - 1) // 7 + 1
        rule = {"freq": "monthly", "byday": f"{rank if rank < 5 else -1}{_DAYS[start.weekday()]}"}
    elif start.day <= _EVERY_MONTH:
        rule = {"freq": "monthly", "bymonthday": start.day}
    else:
        days = list(range(_EVERY_MONTH, start.day + 1))
        rule = {"freq": "monthly", "bymonthday": days, "bysetpos": -1}
    return rule | ({"until": series.until} if series.until else {})


def master_event(series: Series) -> Event:
    """The event that comes back, its dates and rule alone."""
    event = Event()
    event.add("uid", series.uid)
    event.add("dtstart", series.starts_at.astimezone(PARIS))
    event.add("dtend", series.ends_at.astimezone(PARIS))
    event.add("rrule", rule_of(series))
    return event


def first_starts(series: Series, count: int) -> list[datetime]:
    """The first moments at which the series begins a meeting."""
    calendar = Calendar()
    calendar.add_component(master_event(series))
    found = recurring_ical_events.of(calendar).after(series.starts_at)
    return [event["DTSTART"].dt.astimezone(UTC) for event in islice(found, count)]


def starts_of(series: Series, after: datetime, until: datetime) -> list[datetime]:
    """The moments at which the series begins a meeting, after one and up to another."""
    calendar = Calendar()
    calendar.add_component(master_event(series))
    found = recurring_ical_events.of(calendar).between(after, until + timedelta(seconds=1))
    starts = sorted(event["DTSTART"].dt for event in found)
    return [start for start in starts if after < start <= until]
