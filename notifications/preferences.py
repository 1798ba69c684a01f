"""How often a person is written to about something."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from wagtail.models import Page

from .enums import Cadence
from .kinds import Kind
from .models import Preference

if TYPE_CHECKING:
    from people.models import User


def cadences(people: Collection[int], kind: Kind, scope: Page | None) -> dict[int, Cadence]:
    """The cadence of each person, by id, in one query.

    A choice for a page holds for what stands under it; the nearest page wins, then the
    choice that names the kind.
    """
    chosen = dict.fromkeys(people, kind.default)
    rows = Preference.objects.filter(person__in=people).about(kind.name, _paths(scope))
    for row in sorted(rows, key=_precision):
        chosen[row.person_id] = Cadence(row.cadence)
    if kind.fixed:
        chosen.update({key: kind.default for key, own in chosen.items() if own == Cadence.NONE})
    return chosen


def cadence_of(person: User, kind: Kind, scope: Page | None = None) -> Cadence:
    return cadences([person.pk], kind, scope)[person.pk]


def _paths(scope: Page | None) -> list[str]:
    """The paths of a page and of those above it, from the top."""
    if scope is None:
        return []
    step = Page.steplen
    return [scope.path[:end] for end in range(step, len(scope.path) + 1, step)]


def _precision(row: Preference) -> tuple[int, bool]:
    return (len(row.scope.path) if row.scope else 0, bool(row.kind))
