"""From a key to the other people's browsers: 2, 10 and 50 who write, and 200 who read.

    .venv/bin/python -m benchmarks.live.latency

One room on one process; five keys a second each; simulated people in two other processes.
A bare websocket echo server answers the same people at the same pace in turn with the
room, and everything is said as a ratio to it. `BENCH_SECONDS` (10) is the length of each
of the `BENCH_ROUNDS` (3) turns. Ends with 1 when an aim is missed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .scene import Scene, machine, scene  # isort: skip
from tests.browser import free_port
from tests.cowriting.clients import Server

from .crews import Crew, latencies, p95, spread
from .process import Measured

SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
#: Who write → how many times the echo's 95th percentile a key may take.
AIMS = {2: 3.0, 10: 3.0, 50: 10.0}
IDLE = 200
#: One person may have twenty pages of one text open.
_PAGES_EACH = 10


@contextmanager
def echoing() -> Iterator[int]:
    """The port of an echo server."""
    port = free_port()
    command = [sys.executable, str(Path(__file__).with_name("echo.py")), str(port)]
    process = subprocess.Popen(command)
    try:
        _wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    for _try in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the echo server does not answer")


def compared(place: Scene, server: Server, crew: Crew, echo: int, people: int) -> float:
    """How many times the echo's 95th percentile a key takes among so many writers."""
    crew.come(server.port, place.text(blocks=20).pk, place.keys(people))
    bare: list[float] = []
    room: list[float] = []
    measured = Measured(server.pid)
    for _round in range(ROUNDS):
        bare += latencies(crew.echo(echo, people, SECONDS))
        with measured:
            answers = crew.type(people, SECONDS)
        room += latencies(answers)
        expected = sum(len(answer["sent"]) for answer in answers) * (people - 1)
        got = len(latencies(answers))
        if got < expected:
            print(f"{people:>4} writers: {expected - got} of {expected} keys came too late")
    crew.leave()
    ratio = p95(room) / p95(bare)
    print(f"{people:>4} writers, echo: {spread(bare)}")
    print(
        f"{people:>4} writers, room: {spread(room)}, {ratio:.1f} times the echo's p95 "
        f"(aim {AIMS[people]:.0f}), {100 * measured.share:.0f} % of a core",
        flush=True,
    )
    return ratio / AIMS[people]


def with_idle(place: Scene, server: Server, crew: Crew, echo: int) -> None:
    """Two who write, with two hundred who only look on."""
    page = place.text(blocks=20).pk
    people = place.keys(IDLE // _PAGES_EACH)
    writers = place.keys(2)
    before = Measured(server.pid).memory
    with Crew(1) as lookers:
        lookers.come(server.port, page, people * _PAGES_EACH)
        crew.come(server.port, page, writers)
        quiet = Measured(server.pid)
        with quiet:
            time.sleep(SECONDS)
        each = (Measured(server.pid).memory - before) / (IDLE + 2)
        bare = latencies(crew.echo(echo, 2, SECONDS))
        room = latencies(crew.type(2, SECONDS))
        crew.leave()
        lookers.leave()
    print(
        f" {IDLE} idle: {100 * quiet.share:.1f} % of a core, {each / 1024:.0f} KiB each; 2 writers "
        f"beside them: {spread(room)}, {p95(room) / p95(bare):.1f} times the echo's p95",
        flush=True,
    )


def main() -> int:
    print(machine())
    with scene() as place, Server(place.database) as server, echoing() as echo, Crew() as crew:
        missed = [compared(place, server, crew, echo, people) > 1 for people in AIMS]
        with_idle(place, server, crew, echo)
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
