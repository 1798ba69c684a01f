"""What many tests begin with is built by the actions once, then laid again from its rows.

Leading a text to a state takes some three hundred queries, and a third of the suite's time.
What was written is kept for a moment with what it was written upon. A test that has come to
the very same place (the same writes since it began, nothing patched, nothing set) gets the
same rows without the actions; any other test builds its own.

On SQLite alone: there a rolled-back test gives its keys back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from contributions.models import ContributionPage

#: Seconds for which rows are laid again. Rules count in minutes from when words were written.
_KEPT_FOR = 45
_SILENT = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "BEGIN")
_REAL_SETTINGS = settings._wrapped

Write = tuple[str, Any, bool]


@dataclass
class _Scene:
    at: float
    writes: list[Write]
    callbacks: list[Any]
    pk: int


@dataclass
class _Journal:
    """What the running test wrote; `exact` ends when something cannot be told."""

    writes: list[Write]
    exact: bool
    patches: pytest.MonkeyPatch

    def note(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        result = execute(sql, params, many, context)
        kind = sql.lstrip()[:9].upper()
        if kind.startswith(("INSERT", "UPDATE", "DELETE")):
            self.writes.append((sql, params, many))
        elif not kind.startswith(_SILENT):
            self.exact = False
        return result


_scenes: dict[Hashable, _Scene] = {}
_journal: _Journal | None = None


@contextmanager
def journal_kept(patches: pytest.MonkeyPatch) -> Iterator[None]:
    """Around one test that has the database: note what it writes, and know what it patches."""
    global _journal
    if connection.vendor != "sqlite":
        yield
        return
    _journal = _Journal([], connection.in_atomic_block, patches)
    try:
        with connection.execute_wrapper(_journal.note):
            yield
    finally:
        _journal = None


def laid(key: Hashable, build: Callable[[], ContributionPage]) -> ContributionPage:
    """The text that `build` makes, which must depend on `key` and the database alone."""
    journal = _journal
    if journal is None or not journal.exact or _something_is_set(journal.patches):
        return build()
    place = (
        key,
        get_language(),
        timezone.get_current_timezone_name(),
        repr(journal.writes),
        _keys(),
    )
    scene = _scenes.get(place)
    if scene is None or time.monotonic() - scene.at > _KEPT_FOR:
        return _build(place, build, journal)
    with connection.cursor() as cursor:
        for sql, params, many in scene.writes:
            (cursor.executemany if many else cursor.execute)(sql, params)
    savepoints = set(connection.savepoint_ids)
    connection.run_on_commit += [(savepoints, call, robust) for call, robust in scene.callbacks]
    # What was reckoned from rows of these keys belongs to another test.
    cache.clear()
    return ContributionPage.objects.get(pk=scene.pk)


def _keys() -> tuple[tuple[str, int], ...]:
    """The last key of each table: some modules keep rows of their own under all their tests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return tuple(cursor.fetchall())


def _something_is_set(patches: pytest.MonkeyPatch) -> bool:
    clock_is_set = type(timezone.now()).__name__ != "datetime"
    patched = patches._setattr or patches._setitem
    return bool(clock_is_set or patched or settings._wrapped is not _REAL_SETTINGS)


def _build(
    place: Hashable, build: Callable[[], ContributionPage], journal: _Journal
) -> ContributionPage:
    begun, called = len(journal.writes), len(connection.run_on_commit)
    at = time.monotonic()
    page = build()
    if journal.exact:
        callbacks = [(call, robust) for _points, call, robust in connection.run_on_commit[called:]]
        _scenes[place] = _Scene(at, journal.writes[begun:], callbacks, page.pk)
    return page
