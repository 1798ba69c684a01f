"""One moment, where each person is: their hour, Paris time, and for whom it is night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.formats import day_words, hour_words

from .schedule import PARIS

#: It is night from this hour on, and until that one.
NIGHT_FROM, NIGHT_UNTIL = 22, 7

#: Where a zone is, as people say it; other zones are called by their city.
PLACES: dict[str, str | Promise] = {
    "Europe/Paris": gettext_lazy("à Paris"),
    "America/Martinique": gettext_lazy("en Martinique"),
    "America/Guadeloupe": gettext_lazy("en Guadeloupe"),
    "America/Cayenne": gettext_lazy("en Guyane"),
    "Indian/Mayotte": gettext_lazy("à Mayotte"),
    "Indian/Reunion": gettext_lazy("à La Réunion"),
    "America/Miquelon": gettext_lazy("à Saint-Pierre-et-Miquelon"),
    "Pacific/Noumea": gettext_lazy("en Nouvelle-Calédonie"),
    "Pacific/Tahiti": gettext_lazy("en Polynésie française"),
    "Pacific/Wallis": gettext_lazy("à Wallis-et-Futuna"),
}


def place_of(zone: str) -> str:
    """`en Martinique`: where a time zone is, in words that follow an hour."""
    known = PLACES.get(zone)
    city = zone.rpartition("/")[2].replace("_", " ")
    return str(known) if known else _("à %(city)s") % {"city": city}


def is_night(moment: datetime) -> bool:
    """Whether people sleep at `moment`, in the zone that it carries."""
    return moment.hour >= NIGHT_FROM or moment.hour < NIGHT_UNTIL


def long_day(moment: datetime) -> str:
    """`vendredi 22 novembre 2024`, in the zone that the moment carries."""
    return f"{date_format(moment, 'l', use_l10n=False)} {day_words(moment)}"


@dataclass(frozen=True)
class There:
    """A moment at one place: its clock, whether it is night or another day there."""

    place: str
    hour: str
    night: bool
    other_day: str = ""


def elsewhere(start: datetime, zones: Iterable[str], end: datetime | None = None) -> list[There]:
    """A meeting's beginning at each other place, one line an hour of the clock, west to east.

    Where its end alone falls in the night, that is the hour told. Places that share the
    reader's clock are left out, unless it is night there.
    """
    own = timezone.localtime(start)
    found = []
    for zone in sorted(set(zones), key=lambda name: _order(start, name)):
        there = start.astimezone(ZoneInfo(zone))
        same_clock = there.replace(tzinfo=None) == own.replace(tzinfo=None)
        night = is_night(there)
        if not night and end is not None:
            last = end.astimezone(ZoneInfo(zone))
            if night := is_night(last - timedelta(minutes=1)):
                there = last
        if same_clock and not night:
            continue
        other = "" if there.date() == own.date() else date_format(there, "l", use_l10n=False)
        found.append(There(place_of(zone), hour_words(there), night, other))
    return found


def _order(moment: datetime, zone: str) -> tuple[datetime, str]:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone


def place_words(moment: datetime) -> str:
    """`vendredi 22 novembre 2024 à 9 h (14 h à Paris)` for the reader whose zone is active."""
    own, paris = timezone.localtime(moment), moment.astimezone(PARIS)
    words = _("%(day)s à %(hour)s") % {"day": long_day(own), "hour": hour_words(own)}
    if own.replace(tzinfo=None) == paris.replace(tzinfo=None):
        return words
    if own.date() == paris.date():
        return _("%(words)s (%(hour)s à Paris)") % {"words": words, "hour": hour_words(paris)}
    there = {"day": long_day(paris), "hour": hour_words(paris)}
    return _("%(words)s (%(day)s à %(hour)s, à Paris)") % {"words": words, **there}


def range_words(start: datetime, end: datetime) -> str:
    """`vendredi 22 novembre 2024, de 9 h à 10 h` for the reader whose zone is active."""
    own, own_end = timezone.localtime(start), timezone.localtime(end)
    if own.date() == own_end.date():
        hours = {"start": hour_words(own), "end": hour_words(own_end)}
        return _("%(day)s, de %(start)s à %(end)s") % {"day": long_day(own), **hours}
    between = {
        "day": long_day(own), "start": hour_words(own), "other": long_day(own_end),
        "end": hour_words(own_end),
    }  # fmt: skip
    return _("du %(day)s à %(start)s au %(other)s à %(end)s") % between


def paris_words(start: datetime, end: datetime) -> str:
    """The hours in Paris, with the day where it is another; empty for who has that clock."""
    own, there = timezone.localtime(start), start.astimezone(PARIS)
    if own.replace(tzinfo=None) == there.replace(tzinfo=None):
        return ""
    hours = {"start": hour_words(there), "end": hour_words(end.astimezone(PARIS))}
    if own.date() == there.date():
        return _("de %(start)s à %(end)s à Paris") % hours
    return _("%(day)s, de %(start)s à %(end)s à Paris") % {"day": long_day(there), **hours}
