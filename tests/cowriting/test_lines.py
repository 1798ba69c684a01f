"""Frames leave in order, and a browser that does not read holds nobody up."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from cowriting.live.acks import Acks
from cowriting.live.caps import Bucket
from cowriting.live.lines import Line
from cowriting.protocol.wire import Close

from .clients import lived


class Socket:
    """What a line is told to send; `reads` is whether the browser takes anything."""

    def __init__(self, *, reads: bool = True) -> None:
        self.frames: list[bytes] = []
        self.codes: list[int] = []
        self.reads = asyncio.Event()
        if reads:
            self.reads.set()
        self.line = Line(self.send, self.close)

    async def send(self, frame: bytes) -> None:
        await self.reads.wait()
        self.frames.append(frame)

    async def close(self, code: int) -> None:
        await self.reads.wait()
        self.codes.append(code)


def test_frames_leave_in_order_then_the_code() -> None:
    async def story() -> None:
        socket = Socket()
        for frame in (b"a", b"b", b"c"):
            socket.line.post(frame)
        socket.line.hang_up(Close.FORBIDDEN)
        socket.line.hang_up(Close.SLOW)
        socket.line.post(b"late")
        await asyncio.wait_for(socket.line.run(), 5)
        assert (socket.frames, socket.codes) == ([b"a", b"b", b"c"], [4403])

    lived(lambda: asyncio.run(story()))


@pytest.mark.parametrize(("size", "count"), [(1, 3_000), (300_000, 9)])
def test_a_browser_that_does_not_read_is_told_to_come_back(size: int, count: int) -> None:
    """Posting never waits, whatever it reads; what waits for it is bounded."""

    async def story() -> None:
        socket = Socket(reads=False)
        sending = asyncio.create_task(socket.line.run())
        await asyncio.sleep(0)
        for _ in range(count):
            socket.line.post(b"x" * size)
        assert not socket.line.open
        assert socket.line.hung_up.is_set()
        socket.reads.set()
        await asyncio.wait_for(sending, 5)
        assert socket.codes == [Close.SLOW]
        assert sum(map(len, socket.frames)) <= size

    lived(lambda: asyncio.run(story()))


def test_a_whole_document_is_not_held_against_a_newcomer() -> None:
    async def story() -> None:
        socket = Socket()
        socket.line.post(b"x" * 12_000_000, heavy=True)
        sending = asyncio.create_task(socket.line.run())
        socket.line.post(b"y" * 1_000_000)
        assert socket.line.open
        socket.line.hang_up(Close.SLOW)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(sending, 5)
        assert [len(frame) for frame in socket.frames] == [12_000_000, 1_000_000]

    lived(lambda: asyncio.run(story()))


def test_a_browser_that_asks_again_and_does_not_read_is_told_to_come_back() -> None:
    """However often it asks: what waits for it is one document and no more."""

    async def story() -> None:
        socket = Socket(reads=False)
        sending = asyncio.create_task(socket.line.run())
        for _ in range(5):
            socket.line.post(b"x" * 1_000_000, heavy=True)
            await asyncio.sleep(0)
        assert not socket.line.open
        socket.reads.set()
        await asyncio.wait_for(sending, 5)
        assert (len(socket.frames), socket.codes) == (1, [Close.SLOW])

    lived(lambda: asyncio.run(story()))


def test_a_browser_that_reads_may_ask_again() -> None:
    async def story() -> None:
        socket = Socket()
        sending = asyncio.create_task(socket.line.run())
        for count in range(1, 4):
            socket.line.post(b"x" * 1_000_000, heavy=True)
            await asyncio.sleep(0.01)
            assert not socket.line.answering
            assert len(socket.frames) == count
        socket.line.hang_up(Close.SLOW)
        await asyncio.wait_for(sending, 5)

    lived(lambda: asyncio.run(story()))


# -- What is counted --------------------------------------------------------------------


def test_a_bucket_lets_a_burst_pass_and_then_its_rate() -> None:
    bucket = Bucket(rate=10, burst=5)
    assert [bucket.take(1, now=0) for _ in range(6)] == [True] * 5 + [False]
    assert [bucket.take(1, now=0.25) for _ in range(3)] == [True, True, False]
    assert not bucket.take(6, now=100)


def test_an_acknowledgement_covers_all_before_it() -> None:
    acks = Acks()
    assert [acks.receive() for _ in range(3)] == [1, 2, 3]
    assert acks.settle(2, whole=False) is None
    assert acks.settle(1, whole=False) == 2
    assert acks.settle(3, whole=False) == 3


def test_a_frame_that_was_not_kept_waits_for_the_answer_that_repeats_it() -> None:
    acks = Acks()
    for _ in range(4):
        acks.receive()
    acks.miss(2)
    assert acks.settle(1) == 1
    assert acks.settle(3) is None
    assert acks.settle(4, whole=True) == 4
