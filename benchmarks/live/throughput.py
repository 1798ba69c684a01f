"""How many keys a second become durable, on the database that `DATABASE_URL` names.

    .venv/bin/python -m benchmarks.live.throughput

First the log alone, in batches of 1, 10 and 100 updates, each a committed transaction;
then whole: 40 people in four rooms of one process, who go on typing once their last eight
keys are acknowledged.
"""

from __future__ import annotations

import os
import statistics
import sys
import time

from .scene import Scene, machine, scene  # isort: skip
from tests.cowriting.clients import Server
from tests.cowriting.pens import Pen

from .crews import Crew, spread
from .process import Measured

SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
ROOMS, PEOPLE = 4, 10
_BATCHES = (1, 10, 100)


def log_alone(place: Scene, size: int) -> None:
    """Updates a second that one writer commits, so many at a time."""
    pen = Pen(place.text(blocks=20), place.cast.member)
    until = time.perf_counter() + SECONDS / 2
    spent: list[float] = []
    while time.perf_counter() < until:
        entries = pen.typed("a" * size)
        begun = time.perf_counter()
        pen.send(entries)
        spent.append(time.perf_counter() - begun)
    rate = size / statistics.mean(spent)
    print(f"log, {size:>3} at a time: {rate:6.0f} updates/s, a batch {spread(spent)}", flush=True)


def whole(place: Scene) -> None:
    """Keys a second that are acknowledged to people in several rooms at once."""
    with Server(place.database) as server, Crew(ROOMS) as crew:
        orders = [
            {"do": "come", "port": server.port, "page": place.text(blocks=20).pk,
             "keys": place.keys(PEOPLE)}
            for _room in range(ROOMS)
        ]  # fmt: skip
        crew.order(*orders)
        with Measured(server.pid) as measured:
            answers = crew.order(*({"do": "flood", "seconds": SECONDS} for _room in orders))
        crew.leave()
    waits = [wait for answer in answers for wait in answer["waits"]]
    keys = sum(answer["keys"] for answer in answers)
    print(
        f"{ROOMS} rooms of {PEOPLE}: {keys / SECONDS:.0f} keys/s acknowledged, "
        f"eight of them {spread(waits)}, {100 * measured.share:.0f} % of a core",
        flush=True,
    )


def main() -> int:
    print(machine())
    with scene() as place:
        for size in _BATCHES:
            log_alone(place, size)
        whole(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
