"""Servers that can be killed, lines that break and a bus that loses, all in one process.

Everything is the real thing but three: time, which passes when everybody waits; the
threads, whose work is done at once; and sockets, which are queues. The same steps have
the same end, whatever the machine.
"""

from __future__ import annotations

import asyncio
import random
import selectors
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings

from cowriting.document.shape import SCHEMA
from cowriting.live import lobby
from cowriting.live.bus import Heed, Message
from cowriting.live.consumer import RoomSocket
from cowriting.live.threads import Desk
from cowriting.record import client_ids


class _Leaping(selectors.DefaultSelector):  # type: ignore[valid-type,misc]
    """Waits no longer than it has to: when nothing is ready, the time has come."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready: list[Any] = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("everybody waits for nobody")
        if not ready:
            self.passed += timeout or 0
        return ready


class Still(asyncio.SelectorEventLoop):
    """A loop in which an hour passes at once, when there is nothing else to do."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.passed


class Process:
    """A server process: started, killed, started again."""

    def __init__(self, village: Village, name: str) -> None:
        self.name, self._village = name, village
        self.lives = False
        self.tasks: set[asyncio.Task[Any]] = set()
        self._wires: list[Wire] = []
        self._socket = RoomSocket()
        self.start()

    def start(self) -> None:
        self.lives, self._socket = True, RoomSocket()

    def kill(self) -> None:
        """Nothing more of it happens, and nothing is finished."""
        self.lives = False
        for wire in self._wires:
            wire.code = wire.code or 1006
        self._wires.clear()
        self._village.play(self._die())

    async def _die(self) -> None:
        while pending := [task for task in self.tasks if not task.done()]:
            for task in pending:
                task.cancel()
            await asyncio.sleep(0)
        self.tasks.clear()

    def connect(self, page_id: int, session_key: str, **query: object) -> Wire:
        """A socket, as a browser opens it."""
        made = Wire()
        self._wires.append(made)
        asked = urlencode({"epoch": "", "schema": SCHEMA, "client": "", **query})
        scope = {
            "query_string": asked.encode(), "url_route": {"kwargs": {"page_id": page_id}},
            "cookies": {settings.SESSION_COOKIE_NAME: session_key},
        }  # fmt: skip
        context = copy_context()
        context.run(_here.set, self)
        self._village.loop.create_task(
            self._socket(scope, made.receive, made.give), context=context
        )
        return made


class Wire:
    """Frames on their way between a browser and a process."""

    def __init__(self) -> None:
        self.frames: deque[bytes] = deque()
        self.code: int | None = None
        self._there: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._there.put_nowait({"type": "websocket.connect"})
        self._cut = False

    async def receive(self) -> dict[str, Any]:
        return await self._there.get()

    async def give(self, message: dict[str, Any]) -> None:
        if self._cut:
            raise OSError("nobody is there any more")
        if message["type"] == "websocket.send":
            self.frames.append(message["bytes"])
        elif message["type"] == "websocket.close":
            self.code = message["code"]

    def put(self, frame: bytes) -> None:
        if not self.broken:
            self._there.put_nowait({"type": "websocket.receive", "bytes": frame})

    @property
    def broken(self) -> bool:
        return self._cut or self.code is not None

    def cut(self, *, losing: bool) -> None:
        """Both ends hear of it; `losing`: what was on its way never arrives."""
        self._cut = True
        self.frames.clear()
        while losing and not self._there.empty():
            self._there.get_nowait()
        self._there.put_nowait({"type": "websocket.disconnect"})


_here: ContextVar[Process | None] = ContextVar("here", default=None)


class Hub:
    """What the processes tell each other; `down`: none of it arrives."""

    def __init__(self) -> None:
        self.down = False
        self.buses: list[HubBus] = []


class HubBus:
    alone = False

    def __init__(self, hub: Hub, process: Process) -> None:
        self._hub, self._process = hub, process
        self._heeds: dict[int, Heed] = {}
        hub.buses.append(self)

    def publish(self, page_id: int, message: Message) -> None:
        if self._hub.down or not self._process.lives:
            return
        said = replace(message, process=self._process.name)
        for bus in self._hub.buses:
            heed = bus._heeds.get(page_id)
            if bus is not self and bus._process.lives and heed is not None:
                asyncio.get_running_loop().call_soon(heed, said)

    async def listen(self, page_id: int, heed: Heed) -> None:
        self._heeds[page_id] = heed

    async def forget(self, page_id: int) -> None:
        self._heeds.pop(page_id, None)

    async def stop(self) -> None:
        self._hub.buses.remove(self)


@dataclass
class Village:
    """Processes over one database, in a time of their own."""

    loop: Still
    hub: Hub

    def play(self, story: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(story)

    def turn(self, times: int) -> None:
        """Let everybody take a few steps, not to the end of what they do."""

        async def steps() -> None:
            for _step in range(times):
                await asyncio.sleep(0)

        self.play(steps())

    def rest(self, seconds: float) -> None:
        self.play(asyncio.sleep(seconds))


def _noted(loop: asyncio.AbstractEventLoop, story: Any, **how: Any) -> asyncio.Task[Any]:
    task = asyncio.Task(story, loop=loop, **how)
    context = how.get("context")
    process = context.get(_here) if context is not None else _here.get()
    if process is not None:
        process.tasks.add(task)
        task.add_done_callback(process.tasks.discard)
    return task


async def _at_once(desk: Desk, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The work of a thread; a process that was killed meanwhile does none."""
    await asyncio.sleep(0)
    process = _here.get()
    if process is not None and not process.lives:
        raise asyncio.CancelledError
    with _beside_the_loop():
        done = work(*args, **kwargs)
    await asyncio.sleep(0)
    return done


@contextmanager
def _beside_the_loop() -> Iterator[None]:
    """As in a thread, where no loop runs: Django gives each task a connection of its own."""
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


def _bus_here() -> HubBus:
    process = _here.get()
    assert process is not None
    return HubBus(process._village.hub, process)


@contextmanager
def founded(seed: int = 0) -> Iterator[Village]:
    """A village for as long as the block lasts; its chance is that of `seed`."""
    loop, chance = Still(), random.Random(seed)
    loop.set_task_factory(_noted)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "do", _at_once)
        patch.setattr(lobby, "make_bus", _bus_here)
        patch.setattr(client_ids.secrets, "randbits", chance.getrandbits)
        village = Village(loop, Hub())
        try:
            yield village
        finally:
            everyone = {bus._process for bus in village.hub.buses}
            for process in everyone:
                process.kill()
            loop.close()
