"""The words of the demonstration network, read from `data/`, and its calendar."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.utils import timezone

DATA = Path(__file__).resolve().parent / "data"

#: What YAML gives: mappings in the words of the data files.
Item = dict[str, Any]

#: A deadline is the end of the day of the westernmost member.
WESTERNMOST = ZoneInfo("America/Martinique")
_PARIS = ZoneInfo("Europe/Paris")
_RELATIVE = re.compile(r"(?P<days>[+-]\d+)j (?P<hour>\d\d):(?P<minute>\d\d)")


@cache
def read(name: str) -> Item:
    """One data file, whole, by its name without `.yaml`."""
    content: Item = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


@cache
def contributions() -> dict[str, Item]:
    """Every text of the data by its `ref`."""
    items = [
        read("06_contribution_sante"),
        read("07_contribution_emploi"),
        read("08_contribution_participation"),
        *read("09_contribution_outlines")["plans"],
        *read("current_call")["textes"],
    ]
    return {item["ref"]: item for item in items}


def moment(spec: str | datetime) -> datetime:
    """When something happens: a date of the story, or `-3j 10:00`, three days ago.

    Relative days count from today, in Paris time. Raises ValueError for anything else.
    """
    if isinstance(spec, datetime):
        return spec if timezone.is_aware(spec) else spec.replace(tzinfo=_PARIS)
    relative = _RELATIVE.fullmatch(spec)
    if relative is None:
        return moment(datetime.fromisoformat(spec))
    day = timezone.now().astimezone(_PARIS).date() + timedelta(int(relative["days"]))
    hour = time(int(relative["hour"]), int(relative["minute"]))
    return datetime.combine(day, hour, _PARIS)


def end_of_day(day: date) -> datetime:
    """The last minute of a deadline."""
    return datetime.combine(day, time(23, 59), WESTERNMOST)
