"""How far away a date is, in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from groups.countdown import elapsed_words, remaining_words

NOW = datetime(2026, 3, 10, 7, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(minutes=20), "aujourd'hui, dans moins d'une heure"),
        (timedelta(hours=1, minutes=5), "aujourd'hui, dans 1 heure"),
        (timedelta(hours=16), "aujourd'hui, dans 16 heures"),
        (timedelta(hours=18), "demain"),
        (timedelta(days=2), "dans 2 jours"),
        (timedelta(days=59), "dans 59 jours"),
        (timedelta(days=90), "dans 3 mois"),
        (timedelta(days=800), "dans 2 ans"),
        (-timedelta(minutes=5), "en retard de moins d'une heure"),
        (-timedelta(hours=7, minutes=2), "en retard de 7 heures"),
        (-timedelta(hours=25), "en retard de 1 jour"),
        (-timedelta(days=3, hours=23), "en retard de 3 jours"),
        (-timedelta(days=120), "en retard de 4 mois"),
        (-timedelta(days=2400), "en retard de 6 ans"),
    ],
)
def test_a_date_to_keep_is_said_by_its_distance(away: timedelta, words: str) -> None:
    assert remaining_words(NOW + away, NOW) == words


def test_tomorrow_is_the_reader_s_own() -> None:
    due = datetime(2026, 3, 11, 2, 59, tzinfo=ZoneInfo("Europe/Paris"))
    assert remaining_words(due, NOW) == "demain"
    with timezone.override("America/Martinique"):
        assert remaining_words(due, NOW) == "aujourd'hui, dans 19 heures"


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(hours=1), "aujourd'hui"),
        (timedelta(hours=8), "hier"),
        (timedelta(days=2), "il y a 2 jours"),
        (timedelta(days=7), "il y a 7 jours"),
        (timedelta(days=9), "le 1er mars 2026"),
    ],
)
def test_what_happened_is_said_by_its_distance_then_by_its_day(back: timedelta, words: str) -> None:
    with translation.override("fr"):
        assert elapsed_words(NOW - back, NOW) == words
