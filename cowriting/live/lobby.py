"""The live rooms of this process: opened for who comes first, closed after the last."""

from __future__ import annotations

import asyncio
from collections import Counter
from weakref import WeakValueDictionary

from ..models import Room
from ..protocol.wire import Close
from .bus import Bus, make_bus
from .door import Closed, Guest, Knock, give_client, welcome
from .lines import Line
from .loading import load
from .rooms import LiveRoom
from .seats import Seat
from .threads import welcoming
from .upkeep import Upkeep

#: Seconds for which a room stays open when everybody left: a page that is loaded again.
LINGER = 2.0
#: Connections of one person to one text in one process.
_MOST_SEATS = 20


class Lobby:
    """One a process; made inside its loop."""

    def __init__(self, bus: Bus | None = None) -> None:
        self._bus = bus or make_bus()
        self._rooms: dict[int, tuple[LiveRoom, Upkeep]] = {}
        #: Each as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._arriving: Counter[int] = Counter()
        self._closing: set[asyncio.Task[None]] = set()

    async def enter(self, knock: Knock, line: Line) -> tuple[LiveRoom, Seat]:
        """A seat in the room of a text, greeted. Raises Closed."""
        self._arriving[knock.page_id] += 1
        try:
            desk = welcoming.of(knock.page_id)
            guest = await desk.do(welcome, knock)
            room = await self._room_for(knock.page_id, guest)
            former = self._free(room, guest, knock.former)
            client = await desk.do(give_client, guest, former)
            await room.hear_of_refused()
            if room.abandoned or room.holder_of(client) is not None:
                raise Closed(Close.SLOW)
            return room, room.sit(guest, client, line)
        finally:
            self._arriving[knock.page_id] -= 1
            self._look_after(knock.page_id)

    def _free(self, room: LiveRoom, guest: Guest, former: int | None) -> int | None:
        """The former client id, if nobody is connected under it.

        Two at once would write the same moments: when a connection broke and its end has
        not been noticed, it is ended now; and the newcomer, who might be a copy of a page
        that still stands, gets another id.
        """
        seats = [seat for seat in room.seats if seat.guest.person_id == guest.person_id]
        if len(seats) >= _MOST_SEATS:
            raise Closed(Close.SLOW)
        holder = room.holder_of(former)
        if holder is None:
            return former
        if holder in seats:
            holder.line.hang_up(Close.SLOW)
            room.leave(holder)
        return None

    async def _room_for(self, page_id: int, guest: Guest) -> LiveRoom:
        async with self._lock(page_id):
            held = self._rooms.get(page_id)
            if held is not None and not held[0].abandoned:
                if held[0].epoch == guest.epoch:
                    return held[0]
                if held[0].epoch > guest.epoch:
                    raise Closed(Close.SLOW)  # it began while they were welcomed
                held[0].dismiss(Close.OTHER_EPOCH)
            if held is not None:
                # Those of a room that begins again have their answer before it closes.
                await self._close(page_id)
            return await self._open(page_id, guest)

    async def _open(self, page_id: int, guest: Guest) -> LiveRoom:
        try:
            loaded = await welcoming.of(page_id).do(load, guest.room_id)
        except Room.DoesNotExist:
            raise Closed(Close.FORBIDDEN) from None
        if loaded.epoch != guest.epoch:
            raise Closed(Close.SLOW)
        room = LiveRoom(loaded, self._bus)
        upkeep = Upkeep(room, self._bus)
        self._rooms[page_id] = room, upkeep
        await self._bus.listen(page_id, room.heed)
        upkeep.start()
        return room

    def leave(self, room: LiveRoom, seat: Seat) -> None:
        """Somebody's connection is gone; the last one closes the room after a while."""
        room.leave(seat)
        self._look_after(room.page_id)

    def _look_after(self, page_id: int) -> None:
        """Close the room soon, if nobody is in it then."""
        if not self._arriving[page_id]:
            del self._arriving[page_id]
        if self._is_empty(page_id):
            task = asyncio.create_task(self._close_if_empty(page_id))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    def _is_empty(self, page_id: int) -> bool:
        held = self._rooms.get(page_id)
        return held is not None and not held[0].seats and not self._arriving[page_id]

    async def _close_if_empty(self, page_id: int) -> None:
        held = self._rooms.get(page_id)
        if held is not None and not held[0].abandoned:
            await asyncio.sleep(LINGER)
        async with self._lock(page_id):
            if self._is_empty(page_id):
                await self._close(page_id)

    async def _close(self, page_id: int) -> None:
        room, upkeep = self._rooms[page_id]
        room.abandoned = True
        await self._bus.forget(page_id)
        await upkeep.stop()
        del self._rooms[page_id]

    def _lock(self, page_id: int) -> asyncio.Lock:
        return self._locks.setdefault(page_id, asyncio.Lock())

    async def close_all(self) -> None:
        """The process stops: everyone is sent away, and what they typed is saved."""
        for page_id in list(self._rooms):
            async with self._lock(page_id):
                if page_id in self._rooms:
                    self._rooms[page_id][0].dismiss(Close.SLOW)
                    await self._close(page_id)
        await self._bus.stop()
