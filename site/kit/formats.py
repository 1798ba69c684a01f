"""Dates and numbers in words, as French and English readers write them.

French: `1er mai 2020 à 18 h 30`, `3 123`, `14,8 %`. English: `1 May 2020, 18:30`,
`3,123`, `14.8%`; the hour has 24 hours in both, for readers of several time zones.
Every function speaks the language that is active.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import numberformat
from django.utils.formats import date_format
from django.utils.translation import get_language

NO_BREAK = "\u00a0"
NARROW = "\u202f"


def speaks_french() -> bool:
    """French is the language of the house: also when no language is active."""
    return (get_language() or "fr").startswith("fr")


def day_words(value: date) -> str:
    """`value` without its hour; a moment counts in the zone that it carries."""
    words = date_format(value, "j F Y", use_l10n=False)
    return "1er" + words[1:] if speaks_french() and value.day == 1 else words


def moment_words(value: datetime) -> str:
    """`value` with its hour, in the zone that it carries."""
    between = " à " if speaks_french() else ", "
    return f"{day_words(value)}{between}{hour_words(value)}"


def hour_words(value: datetime) -> str:
    """The hour of `value`, in the zone that it carries: `18 h 30`, or `18:30`."""
    if not speaks_french():
        return f"{value:%H:%M}"
    minutes = f"{NO_BREAK}{value:%M}" if value.minute else ""
    return f"{value.hour}{NO_BREAK}h{minutes}"


def number_words(value: float | Decimal | str) -> str:
    """`value` with its decimal mark and its groups of three digits."""
    mark, group = (",", NARROW) if speaks_french() else (".", ",")
    return numberformat.format(
        value, mark, grouping=3, thousand_sep=group, force_grouping=True, use_l10n=False
    )


def figure_words(typed: str) -> str:
    """A figure as somebody typed it, its thousands set apart when it is digits alone.

    It belongs to the content, which is French whatever the interface speaks.
    """
    digits, mark, rest = typed.strip().partition(",")
    if not (digits.isdecimal() and len(digits) > 3 and (rest.isdecimal() or not mark)):
        return typed
    return f"{int(digits):,}".replace(",", NARROW) + mark + rest


def percent_words(value: float | Decimal | str) -> str:
    """`value`, which is already in hundredths, with its sign."""
    return f"{number_words(value)}{NARROW if speaks_french() else ''}%"
