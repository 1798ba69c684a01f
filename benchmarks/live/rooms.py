"""What rooms weigh, and how long it takes to open one in which much was written.

    .venv/bin/python -m benchmarks.live.rooms

Memory of a server with rooms of thirty pages; then the opening of a text of thirty pages
after 100,000 keys of ten people all over it, before and after its log was compacted.
`BENCH_UPDATES` (100000) and `BENCH_ROOMS` (10) change how many. Ends with 1 when opening
after compaction takes more than a second.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

from .scene import Scene, machine, scene  # isort: skip
from django.utils import timezone
from pycrdt import Doc, Map

from contributions.models import ContributionPage
from cowriting.live.loading import load
from cowriting.models import Period, Room, Update
from cowriting.record.opening import open_room
from cowriting.record.saving import save_now
from people.models import User
from tests.cowriting.clients import Server
from tests.cowriting.pens import Pen

from .crews import Crew
from .process import Measured

UPDATES = int(os.environ.get("BENCH_UPDATES", "100000"))
ROOMS = int(os.environ.get("BENCH_ROOMS", "10"))
#: Seconds in which a room must open once its log was compacted.
AIM = 1.0
_WRITERS, _IN_ONE_GO = 10, 40


def weigh(place: Scene) -> None:
    """Bytes of each further open room, one person in each."""
    texts = [place.text() for _room in range(ROOMS + 1)]
    (key,) = place.keys(1)
    with Server(place.database) as server, Crew(1) as first, Crew(ROOMS) as others:
        first.come(server.port, texts[0].pk, [key])
        before = Measured(server.pid).memory
        others.order(
            *(
                {"do": "come", "port": server.port, "page": text.pk, "keys": [key]}
                for text in texts[1:]
            )
        )
        each = (Measured(server.pid).memory - before) / ROOMS
        print(
            f"{ROOMS} rooms of 30 pages: {each / 2**20:.1f} MiB each, "
            f"{before / 2**20:.0f} MiB with one",
            flush=True,
        )


def bursts(doc: Doc) -> Iterator[None]:
    """Change a document as ten people do: some forty keys in a place, one in ten deletes."""
    blocks = list(doc.get("blocks", type=Map).keys())
    chance = random.Random(5)
    while True:
        block = doc.get("blocks", type=Map)[chance.choice(blocks)]
        field = block[chance.choice(("title", "source", "lever"))]
        at = chance.randrange(len(field) + 1) if str(field).isascii() else 0
        for _key in range(_IN_ONE_GO):
            with doc.transaction():
                if at and chance.random() < 0.1:
                    at -= 1
                    del field[at : at + 1]
                else:
                    field.insert(at, "a")
                    at += 1
            yield


def written(page: ContributionPage, people: list[User], count: int) -> None:
    """A log of so many keys, half a second apart, as if they had been typed in it."""
    pens = [Pen(page, person) for person in people]
    began = timezone.now() - timedelta(seconds=count / 2)
    rows: list[Update] = []
    turns = [bursts(pen.doc) for pen in pens]
    updates: list[list[bytes]] = [[] for _pen in pens]
    watched = [
        pen.doc.observe(lambda event, out=out: out.append(event.update))
        for pen, out in zip(pens, updates, strict=True)
    ]
    for number in range(count):
        who = number // _IN_ONE_GO % len(pens)
        next(turns[who])
        pen = pens[who]
        rows.append(
            Update(
                room=pen.room, epoch=pen.epoch, person=pen.person, client=pen.client,
                payload=updates[who].pop(), octets=1, at=began + timedelta(seconds=number / 2),
            )
        )  # fmt: skip
    for pen, subscription in zip(pens, watched, strict=True):
        pen.doc.unobserve(subscription)
    Update.objects.bulk_create(rows, batch_size=1000)


def opened(page: ContributionPage) -> float:
    """Seconds until a process that knows nothing has the room ready for who comes."""
    begun = time.perf_counter()
    load(open_room(ContributionPage.objects.get(pk=page.pk), by=None).pk)
    return time.perf_counter() - begun


def seen(place: Scene, page: ContributionPage) -> float:
    """Seconds from a browser's knock to its document, on a server that just started."""
    (key,) = place.keys(1)
    with Server(place.database) as server, Crew(1) as crew:
        # Its first visitor pays for what Django loads once.
        crew.come(server.port, place.text(blocks=1).pk, [key])
        begun = time.perf_counter()
        crew.come(server.port, page.pk, [key])
        return time.perf_counter() - begun


def open_after_many(place: Scene) -> float:
    page = place.text()
    written(page, place.members(_WRITERS), UPDATES)
    before = opened(page)
    begun = time.perf_counter()
    save_now(page.pk)
    compacting = time.perf_counter() - begun
    room = Room.objects.get(page=page.pk)
    after = min(opened(page) for _turn in range(3))
    print(
        f"{UPDATES} updates: opens in {before:.2f} s; saved and compacted in {compacting:.1f} s "
        f"({Update.objects.filter(room=room).count()} rows, "
        f"{Period.objects.filter(room=room).count()} periods, snapshot of "
        f"{len(room.snapshot) / 1024:.0f} KiB); then opens in {after:.2f} s (aim {AIM:.0f}), "
        f"{seen(place, page):.2f} s from the knock to the document in a browser's hands",
        flush=True,
    )
    return after


def main() -> int:
    print(machine())
    with scene() as place:
        weigh(place)
        return int(open_after_many(place) > AIM)


if __name__ == "__main__":
    sys.exit(main())
