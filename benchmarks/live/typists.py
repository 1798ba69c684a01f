"""Simulated people who type in one room, in a process apart from the one that measures.

Reads one order (JSON) a line and writes one answer a line; times are those of the
machine's steady clock, which all processes share. Frames are known by their bytes: what
one sends is what the others get.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    ROOT = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    import django

    django.setup()

from pycrdt import Doc, Map, Text, merge_updates
from websockets.asyncio.client import connect

from cowriting.protocol import wire
from cowriting.protocol.inspection import UNLIMITED, inspect
from cowriting.protocol.wire import Kind, Sync
from tests.cowriting.clients import Server, Writer

#: Seconds between two keys of one person.
KEY_EVERY = 0.2
#: How many keys a flood leaves without an answer.
_AHEAD = 8
_UPDATE = bytes((Kind.SYNC, Sync.UPDATE))
#: The client id and clock of a key, or an echoed frame → when.
Times = dict[str, float]


class Elsewhere(Server):
    """A server that another process started."""

    def __init__(self, port: int) -> None:
        self.port = port


class Typist(Writer):
    """Somebody who types without looking: what others type is timed and not applied."""

    def __init__(self, server: Server, page_id: int, session_key: str) -> None:
        super().__init__(server, page_id, session_key)
        self.timing = False
        self.arrived: list[tuple[float, bytes]] = []
        self.sent: list[tuple[float, bytes]] = []
        self._last = b""

    async def _receive(self, data: bytes) -> None:
        if self.timing and data[:2] == _UPDATE:
            self.arrived.append((time.perf_counter(), data))
        else:
            await super()._receive(data)

    async def send(self, frame: bytes) -> None:
        await super().send(frame)
        if self.timing and frame[:2] == _UPDATE:
            self._last = frame

    async def press(self, letter: str) -> None:
        pressed = time.perf_counter()
        self._last = b""
        await self.write(letter)
        self.sent.append((pressed, self._last))


def keys_of(frame: bytes) -> list[str]:
    """What an update frame holds, key by key."""
    ranges = inspect(wire.read(frame).payload, UNLIMITED).ranges
    return [
        f"{client}.{at}"
        for client, spans in ranges.items()
        for clock, length in spans
        for at in range(clock, clock + length)
    ]


async def pace(seconds: float, number: int, of: int) -> Any:
    """The moments at which somebody presses a key, spread between those of the others."""
    start = time.perf_counter() + KEY_EVERY * number / of
    for turn in range(int(seconds / KEY_EVERY)):
        moment = start + KEY_EVERY * (turn + random.random() * 0.5)
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        yield turn


class Room:
    """The people of this process in one room."""

    def __init__(self, port: int, page: int, keys: list[str]) -> None:
        self.people = [Typist(Elsewhere(port), page, key) for key in keys]

    async def come(self) -> None:
        for person in self.people:
            await person.open()
            assert person.synced, person.code

    async def type(self, seconds: float, first: int, of: int) -> None:
        async def one(person: Typist, number: int) -> None:
            async for turn in pace(seconds, number, of):
                await person.press("abcdefghij"[turn % 10])

        for person in self.people:
            person.timing, person.arrived, person.sent = True, [], []
        await asyncio.gather(*(one(p, first + n) for n, p in enumerate(self.people)))
        await asyncio.sleep(1.0)
        for person in self.people:
            person.timing = False

    def times(self) -> dict[str, Any]:
        """When each key was pressed, and when each person got it."""
        known: dict[bytes, list[str]] = {}
        sent = {key: at for p in self.people for at, frame in p.sent for key in _keys(known, frame)}
        got = [
            {key: at for at, frame in p.arrived for key in _keys(known, frame)} for p in self.people
        ]
        return {"sent": sent, "got": got, "unsaved": sum(len(p.pending) for p in self.people)}

    async def leave(self) -> None:
        await asyncio.gather(*(person.close() for person in self.people))


def _keys(known: dict[bytes, list[str]], frame: bytes) -> list[str]:
    if frame not in known:
        known[frame] = keys_of(frame)
    return known[frame]


class Alone:
    """A document that is typed in as in a room, and whose updates lead nowhere."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self._doc: Doc[Any] = Doc()
        self._doc["page"] = Map({"summary": Text("")})
        self._watched = self._doc.observe(lambda event: self.written.append(event.update))

    def press(self, letter: str) -> bytes:
        """The frame of one key."""
        with self._doc.transaction():
            text = self._doc.get("page", type=Map)["summary"]
            text += letter
        return wire.update(merge_updates(self.written.pop()))


async def echo(port: int, people: int, seconds: float, first: int, of: int) -> dict[str, Any]:
    """The same people at the same pace before a server that sends their frames back."""
    sent: Times = {}
    got: Times = {}

    async def one(number: int) -> None:
        page = Alone()
        async with connect(f"ws://127.0.0.1:{port}/", compression=None, proxy=None) as socket:
            reading = asyncio.create_task(read(socket))
            async for turn in pace(seconds, number, of):
                pressed = time.perf_counter()
                frame = page.press("abcdefghij"[turn % 10])
                sent[frame.hex()] = pressed
                await socket.send(frame)
            await asyncio.sleep(1.0)
            reading.cancel()

    async def read(socket: Any) -> None:
        async for frame in socket:
            got[frame.hex()] = time.perf_counter()

    await asyncio.gather(*(one(first + n) for n in range(people)))
    return {"sent": sent, "got": [got], "unsaved": 0}


async def flood(room: Room, seconds: float) -> dict[str, Any]:
    """Each goes on typing once the last keys are durable, as fast as a browser may."""
    waits: list[float] = []

    async def one(person: Typist) -> None:
        until = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < until:
            for _key in range(_AHEAD):
                await person.press("a")
            while person.pending:
                await asyncio.sleep(0.001)
                assert person.code is None, person.code
            waits.append(time.perf_counter() - begun)
            # A browser may send sixty frames a second.
            await asyncio.sleep(max(0.0, begun + _AHEAD / 55 - time.perf_counter()))

    for person in room.people:
        person.timing, person.arrived, person.sent = True, [], []
    await asyncio.gather(*(one(person) for person in room.people))
    return {"waits": waits, "keys": _AHEAD * len(waits)}


async def obey() -> None:
    loop = asyncio.get_running_loop()
    room: Room | None = None
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        answer: dict[str, Any] = {}
        match order.pop("do"):
            case "come":
                room = Room(**order)
                await room.come()
            case "type":
                assert room is not None
                await room.type(**order)
                answer = room.times()
            case "flood":
                assert room is not None
                answer = await flood(room, **order)
            case "echo":
                answer = await echo(**order)
            case "leave":
                assert room is not None
                await room.leave()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    asyncio.run(obey())
