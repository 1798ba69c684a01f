"""Meetings as calendars read them (RFC 5545).

A meeting keeps one UID for ever, and its SEQUENCE grows with each change. One that comes
back is an event with its rule; only what differs from the rule is written beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import Meeting, Series
from .recurrence import master_event
from .schedule import PARIS

PRODUCT = "-//De concert//Reunions//FR"
#: Zones are described between these days; before and after, their last rule holds.
_ZONE_FROM, _ZONE_UNTIL = date(2015, 1, 1), date(2040, 1, 1)


def file_of(meeting: Meeting, site: str) -> bytes:
    """One meeting, to be taken into one's calendar. `site`: what its address begins with."""
    return _calendar([_event(meeting, site)], meeting.title)


def feed_of(meetings: Iterable[Meeting], site: str) -> bytes:
    """All these meetings, whose series and groups are read already."""
    events, series = [], dict[int, Series]()
    for meeting in meetings:
        if meeting.series is not None and _begins(meeting.series):
            series[meeting.series.pk] = meeting.series
        if meeting.series is None or _differs(meeting, meeting.series):
            events.append(_event(meeting, site))
    return _calendar([*map(_master, series.values()), *events], _("Réunions de mes groupes"))


def _differs(meeting: Meeting, series: Series) -> bool:
    """Whether the rule of its series does not say what a meeting is."""
    if meeting.recurrence_at is None or not _begins(series):
        return True
    if _is_beyond(meeting):
        return not meeting.is_cancelled
    said = (meeting.title, meeting.place, meeting.link, meeting.starts_at, meeting.duration)
    rule = (
        series.title, series.place, series.link, meeting.recurrence_at,
        series.ends_at - series.starts_at,
    )  # fmt: skip
    return meeting.is_cancelled or said != rule


def _begins(series: Series) -> bool:
    """Whether a series has a meeting at all: one may have been cancelled from its first."""
    return series.until is None or series.until >= series.starts_at


def _is_beyond(meeting: Meeting) -> bool:
    """Whether the rule of its series ends before a meeting."""
    until = meeting.series.until if meeting.series else None
    return bool(until and meeting.recurrence_at and meeting.recurrence_at > until)


def _calendar(events: list[Event], name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=_ZONE_FROM, last_date=_ZONE_UNTIL)
    content: bytes = calendar.to_ical()
    return content


def _event(meeting: Meeting, site: str) -> Event:
    event = Event()
    # A rule that has ended has no occurrence to speak of: what still stands has its own name.
    alone = _is_beyond(meeting) and not meeting.is_cancelled
    event.add("uid", f"{meeting.pk}-{meeting.uid}" if alone else meeting.uid)
    if meeting.recurrence_at is None or alone:
        event.add("dtstart", meeting.starts_at.astimezone(UTC))
        event.add("dtend", meeting.ends_at.astimezone(UTC))
    else:
        event.add("recurrence-id", meeting.recurrence_at.astimezone(PARIS))
        event.add("dtstart", meeting.starts_at.astimezone(PARIS))
        event.add("dtend", meeting.ends_at.astimezone(PARIS))
    address = f"{site}{meeting.get_absolute_url()}"
    event.add("url", address)
    _describe(event, meeting, meeting.sequence, meeting.changed_at, address)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    return event


def _master(series: Series) -> Event:
    event = master_event(series)
    _describe(event, series, series.sequence, series.changed_at, "")
    event.add("status", "CONFIRMED")
    return event


def _describe(
    event: Event, thing: Meeting | Series, sequence: int, changed_at: datetime, address: str
) -> None:
    """What people read, which is what the meeting says of itself; no text's title."""
    event.add("summary", thing.title)
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("last-modified", changed_at.astimezone(UTC))
    event.add("sequence", sequence)
    if where := thing.place or thing.link:
        event.add("location", where)
    lines = [thing.group.title, thing.link if thing.place else "", address]
    event.add("description", "\n".join(line for line in lines if line))
