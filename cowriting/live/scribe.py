"""The way of what is typed into the log: in order, batch after batch, then acknowledged."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ..enums import Refusal
from ..models import Room
from ..protocol.inspection import Inspection, Ranges
from ..protocol.spans import put
from ..record.log import Appended, Entry, append
from .seats import Seat
from .threads import appending

logger = logging.getLogger(__name__)

_MOST_ITEMS = 200
_MOST_OCTETS = 4 * 1_048_576
#: Seconds from the start of one batch to that of the next: reading everyone's rights again
#: costs the same for one update as for fifty, and takes the interpreter from the loop that
#: serves those who type. A key that comes alone does not wait.
_APART = 0.2
#: Seconds before an append is tried again, when the database cannot take it.
_PATIENCE = (0.2, 1.0, 3.0)


@dataclass
class Item:
    """A frame with an update, on its way. Without an `entry` it said nothing new, and
    waits only for what came before. `fresh`: what of it is new. `applied`: it is in the
    room's document already. `again`: all of it was refused before. `key` and `refused` are
    known once it is durable; `dropped`: it was refused and is not, its writer has too many."""

    seat: Seat
    number: int
    whole: bool
    entry: Entry | None = None
    found: Inspection | None = None
    fresh: Ranges = field(default_factory=dict)
    applied: bool = False
    again: bool = False
    key: int | None = None
    refused: Refusal | None = None
    dropped: bool = False


class Scribe:
    """Writes what one room hands it. `done` is called with each batch once it is durable;
    `failed`, once, when the database does not take it: nothing is acknowledged then."""

    def __init__(
        self,
        room_id: int,
        epoch: int,
        done: Callable[[Sequence[Item]], None],
        failed: Callable[[], None],
    ) -> None:
        self._room_id, self._epoch = room_id, epoch
        self._done, self._failed = done, failed
        self._items: deque[Item] = deque()
        #: What is to be done once all that was handed before it is durable.
        self._after: list[tuple[int, Callable[[], None]]] = []
        self._handed = self._finished = 0
        self._something, self._nothing = asyncio.Event(), asyncio.Event()
        self._nothing.set()
        #: What was refused since this room lives, and why: what rests on it is as well.
        self._refused: Ranges = {}
        self._reason = Refusal.MOMENT
        self._given_up = False

    def hand(self, item: Item) -> None:
        if self._given_up:
            return
        self._items.append(item)
        self._handed += 1
        self._something.set()
        self._nothing.clear()

    def then(self, work: Callable[[], None]) -> None:
        """Do `work` once what was handed so far is durable, or cannot be."""
        self._after.append((self._handed, work))
        self._work_off()

    def _work_off(self) -> None:
        while self._after and (self._given_up or self._after[0][0] <= self._finished):
            self._after.pop(0)[1]()

    async def drained(self) -> None:
        """Return once nothing is on its way any more."""
        await self._nothing.wait()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        began = 0.0
        while True:
            await self._something.wait()
            await asyncio.sleep(began + _APART - loop.time())
            began = loop.time()
            batch = self._next()
            try:
                await self._write(batch)
                self._done(batch)
            except Exception:
                logger.exception("Room %s could not be written to", self._room_id)
                self._given_up = True
                self._items.clear()
                self._nothing.set()
                self._failed()
                self._work_off()
                return
            self._finished += len(batch)
            self._work_off()
            if not self._items:
                self._something.clear()
                self._nothing.set()

    def _next(self) -> list[Item]:
        batch: list[Item] = []
        octets = 0
        while self._items and len(batch) < _MOST_ITEMS and octets < _MOST_OCTETS:
            item = self._items.popleft()
            octets += len(item.entry.payload) if item.entry else 0
            batch.append(item)
        return batch

    async def _write(self, batch: list[Item]) -> None:
        written = [item for item in batch if item.entry is not None]
        if not written:
            return
        appended = await self._append([self._entry(item) for item in written])
        keys = iter(appended.ids)
        for place, item in enumerate(written):
            item.dropped = place in appended.dropped
            item.key = None if item.dropped else next(keys)
            item.refused = appended.refused.get(place)
            if item.refused is not None:
                put(self._refused, item.fresh)
                self._reason = item.refused

    def _entry(self, item: Item) -> Entry:
        """What follows refused words is refused with them: alone it means nothing."""
        assert item.entry is not None
        if self._refused and item.found is not None and item.found.rests_on(self._refused):
            return replace(item.entry, refused=self._reason)
        return item.entry

    async def _append(self, entries: list[Entry]) -> Appended:
        for pause in _PATIENCE:
            try:
                return await appending.of(self._room_id).do(
                    append, self._room_id, self._epoch, entries
                )
            except Room.DoesNotExist:
                raise
            except Exception:
                logger.exception("Room %s is written to again in %s s", self._room_id, pause)
                await asyncio.sleep(pause)
        return await appending.of(self._room_id).do(append, self._room_id, self._epoch, entries)
