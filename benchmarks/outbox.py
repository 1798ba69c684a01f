"""Opening the review of a text in a group of 2 and of 200: queries, rows and time.

    .venv/bin/python benchmarks/outbox.py

On a database in memory, with as many members who are told at once as told by digest.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

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


def review(cast: Cast) -> tuple[int, int, int, float]:
    """Queries, notices, letters and seconds of one review, which is then undone."""
    text = draft(cast)
    notices, letters = Notice.objects.count(), Letter.objects.count()
    with CaptureQueriesContext(connection) as queries:
        begun = time.perf_counter()
        open_review(text, by=cast.coordinator)
        seconds = time.perf_counter() - begun
    return (
        len(queries),
        Notice.objects.count() - notices,
        Letter.objects.count() - letters,
        seconds,
    )


def measure(cast: Cast, size: int) -> float:
    grow(cast, size)
    found = []
    for _round in range(ROUNDS):
        with transaction.atomic():
            found.append(review(cast))
            transaction.set_rollback(True)
    queries, notices, letters, _seconds = found[-1]
    median = statistics.median(seconds for *_rest, seconds in found)
    print(f"{size:>4} members: {queries} queries, {notices} notices, {letters} letters, {median * 1000:.1f} ms")  # fmt: skip
    return median


def main() -> None:
    setup_databases(verbosity=0, interactive=False)
    cast = gather()
    few, many = measure(cast, 2), measure(cast, 200)
    print(f"200 members take {many / few:.2f} times as long as 2")


if __name__ == "__main__":
    main()
