"""The pages of remarks of a text with 100 remarks and with 10,000: queries and time.

    .venv/bin/python benchmarks/remarks.py

On a database in memory (`TEST_DB=…`: in the suite's file). Each page is asked for as its
reader's browser does, in turn for the two texts, so that both meet the same machine. Exit
status 1 when a page of remarks costs more than 20 queries, or the long list half as much
time again as the short one.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
)
from django.utils import timezone  # noqa: E402

from contributions.models import ContributionPage  # noqa: E402
from discussion.anchors import Fate, Placement, anchor_at, words_by_block  # noqa: E402
from discussion.models import Remark  # noqa: E402
from tests.cast import Cast, draft, gather  # noqa: E402

ROUNDS = 15
FEW, MANY = 100, 10_000
MOST_QUERIES, MOST_TIMES = 20, 1.5
#: How a script asks for the panel of a block; pages do not mind.
_BY_SCRIPT = {"x-fragment": "1"}

#: Pages of a text, `{0}` its number and `{1}` one of its blocks; a page of remarks alone
#: has them in its address.
PAGES = {
    "open threads": "/contributions/{0}/remarques/",
    "all threads, page 2": "/contributions/{0}/remarques/?montrer=all&page=2",
    "passages that went": "/contributions/{0}/remarques/?montrer=gone",
    "the panel of a block": "/contributions/{0}/remarques/bloc/{1}/",
    "the draft, marked": "/contributions/{0}/texte/",
}


def people(cast: Cast) -> list[int]:
    return [cast.member.pk, cast.coordinator.pk]


def fill(cast: Cast, text: ContributionPage, count: int) -> None:
    """So many remarks over all blocks of a text, every third ended, every tenth answered,
    every third on a block that is no longer there."""
    words = words_by_block(text.get_latest_revision_as_object())
    spots = [
        (block, name, said)
        for block, fields in words.items()
        for name, said in fields.items()
        if len(said.split()) > 2
    ]
    kind, authors = ContentType.objects.get_for_model(text), people(cast)
    for number in range(count):
        block, name, said = spots[number % len(spots)]
        start = said.index(" ") + 1
        end = said.index(" ", start) if " " in said[start:] else len(said)
        anchor = anchor_at(words, Placement(Fate.THERE, block, name, start, end))
        if number % 3 == 1:
            anchor["block_id"] = f"gone-{number % 7}"
        root = Remark(
            content_type=kind, object_pk=str(text.pk), site_id=settings.SITE_ID,
            user_id=authors[number % 2], comment=f"Remarque {number}.", record=text.record,
            submit_date=timezone.now(), outcome="resolved" if number % 3 == 0 else "",
            **anchor,
        )  # fmt: skip
        root.save()
        if number % 10 == 0:
            Remark(
                content_type=kind, object_pk=str(text.pk), site_id=settings.SITE_ID,
                user_id=authors[(number + 1) % 2], comment=f"Réponse {number}.",
                record=text.record, submit_date=timezone.now(), root=root, parent_id=root.pk,
            ).save()  # fmt: skip


@contextmanager
def two_texts(cast: Cast) -> Iterator[tuple[ContributionPage, ContributionPage]]:
    with transaction.atomic():
        few, many = draft(cast, "Peu de remarques"), draft(cast, "Beaucoup de remarques")
        fill(cast, few, FEW)
        fill(cast, many, MANY)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield few, many
        transaction.set_rollback(True)


def block_of(text: ContributionPage) -> str:
    """A block that many remarks are about."""
    rows = Remark.objects.filter(record=text.record).exclude(block_id__startswith="gone")
    return str(rows.order_by("-pk").values_list("block_id", flat=True)[0])


def seconds(client: Client, address: str) -> float:
    begun = time.perf_counter()
    assert client.get(address, headers=_BY_SCRIPT).status_code == 200, address
    return time.perf_counter() - begun


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address, headers=_BY_SCRIPT)
    return len(captured)


def measure(client: Client, page: str, texts: list[tuple[int, str]]) -> bool:
    """Whether a page keeps its promise; prints what it costs."""
    few, many = (PAGES[page].format(*text) for text in texts)
    seconds(client, few), seconds(client, many)
    times = [(seconds(client, few), seconds(client, many)) for _round in range(ROUNDS)]
    short, long = (statistics.median(column) for column in zip(*times, strict=True))
    asked = queries(client, few), queries(client, many)
    print(
        f"| {page} | {asked[0]} | {asked[1]} | {short * 1000:.0f} ms | {long * 1000:.0f} ms"
        f" | {long / short:.2f} |"
    )
    alone = "remarques" in PAGES[page]
    return (
        asked[0] == asked[1]
        and long / short <= MOST_TIMES
        and (not alone or asked[1] <= MOST_QUERIES)
    )


def main() -> int:
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False, keepdb="TEST_DB" in os.environ)
    cast = gather()
    client = Client()
    client.force_login(cast.member, backend="people.backends.DoorBackend")
    print(f"| page | queries, {FEW} | queries, {MANY} | time, {FEW} | time, {MANY} | times |")
    print("|---|---|---|---|---|---|")
    with two_texts(cast) as texts:
        known = [(text.record.pk, block_of(text)) for text in texts]
        kept = [measure(client, page, known) for page in PAGES]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
