"""What a person takes away: everything that the rooms hold about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kit.formats import moment_words
from kit.personal_data import Holding, Row, holdings, leaving_notes

from .models import User


@dataclass(frozen=True)
class Part:
    """What one room holds: its rows, and the names of their columns in order."""

    holding: Holding
    rows: list[Row]

    @property
    def columns(self) -> list[str]:
        return list(dict.fromkeys(name for row in self.rows for name in row))

    @property
    def lines(self) -> list[list[str]]:
        """Its values as a reader reads them, in the order of the columns."""
        return [[_readable(row.get(name)) for name in self.columns] for row in self.rows]


@dataclass(frozen=True)
class Takeout:
    made_at: datetime
    parts: list[Part]


def takeout_of(person: User) -> Takeout:
    """Every part, those with nothing in them included: saying so is an answer too."""
    return Takeout(
        timezone.now(), [Part(holding, list(holding.collect(person))) for holding in holdings]
    )


def leaving_notes_for(person: User) -> list[str]:
    """What others will have to do once the person is gone."""
    return [note for notes in leaving_notes for note in notes(person)]


def written_as_json(takeout: Takeout) -> dict[str, Any]:
    """Plain words, numbers and ISO dates."""
    return {
        "made_at": takeout.made_at.isoformat(),
        "parts": [
            {
                "name": part.holding.name,
                "label": str(part.holding.label),
                "purpose": str(part.holding.purpose),
                "kept": str(part.holding.kept),
                "rows": [{name: _plain(value) for name, value in row.items()} for row in part.rows],
            }
            for part in takeout.parts
        ],
    }


def _readable(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return moment_words(value) if isinstance(value, datetime) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Promise) else value
