"""Processes go on hearing each other, whoever opens and closes rooms meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any

import pytest

from cowriting.live.bus import Message, RedisBus

from .clients import lived


class Channels:
    """The Redis side of a bus. `during`: what happens while a subscription is under way."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.said: asyncio.Queue[dict[str, bytes]] = asyncio.Queue()
        self.during: Callable[[], Any] | None = None

    async def __aenter__(self) -> Channels:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self.names.clear()

    async def subscribe(self, name: str) -> None:
        self.names.add(name)
        if self.during is not None:
            during, self.during = self.during, None
            await during()

    async def unsubscribe(self, name: str) -> None:
        self.names.discard(name)

    async def get_message(self, timeout: float) -> dict[str, bytes] | None:
        try:
            return await asyncio.wait_for(self.said.get(), 0.01)
        except TimeoutError:
            return None

    def say(self, page_id: int, message: Message) -> None:
        name = f"cowriting:{page_id}"
        if name in self.names:
            self.said.put_nowait({"channel": name.encode(), "data": message.encoded("other")})


@pytest.fixture
def channels() -> Channels:
    return Channels()


def listening(channels: Channels, story: Callable[[RedisBus], Any]) -> None:
    """Play a story with a bus that speaks to `channels`."""

    async def play() -> None:
        bus = RedisBus("redis://localhost:1")
        bus._redis.pubsub = lambda **_how: channels  # type: ignore[method-assign, assignment, return-value]
        try:
            await story(bus)
        finally:
            await bus.stop()

    lived(lambda: asyncio.run(play()))


def test_a_room_that_closes_while_it_is_being_heard_of_deafens_nobody(channels: Channels) -> None:
    async def story(bus: RedisBus) -> None:
        heard: list[int] = []
        channels.during = lambda: bus.forget(1)
        await bus.listen(1, lambda message: heard.append(-1))
        await asyncio.sleep(0.05)
        await bus.listen(2, lambda message: heard.append(message.last))
        await asyncio.sleep(0.05)
        channels.say(2, Message.log(7))
        await asyncio.sleep(0.05)
        assert heard[-1] == 7
        assert -1 not in heard

    listening(channels, story)


def test_who_opens_a_room_right_after_it_closed_looks_at_the_log(channels: Channels) -> None:
    """What was said between the two was told to nobody."""

    async def story(bus: RedisBus) -> None:
        first: list[Message] = []
        second: list[Message] = []
        await bus.listen(1, first.append)
        await asyncio.sleep(0.05)
        await bus.forget(1)
        await bus.listen(1, second.append)
        await asyncio.sleep(0.05)
        assert len(second) == 1
        channels.say(1, Message.log(3))
        await asyncio.sleep(0.05)
        assert [message.last for message in second] == [0, 3]
        assert len(first) == 1

    listening(channels, story)


def test_what_a_room_cannot_hear_deafens_nobody(channels: Channels) -> None:
    async def story(bus: RedisBus) -> None:
        heard: list[int] = []

        def fails(message: Message) -> None:
            raise RuntimeError("not now")

        await bus.listen(1, heard.append)  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        await bus.listen(2, fails)
        await asyncio.sleep(0.05)
        heard.clear()
        channels.say(1, Message.log(3))
        await asyncio.sleep(0.05)
        assert heard

    listening(channels, story)
