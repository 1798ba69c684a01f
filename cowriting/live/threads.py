"""Threads that talk to the database for the rooms, some for each kind of work.

A slow save holds back no acknowledgement, and neither holds back the watch that ends what
a person may no longer do. Within a kind, what concerns one text is done in its order.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connection

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """One thread, with a database connection of its own that lives as long as settings say."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=f"cowriting-{name}")

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns or raises, without holding up the loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, partial(_fresh, work, *args, **kwargs))


def _fresh(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    close_old_connections()
    try:
        return work(*args, **kwargs)
    finally:
        close_old_connections()


#: Threads for one kind of work. SQLite has one writer at a time; on PostgreSQL, the save of a
#: long text holds back nothing of most others. Each thread has a connection to the database.
_SEVERAL = 3 if connection.vendor == "postgresql" else 1


class Desks:
    """The threads of one kind of work."""

    def __init__(self, name: str) -> None:
        self._desks = [Desk(f"{name}-{number}") for number in range(_SEVERAL)]

    def of(self, key: int) -> Desk:
        """The one that works for the text, or the room, with this key: always the same."""
        return self._desks[key % len(self._desks)]


#: Seconds for which one thread may keep the interpreter while another wants it. The loop lets
#: go of it at each frame that it sends: with Python's 5 ms, one frame to fifty people waits
#: fifty times behind whatever talks to the database.
_TURN = 0.00005


def give_way_to_the_loop() -> None:
    """Have this process answer sockets before it finishes what threads do beside."""
    sys.setswitchinterval(_TURN)


appending = Desks("appending")
#: Revisions, snapshots: what takes long.
saving = Desks("saving")
#: What must not wait for the saves of other texts: saved elsewhere, signs of life.
tending = Desks("tending")
#: Who comes in: rights, the document as it is.
welcoming = Desks("welcoming")
#: Every second: what a room rests on.
watching = Desks("watching")
