"""The demonstration's dates count from today, whichever day of the week that is."""

from __future__ import annotations

import pytest
from freezegun import freeze_time

from demo.meetings import times_of
from demo.source import moment, read

A_WEEK = [f"2026-11-{day} 23:30" for day in range(16, 23)]


@pytest.mark.parametrize("day", A_WEEK)
def test_minutes_follow_their_meeting_on_any_day_of_the_week(day: str) -> None:
    with freeze_time(day):
        held = [item for item in read("meetings")["reunions"] if "compte_rendu" in item]
        assert held
        for item in held:
            start, end = times_of(item["debut"], item["duree"])
            assert moment(item["prevue"]) < start
            assert end < moment(item["compte_rendu"]["le"])


@pytest.mark.parametrize("day", A_WEEK)
def test_people_meet_on_days_when_they_work(day: str) -> None:
    with freeze_time(day):
        for item in (*read("meetings")["reunions"], *read("meetings")["series"]):
            assert times_of(item["debut"], item["duree"])[0].weekday() < 5
