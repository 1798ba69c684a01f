"""What calendars are given, read back by a library of calendars."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.utils import timezone
from icalendar import Calendar, Event

from meetings.actions.change import Facts, cancel_meeting, change_meeting
from meetings.actions.plan import plan_meeting
from meetings.actions.series import cancel_following, change_following, plan_series
from meetings.enums import Rhythm
from meetings.ical import feed_of, file_of
from meetings.models import Meeting, Series
from meetings.selectors import feed_meetings
from tests.cast import Cast

from .helpers import HOUR, NOVEMBER, a_meeting, in_days

pytestmark = pytest.mark.django_db
SITE = "https://example.org"


def read(content: bytes) -> Calendar:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return calendar


def event_of(meeting: Meeting) -> Event:
    meeting.refresh_from_db()
    [event] = read(file_of(meeting, SITE)).walk("VEVENT")
    return event


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Europe/Paris", 14), ("America/Martinique", 9), ("America/Cayenne", 10),
        ("Indian/Mayotte", 16), ("Indian/Reunion", 17),
    ],
)  # fmt: skip
def test_fourteen_hours_in_paris_is_the_right_hour_everywhere(
    cast: Cast, zone: str, hour: int
) -> None:
    meeting = plan_meeting(cast.health, "Point", NOVEMBER, NOVEMBER + HOUR, by=cast.coordinator)
    assert event_of(meeting)["DTSTART"].dt.astimezone(ZoneInfo(zone)).hour == hour


def test_a_meeting_keeps_its_name_and_counts_its_changes(cast: Cast) -> None:
    meeting = a_meeting(cast)
    first = event_of(meeting)
    later = Facts("Point", meeting.starts_at + HOUR, meeting.ends_at + HOUR)
    change_meeting(meeting, later, by=cast.coordinator)
    moved = event_of(meeting)
    cancel_meeting(meeting, by=cast.coordinator)
    gone = event_of(meeting)
    assert first["UID"] == moved["UID"] == gone["UID"]
    assert [event["SEQUENCE"] for event in (first, moved, gone)] == [0, 1, 2]
    assert (first["STATUS"], gone["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert first["DTSTAMP"].dt <= gone["DTSTAMP"].dt
    assert gone["URL"] == f"{SITE}/reunions/{meeting.pk}/"


def test_words_that_calendars_use_as_signs_come_back_whole(cast: Cast) -> None:
    title = "Santé ; « aller-vers », \\n BEGIN:VEVENT"
    meeting = a_meeting(cast, title=title, place="Salle A, 2e étage ; cour")
    event = event_of(meeting)
    assert (event["SUMMARY"], event["LOCATION"]) == (title, "Salle A, 2e étage ; cour")


def test_lines_are_folded_and_end_as_the_standard_wants(cast: Cast) -> None:
    content = file_of(a_meeting(cast, title="é" * 150), SITE)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def starts(content: bytes, until: datetime) -> list[tuple[datetime, str]]:
    """What a calendar shows, dates and titles."""
    events = recurring_ical_events.of(read(content)).between(timezone.now(), until)
    shown = [event for event in events if event["STATUS"] != "CANCELLED"]
    return sorted((event["DTSTART"].dt, str(event["SUMMARY"])) for event in shown)


def test_a_calendar_shows_a_series_as_the_site_has_it(cast: Cast) -> None:
    start = in_days(2)
    facts = Facts("Hebdo", start, start + HOUR)
    series = plan_series(cast.health, facts, Rhythm.WEEKLY, by=cast.coordinator)
    rows = list(series.meetings.order_by("starts_at"))
    moved = Facts("Hebdo, exceptionnelle", rows[2].starts_at + 5 * HOUR, rows[2].ends_at + 5 * HOUR)
    change_meeting(rows[2], moved, by=cast.coordinator)
    cancel_meeting(rows[3], by=cast.coordinator)
    change_following(
        rows[5], Facts("Plus tard", rows[5].starts_at + HOUR, rows[5].ends_at + 2 * HOUR),
        by=cast.coordinator,
    )  # fmt: skip
    until = rows[9].starts_at
    expected = Meeting.objects.standing().filter(group=cast.health, starts_at__lt=until)
    shown = starts(feed_of(feed_meetings(cast.member), SITE), until)
    assert shown == sorted((row.starts_at, row.title) for row in expected)
    assert len(shown) == 8


def a_weekly(cast: Cast, weeks: int) -> list[Meeting]:
    start = in_days(2)
    facts = Facts("Hebdo", start, start + HOUR)
    until = start + timedelta(weeks=weeks, days=-6)
    series = plan_series(cast.health, facts, Rhythm.WEEKLY, by=cast.coordinator, until=until)
    return list(series.meetings.order_by("starts_at"))


def test_a_meeting_beyond_the_end_of_its_series_is_in_calendars(cast: Cast) -> None:
    rows = a_weekly(cast, 4)
    moved = Facts("Hebdo", rows[1].starts_at + 48 * HOUR, rows[1].ends_at + 48 * HOUR)
    later = change_following(rows[1], moved, by=cast.coordinator)
    for until in (later.until, rows[2].starts_at + 49 * HOUR):
        Series.objects.filter(pk=later.pk).update(until=until)
        expected = Meeting.objects.standing().filter(group=cast.health)
        content = feed_of(feed_meetings(cast.member), SITE)
        shown = starts(content, in_days(90))
        assert shown == sorted((row.starts_at, row.title) for row in expected)
    alone = [each for each in read(content).walk("VEVENT") if "RRULE" not in each]
    assert [("RECURRENCE-ID" in each, str(each["UID"]) == later.uid) for each in alone] == [
        (False, False)
    ]
    assert event_of(rows[3])["UID"] == alone[0]["UID"]


def test_a_series_cancelled_from_its_first_meeting_leaves_no_rule(cast: Cast) -> None:
    rows = a_weekly(cast, 3)
    cancel_following(rows[0], by=cast.coordinator)
    events = read(feed_of(feed_meetings(cast.member), SITE)).walk("VEVENT")
    assert [str(each["STATUS"]) for each in events] == ["CANCELLED"] * 3
    assert not any("RRULE" in each for each in events)


def test_a_feed_describes_the_zone_of_its_hours(cast: Cast) -> None:
    start = in_days(2)
    facts = Facts("Hebdo", start, start + HOUR)
    plan_series(cast.health, facts, Rhythm.WEEKLY, by=cast.coordinator)
    calendar = read(feed_of(feed_meetings(cast.member), SITE))
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]


def test_a_moved_occurrence_says_which_one_it_was(cast: Cast) -> None:
    start = in_days(2)
    series = plan_series(
        cast.health, Facts("Hebdo", start, start + HOUR), Rhythm.WEEKLY, by=cast.coordinator
    )
    second = series.meetings.order_by("starts_at")[1]
    change_meeting(
        second, Facts("Hebdo", second.starts_at + timedelta(days=1), second.ends_at + timedelta(days=1)),
        by=cast.coordinator,
    )  # fmt: skip
    event = event_of(second)
    assert event["UID"] == series.uid
    assert event["RECURRENCE-ID"].dt == second.recurrence_at
