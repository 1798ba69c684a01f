"""Meetings that come back, at one hour of Paris all year."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from freezegun import freeze_time

from groups.actions.close_group import close_group, reopen_group
from kit.access import Refused
from meetings.actions.change import Facts, cancel_meeting, change_meeting
from meetings.actions.series import (
    cancel_following,
    change_following,
    extend_series,
    plan_series,
)
from meetings.enums import Rhythm
from meetings.models import Meeting, Series
from meetings.recurrence import AHEAD
from meetings.selectors import upcoming_in, upcoming_of
from notifications.models import Notice
from tests.cast import Cast

from .helpers import HOUR, PARIS, a_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn")]


@pytest.fixture
def autumn():  # type: ignore[no-untyped-def]
    """A Monday, before the clocks change on the 31st of October."""
    with freeze_time("2027-10-04T08:00:00+00:00"):
        yield


def a_series(
    cast: Cast, day: str = "2027-10-05T14:00", rhythm: str = Rhythm.WEEKLY, **more: object
) -> Series:
    start = datetime.fromisoformat(day).replace(tzinfo=PARIS)
    facts = Facts("Point", start, start + HOUR, "Salle A")
    return plan_series(cast.health, facts, rhythm, by=cast.coordinator, **more)  # type: ignore[arg-type]


def days(series: Series) -> list[str]:
    rows = series.meetings.order_by("starts_at")
    return [f"{row.starts_at.astimezone(PARIS):%d/%m %H:%M}" for row in rows]


def test_the_hour_stays_when_the_clocks_change(cast: Cast) -> None:
    series = a_series(cast)
    assert days(series)[:5] == [
        "05/10 14:00", "12/10 14:00", "19/10 14:00", "26/10 14:00", "02/11 14:00"
    ]  # fmt: skip
    hours = {row.starts_at.hour for row in series.meetings.all()}
    assert hours == {12, 13}  # of UTC


@pytest.mark.parametrize(
    ("day", "rhythm", "expected"),
    [
        ("2027-10-05T14:00", Rhythm.FORTNIGHTLY, ["05/10", "19/10", "02/11"]),
        ("2027-10-05T14:00", Rhythm.MONTHLY_WEEKDAY, ["05/10", "02/11", "07/12"]),
        ("2027-10-15T14:00", Rhythm.MONTHLY_DAY, ["15/10", "15/11", "15/12"]),
        ("2027-10-31T14:00", Rhythm.MONTHLY_DAY, ["31/10", "30/11", "31/12", "31/01", "29/02"]),
        ("2027-10-29T14:00", Rhythm.MONTHLY_WEEKDAY, ["29/10", "26/11", "31/12"]),
    ],
)
def test_each_rhythm_comes_back_as_people_say_it(
    cast: Cast, day: str, rhythm: str, expected: list[str]
) -> None:
    found = [words[:5] for words in days(a_series(cast, day, rhythm))]
    assert found[: len(expected)] == expected


def test_meetings_exist_half_a_year_ahead_and_go_on_by_themselves(cast: Cast) -> None:
    series = a_series(cast)
    last = series.meetings.order_by("-starts_at")[0].starts_at
    assert timezone.now() + AHEAD - timedelta(days=7) < last <= series.starts_at + AHEAD
    assert extend_series(timezone.now()) == 0
    count = series.meetings.count()
    with freeze_time("2027-11-05T08:00:00+00:00"):
        assert extend_series(timezone.now()) > 0
        assert extend_series(timezone.now()) == 0
    assert series.meetings.count() > count
    assert len(set(days(series))) == series.meetings.count()


def test_a_series_has_an_end(cast: Cast) -> None:
    until = datetime(2027, 11, 4, tzinfo=PARIS)
    assert len(days(a_series(cast, until=until))) == 5
    with pytest.raises(Refused):
        a_series(cast, until=datetime(2027, 10, 1, tzinfo=PARIS))


def test_a_closed_group_plans_nothing_more(cast: Cast) -> None:
    series = a_series(cast)
    close_group(cast.health, by=cast.network)
    with freeze_time("2028-06-05T08:00:00+00:00"):
        assert extend_series(timezone.now()) == 0
        reopen_group(cast.health, by=cast.network)
        assert extend_series(timezone.now()) > 0
        later = series.meetings.filter(starts_at__gt=datetime(2028, 4, 20, tzinfo=PARIS))
        assert later.order_by("starts_at")[0].starts_at > timezone.now()


def test_what_follows_changes_and_keeps_its_addresses(cast: Cast) -> None:
    series = a_series(cast)
    rows = list(series.meetings.order_by("starts_at"))
    start = rows[2].starts_at + 2 * HOUR
    later = change_following(
        rows[2], Facts("Point", start, start + HOUR, "Salle B"), by=cast.coordinator
    )
    assert days(series) == ["05/10 14:00", "12/10 14:00"]
    assert days(later)[:3] == ["19/10 16:00", "26/10 16:00", "02/11 16:00"]
    kept = list(later.meetings.order_by("starts_at").values_list("pk", flat=True))
    assert kept == [row.pk for row in rows[2:]]
    with freeze_time("2027-11-15T08:00:00+00:00"):
        extend_series(timezone.now())
    assert len(days(series)) == 2
    assert len(set(days(later))) == later.meetings.count()


def test_another_day_of_the_week_is_kept_too(cast: Cast) -> None:
    rows = list(a_series(cast).meetings.order_by("starts_at"))
    start = rows[1].starts_at + timedelta(days=2)
    later = change_following(rows[1], Facts("Point", start, start + HOUR), by=cast.coordinator)
    assert days(later)[:3] == ["14/10 14:00", "21/10 14:00", "28/10 14:00"]


def later_by(row: Meeting, hours: int = 2, **more: object) -> Facts:
    start = row.starts_at + hours * HOUR
    return Facts("Point", start, start + HOUR, "Salle A", **more)  # type: ignore[arg-type]


def test_a_cancelled_date_stays_cancelled_when_what_follows_changes(cast: Cast) -> None:
    rows = list(a_series(cast).meetings.order_by("starts_at"))
    cancel_meeting(rows[3], by=cast.coordinator)
    later = change_following(rows[2], later_by(rows[2]), by=cast.coordinator)
    standing = later.meetings.filter(cancelled_at__isnull=True).order_by("starts_at")
    told = [f"{row.starts_at.astimezone(PARIS):%d/%m %H:%M}" for row in standing]
    assert told[:3] == ["19/10 16:00", "02/11 16:00", "09/11 16:00"]
    gone = later.meetings.get(cancelled_at__isnull=False)
    assert gone.pk == rows[3].pk
    assert gone.starts_at == rows[3].starts_at + 2 * HOUR


def test_one_moved_alone_stays_where_it_was_put(cast: Cast) -> None:
    rows = list(a_series(cast).meetings.order_by("starts_at"))
    alone = Facts("Point", rows[3].starts_at + 26 * HOUR, rows[3].ends_at + 26 * HOUR, "Salle C")
    change_meeting(rows[3], alone, by=cast.coordinator)
    start = rows[2].starts_at + 2 * HOUR
    renamed = Facts("Atelier", start, start + HOUR, "Salle A")
    later = change_following(rows[2], renamed, by=cast.coordinator)
    assert days(later)[:3] == ["19/10 16:00", "27/10 16:00", "02/11 16:00"]
    kept = later.meetings.get(pk=rows[3].pk)
    assert (kept.title, kept.place) == ("Atelier", "Salle C")


def test_what_follows_moves_far_without_a_hole(cast: Cast) -> None:
    rows = list(a_series(cast, rhythm=Rhythm.MONTHLY_DAY).meetings.order_by("starts_at"))
    later = change_following(rows[0], later_by(rows[0], 24 * 150), by=cast.coordinator)
    last = later.meetings.order_by("-starts_at")[0].starts_at
    assert (later.meetings.count(), later.generated_until) == (len(rows), last)
    assert len({row.recurrence_at for row in later.meetings.all()}) == len(rows)


def test_what_moves_earlier_goes_on_without_a_hole(cast: Cast) -> None:
    rows = list(a_series(cast).meetings.order_by("starts_at"))
    later = change_following(rows[8], later_by(rows[8], -24 * 28), by=cast.coordinator)
    extend_series(timezone.now())
    starts = list(later.meetings.order_by("starts_at").values_list("recurrence_at", flat=True))
    gaps = {round((b - a) / timedelta(days=7)) for a, b in pairwise(starts) if a and b}
    assert gaps == {1}
    assert len(starts) > len(rows) - 8


def test_a_group_that_was_closed_meanwhile_keeps_the_rank_of_its_meetings(cast: Cast) -> None:
    series = a_series(cast)
    series.meetings.order_by("starts_at")[3].delete()
    rows = list(series.meetings.order_by("starts_at"))
    later = change_following(rows[2], later_by(rows[2]), by=cast.coordinator)
    assert days(later)[:2] == ["19/10 16:00", "02/11 16:00"]


def test_the_same_facts_begin_no_other_series(cast: Cast) -> None:
    series = a_series(cast)
    first = series.meetings.order_by("starts_at")[0]
    assert change_following(first, Facts.of(first), by=cast.coordinator) == series
    assert Series.objects.count() == 1
    assert not Notice.objects.filter(kind="meetings.moved").exists()


def test_one_alone_is_cancelled_or_all_that_follow(cast: Cast) -> None:
    series = a_series(cast)
    rows = list(series.meetings.order_by("starts_at"))
    cancel_meeting(rows[1], by=cast.coordinator)
    assert Meeting.objects.standing().filter(series=series).count() == len(rows) - 1
    cancel_following(rows[4], by=cast.coordinator, reason="Le groupe a fini.")
    standing = Meeting.objects.standing().filter(series=series).order_by("starts_at")
    assert [row.pk for row in standing] == [rows[0].pk, rows[2].pk, rows[3].pk]
    with freeze_time("2028-02-05T08:00:00+00:00"):
        assert extend_series(timezone.now()) == 0


def test_what_comes_names_a_series_once(cast: Cast) -> None:
    series = a_series(cast)
    first, second = series.meetings.order_by("starts_at")[:2]
    a_meeting(cast, days=30)
    a_meeting(cast, days=31)
    assert upcoming_of(cast.member)[0].starts_at == first.starts_at
    assert len(upcoming_of(cast.member)) == len(upcoming_in(cast.health, cast.member)) == 3
    cancel_meeting(first, by=cast.coordinator)
    assert upcoming_of(cast.member)[0].starts_at == second.starts_at


def test_a_meeting_alone_has_nothing_that_follows(cast: Cast) -> None:
    meeting = a_meeting(cast)
    with pytest.raises(Refused):
        change_following(meeting, Facts.of(meeting), by=cast.coordinator)
    with pytest.raises(Refused):
        cancel_following(meeting, by=cast.coordinator)


def test_what_follows_changes_though_its_end_was_cancelled(cast: Cast) -> None:
    """The rule ends before the rows that were cancelled with it: they stay as they are."""
    series = a_series(cast)
    rows = list(series.meetings.order_by("starts_at"))
    cancel_following(rows[4], by=cast.coordinator, reason="Plus de salle")
    later = change_following(rows[2], later_by(rows[2]), by=cast.coordinator)
    assert days(later) == ["19/10 16:00", "26/10 16:00"]
    cancelled = list(series.meetings.filter(cancelled_at__isnull=False).order_by("starts_at"))
    assert cancelled == rows[4:]
    extend_series(timezone.now() + timedelta(days=60))
    assert len(days(later)) == 2
