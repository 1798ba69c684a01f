"""Opening the review of a text in a group of 2 and of 200: queries, rows and time.

    .venv/bin/python benchmarks/outbox.py

On a database in memory (`TEST_DB=…`: in the suite's file), with as many members who are
told at once as told by digest.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_databases  # noqa: E402

from contributions.actions.open_review import open_review  # noqa: E402
from groups.models import Membership  # noqa: E402
from notifications.enums import Cadence  # noqa: E402
from notifications.models import Letter, Notice, Preference  # noqa: E402
from people.models import User  # noqa: E402
from tests.cast import Cast, draft, gather  # noqa: E402

ROUNDS = 15
T = TypeVar("T")


def grow(cast: Cast, size: int) -> None:
    """Have `size` people in the group, every second of whom is written to at once."""
    present = Membership.objects.current().filter(group=cast.health).count()
    people = User.objects.bulk_create(
        User(email=f"membre-{size}-{n}@example.org", display_name=f"Membre {n}")
        for n in range(size - present)
    )
    Membership.objects.bulk_create(
        Membership(person=one, group=cast.health, centre=cast.north) for one in people
    )
    Preference.objects.bulk_create(
        Preference(person=one, cadence=Cadence.AT_ONCE) for one in people[::2]
    )


def seconds_of(cast: Cast) -> float:
    text = draft(cast)
    begun = time.perf_counter()
    open_review(text, by=cast.coordinator)
    return time.perf_counter() - begun


def rows_of(cast: Cast) -> str:
    """What one review costs, in words. Watching queries takes time of its own."""
    text = draft(cast)
    notices, letters = Notice.objects.count(), Letter.objects.count()
    with CaptureQueriesContext(connection) as queries:
        open_review(text, by=cast.coordinator)
    notices, letters = Notice.objects.count() - notices, Letter.objects.count() - letters
    return f"{len(queries)} queries, {notices} notices, {letters} letters"


def undone(work: Callable[[Cast], T], cast: Cast) -> T:
    with transaction.atomic():
        result = work(cast)
        transaction.set_rollback(True)
    return result


def measure(cast: Cast, size: int) -> float:
    grow(cast, size)
    rows = undone(rows_of, cast)
    median = statistics.median(undone(seconds_of, cast) for _round in range(ROUNDS))
    print(f"{size:>4} members: {rows}, {median * 1000:.1f} ms")
    return median


def main() -> None:
    setup_databases(verbosity=0, interactive=False, keepdb="TEST_DB" in os.environ)
    cast = gather()
    with transaction.atomic():
        Preference.objects.create(person=cast.member, cadence=Cadence.AT_ONCE)
        few, many = measure(cast, 2), measure(cast, 200)
        transaction.set_rollback(True)
    print(f"200 members take {many / few:.2f} times as long as 2")


if __name__ == "__main__":
    main()
