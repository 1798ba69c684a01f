"""Dates and numbers as French and English readers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation


def said(template: str, value: object, language: str) -> str:
    """What a template says, with its no-break spaces made plain."""
    with translation.override(language):
        text = Template(template).render(Context({"value": value}))
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("fr", date(2020, 5, 1), "1er mai 2020"),
        ("fr", date(2020, 5, 11), "11 mai 2020"),
        ("en", date(2020, 5, 1), "1 May 2020"),
        ("en", None, ""),
    ],
)
def test_a_day_in_words(language: str, value: date | None, words: str) -> None:
    assert said("{{ value|day }}", value, language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "1er mai 2020 à 18 h 05"), ("en", "1 May 2020, 18:05")],
)
def test_a_moment_in_words_in_the_reader_s_zone(language: str, words: str) -> None:
    with timezone.override(ZoneInfo("Europe/Paris")):
        assert (
            said("{{ value|moment }}", datetime(2020, 5, 1, 16, 5, tzinfo=UTC), language) == words
        )


def test_a_whole_hour_has_no_minutes_in_french() -> None:
    with timezone.override(ZoneInfo("Europe/Paris")):
        assert said("{{ value|moment }}", datetime(2020, 5, 2, 7, 0, tzinfo=UTC), "fr").endswith(
            "2 mai 2020 à 9 h"
        )


def test_the_day_is_that_of_the_reader() -> None:
    late = datetime(2020, 5, 1, 2, 0, tzinfo=UTC)
    with timezone.override(ZoneInfo("America/Martinique")):
        assert said("{{ value|day }}", late, "fr") == "30 avril 2020"


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("fr", 3123, "3 123"),
        ("en", 3123, "3,123"),
        ("fr", 14.8, "14,8"),
        ("fr", Decimal("1234567.50"), "1 234 567,50"),
        ("fr", 0, "0"),
        ("en", None, ""),
    ],
)
def test_a_number_in_words(language: str, value: float | None, words: str) -> None:
    assert said("{{ value|number }}", value, language) == words


@pytest.mark.parametrize(("language", "words"), [("fr", "14,8 %"), ("en", "14.8%")])
def test_a_share_in_words(language: str, words: str) -> None:
    assert said("{{ value|percent }}", 14.8, language) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("3123", "3 123"),
        ("1234567", "1 234 567"),
        ("12500,5", "12 500,5"),
        ("14,8", "14,8"),
        ("450", "450"),
        ("environ 3000", "environ 3000"),
        ("2020-2021", "2020-2021"),
        (None, ""),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_figure_of_the_content_is_french_and_its_words_stay(
    typed: str | None, words: str, language: str
) -> None:
    assert said("{{ value|figure }}", typed, language) == words
