"""How the processes that serve one text tell each other, when there are several.

What is typed is in the log before anything is said of it here: a message that is lost is
made up for by the watch, within a second. Only carets have no other way.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import redis.asyncio as redis
from django.conf import settings
from redis.exceptions import RedisError

from ..protocol import wire
from ..protocol.lib0 import Malformed
from ..protocol.wire import State

logger = logging.getLogger(__name__)

_CHANNEL = "cowriting:"
_MOST_WAITING = 10_000
#: Seconds between two attempts to reach a bus that is down.
_PAUSE = 1.0


@dataclass(frozen=True)
class Message:
    """Either that the log has grown up to `last`, or the `states` of people; `all_of_it`
    when nobody else is in the room in that process. `process` is who says it."""

    last: int = 0
    states: Sequence[State] | None = None
    all_of_it: bool = False
    process: str = ""

    @classmethod
    def log(cls, last: int) -> Message:
        return cls(last=last)

    @classmethod
    def awareness(cls, states: Sequence[State], *, all_of_it: bool = False) -> Message:
        return cls(states=states, all_of_it=all_of_it)

    def encoded(self, process: str) -> bytes:
        facts = {"process": process, "last": self.last, "all": self.all_of_it}
        head = json.dumps(facts).encode()
        return head if self.states is None else head + b"\n" + _states(self.states)

    @classmethod
    def decoded(cls, data: bytes) -> Message:
        """Raises ValueError for what no process of ours says."""
        head, line, rest = data.partition(b"\n")
        facts = json.loads(head)
        states = wire.states(rest) if line else None
        return cls(facts["last"], states, facts["all"], facts["process"])


def _states(states: Sequence[State]) -> bytes:
    return wire.awareness_update(list(states))


Heed = Callable[[Message], None]


class Bus(Protocol):
    """`alone`: no other process can be told. Nothing here raises when the bus is down."""

    alone: bool

    def publish(self, page_id: int, message: Message) -> None:
        """Tell the other processes, soon; never waits."""

    async def listen(self, page_id: int, heed: Heed) -> None:
        """Have `heed` called with what other processes say of a text."""

    async def forget(self, page_id: int) -> None:
        """Stop listening."""

    async def stop(self) -> None: ...


class LocalBus:
    """One process: there is nobody to tell."""

    alone = True

    def publish(self, page_id: int, message: Message) -> None:
        pass

    async def listen(self, page_id: int, heed: Heed) -> None:
        pass

    async def forget(self, page_id: int) -> None:
        pass

    async def stop(self) -> None:
        pass


class RedisBus:
    """Publish and subscribe on a Redis server; both ways begin again by themselves."""

    alone = False

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_connect_timeout=2, health_check_interval=5)
        self._process = secrets.token_hex(8)
        self._waiting: asyncio.Queue[tuple[int, Message]] = asyncio.Queue(_MOST_WAITING)
        self._listeners: dict[int, Heed] = {}
        self._changed = asyncio.Event()
        self._reached = True
        self._tasks = [asyncio.ensure_future(self._speak()), asyncio.ensure_future(self._hear())]

    def publish(self, page_id: int, message: Message) -> None:
        if not self._waiting.full():
            self._waiting.put_nowait((page_id, message))

    async def listen(self, page_id: int, heed: Heed) -> None:
        self._listeners[page_id] = heed
        self._changed.set()

    async def forget(self, page_id: int) -> None:
        self._listeners.pop(page_id, None)
        self._changed.set()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._redis.aclose()

    async def _speak(self) -> None:
        while True:
            page_id, message = await self._waiting.get()
            try:
                await self._redis.publish(f"{_CHANNEL}{page_id}", message.encoded(self._process))
            except Exception as error:
                if not isinstance(error, RedisError | OSError):
                    logger.exception("A message could not be said")
                # What waited is old news by now: the watch and the next beat say it again.
                while not self._waiting.empty():
                    self._waiting.get_nowait()
                await asyncio.sleep(_PAUSE)

    async def _hear(self) -> None:
        while True:
            try:
                await self._hear_until_lost()
            except (RedisError, OSError) as error:
                if self._reached:
                    logger.warning("The bus is out of reach: %s", error)
                self._reached = False
            except Exception:
                logger.exception("The bus is heard anew")
            await asyncio.sleep(_PAUSE)

    async def _hear_until_lost(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as channels:
            heard: dict[int, Heed] = {}
            self._changed.set()
            while True:
                if self._changed.is_set():
                    self._changed.clear()
                    heard = await self._subscribe(channels, heard)
                if not heard:
                    await self._changed.wait()
                    continue
                # Short, so that a newly opened room does not wait for others to speak.
                said = await channels.get_message(timeout=0.2)
                if said is not None:
                    self._heed(said["channel"], said["data"])

    async def _subscribe(
        self, channels: redis.client.PubSub, heard: Mapping[int, Heed]
    ) -> dict[int, Heed]:
        """Who is told of what, from now on. Rooms may open and close meanwhile."""
        wanted = dict(self._listeners)
        for page_id in heard.keys() - wanted.keys():
            await channels.unsubscribe(f"{_CHANNEL}{page_id}")
        for page_id, heed in wanted.items():
            if page_id not in heard:
                await channels.subscribe(f"{_CHANNEL}{page_id}")
                self._reached = True
            if heard.get(page_id) != heed and self._listeners.get(page_id) == heed:
                # What was said before one listened: the log knows.
                _tell(heed, Message(process=self._process))
        return wanted

    def _heed(self, channel: bytes, data: bytes) -> None:
        try:
            page_id, message = int(channel.rpartition(b":")[2]), Message.decoded(data)
        except (ValueError, KeyError, TypeError, Malformed):
            logger.warning("Something else speaks on the bus")
            return
        heed = self._listeners.get(page_id)
        if heed is not None and message.process != self._process:
            _tell(heed, message)


def _tell(heed: Heed, message: Message) -> None:
    """One room's trouble with what is said is no other's."""
    try:
        heed(message)
    except Exception:
        logger.exception("A message was not understood")


def make_bus() -> Bus:
    """The bus that the settings name; none for a process that is alone."""
    url = settings.COWRITING_REDIS_URL
    return RedisBus(url) if url else LocalBus()
