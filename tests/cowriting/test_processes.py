"""Two processes that serve one text, with a bus and without."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cowriting.live.bus import Message
from cowriting.protocol.wire import State
from groups.actions.memberships import end_membership, join
from tests.browser import free_port
from tests.cast import Cast

from .clients import Server, lived, soon, until
from .conftest import Stage
from .test_consumer import words_in_log

pytestmark = pytest.mark.slow


def test_the_suite_has_its_database(cast: Cast) -> None:
    """Which the others copy."""
    assert cast.member.pk


class Redis:
    """A bus of the tests' own, that goes down and comes up."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(
            [*command, "--appendonly", "no", "--dir", str(self._folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    if shutil.which("redis-server") is None:
        pytest.skip("No bus: `sudo apt-get install redis-server` to run these tests.")
    redis = Redis(tmp_path_factory.mktemp("bus"))
    redis.start()
    yield redis
    redis.stop()


@pytest.fixture(scope="module")
def pair(stage: Stage, bus: Redis) -> Iterator[tuple[Server, Server]]:
    """Two servers on one database that tell each other."""
    with (
        Server(stage.database, COWRITING_REDIS_URL=bus.url) as one,
        Server(stage.database, COWRITING_REDIS_URL=bus.url) as other,
    ):
        yield one, other


def test_two_processes_without_a_bus_agree_within_two_seconds(stage: Stage) -> None:
    async def story(other: Server) -> None:
        page = stage.text()
        here = await stage.writer(stage.cast.member, page).open()
        there = await stage.writer(stage.cast.coordinator, page, other).open()
        assert here.client != there.client
        await here.write(" ici")
        await here.saved()
        began = time.monotonic()
        await until(lambda: there.words().endswith(" ici"))
        assert time.monotonic() - began < soon()
        await there.write(" et là")
        await until(lambda: here.words().endswith(" ici et là"))
        for number in range(9):
            await asyncio.gather(here.write(f" ici{number}"), there.write(f" là{number}"))
        await until(lambda: here.words() == there.words() and not here.pending)
        assert words_in_log(page) == here.words()
        await here.close()
        await there.close()

    with Server(stage.database) as other:
        lived(lambda: asyncio.run(story(other)))


def test_the_bus_tells_at_once(stage: Stage, pair: tuple[Server, Server]) -> None:
    async def story() -> None:
        page = stage.text()
        here = await stage.writer(stage.cast.member, page, pair[0]).open()
        there = await stage.writer(stage.cast.coordinator, page, pair[1]).open()
        waits = []
        for number in range(20):
            await here.write(f" {number}")
            await here.saved()
            began = time.monotonic()
            await until(lambda n=number: there.words().endswith(f" {n}"))  # type: ignore[misc]
            waits.append(time.monotonic() - began)
        # Far below the second after which the log would be looked at.
        assert sorted(waits)[10] < 0.4
        await here.stand("page/title")
        await until(lambda: here.client in there.others)
        await here.close()
        await until(lambda: not there.others)
        await there.close()

    lived(lambda: asyncio.run(story()))


def test_without_its_bus_everything_is_still_right(
    stage: Stage, bus: Redis, pair: tuple[Server, Server]
) -> None:
    async def story() -> None:
        page = stage.text()
        here = await stage.writer(stage.cast.member, page, pair[0]).open()
        there = await stage.writer(stage.cast.coordinator, page, pair[1]).open()
        bus.stop()
        await here.write(" sans bus")
        await here.saved()
        began = time.monotonic()
        await until(lambda: there.words().endswith(" sans bus"))
        assert time.monotonic() - began < soon()
        leaver = stage.cast.account
        membership = join(leaver, stage.cast.health, by=stage.cast.network)
        leaving = await stage.writer(leaver, page, pair[1]).open()
        end_membership(membership, by=stage.cast.network)
        began = time.monotonic()
        assert await leaving.gone() == 4403
        assert time.monotonic() - began < soon()
        bus.start()
        await here.stand("page/title")
        await until(lambda: here.client in there.others, "heard again")
        await here.close()
        await there.close()

    lived(lambda: asyncio.run(story()))


def test_people_of_a_killed_process_are_gone(stage: Stage, bus: Redis) -> None:
    async def story(one: Server, other: Server) -> None:
        page = stage.text()
        here = await stage.writer(stage.cast.member, page, one).open()
        there = await stage.writer(stage.cast.coordinator, page, other).open()
        await here.stand("page/title")
        await until(lambda: here.client in there.others)
        one.kill()
        began = time.monotonic()
        while there.others:
            assert time.monotonic() - began < 30
            await asyncio.sleep(0.2)
        await there.close()

    with (
        Server(stage.database, COWRITING_REDIS_URL=bus.url) as one,
        Server(stage.database, COWRITING_REDIS_URL=bus.url) as other,
    ):
        lived(lambda: asyncio.run(story(one, other)))


# -- What is said -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        Message.log(12),
        Message.awareness([State(7, 3, '{"field":"é\\n"}'), State(8, 1, None)]),
        Message.awareness([], all_of_it=True),
    ],
)
def test_a_message_comes_as_it_was_said(message: Message) -> None:
    heard = Message.decoded(message.encoded("here"))
    assert heard.process == "here"
    assert (heard.last, heard.all_of_it) == (message.last, message.all_of_it)
    assert (heard.states is None) == (message.states is None)
    assert list(heard.states or []) == list(message.states or [])


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"{}\n\x05", b"\xff"])
def test_what_no_process_says_is_not_understood(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Message.decoded(data)
