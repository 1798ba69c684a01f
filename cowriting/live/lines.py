"""The way out to one browser: frames in their order, never more than it can take."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from ..protocol.wire import Close

#: What waits for a browser that reads slowly, before it is told to come back later.
_MOST_FRAMES = 2_000
_MOST_OCTETS = 2 * 1_048_576


class Line:
    """Frames to one browser. `send` and `close` are the socket's; `post` never waits.

    A browser that reads too slowly is hung up on with 4508: it comes back and gets what
    it missed, in one piece. So is one that asks for the document again before it has taken
    it: one answer of that size waits at a time.
    """

    def __init__(
        self, send: Callable[[bytes], Awaitable[None]], close: Callable[[int], Awaitable[None]]
    ) -> None:
        self._send, self._close = send, close
        self._waiting: deque[bytes] = deque()
        self._octets = 0
        #: The answer with the document that has not left yet.
        self._heavy: bytes | None = None
        self._something = asyncio.Event()
        self._code: int | None = None
        #: Set when the line is closing, by whoever decided it.
        self.hung_up = asyncio.Event()

    @property
    def open(self) -> bool:
        return self._code is None

    @property
    def answering(self) -> bool:
        """Whether an answer with the document has not left yet."""
        return self._heavy is not None

    def post(self, frame: bytes, *, heavy: bool = False) -> None:
        """Send it after what waits already. `heavy`: it may be as large as a document."""
        if self._code is not None:
            return
        again = heavy and self.answering
        if heavy:
            self._heavy = frame
        else:
            self._octets += len(frame)
        self._waiting.append(frame)
        if again or len(self._waiting) > _MOST_FRAMES or self._octets > _MOST_OCTETS:
            self._waiting.clear()
            self.hang_up(Close.SLOW)
        self._something.set()

    def hang_up(self, code: int) -> None:
        """Close once what waits is sent. What is posted after is dropped."""
        if self._code is None:
            self._code = code
            self._something.set()
            self.hung_up.set()

    async def run(self) -> None:
        """Send until hung up, then close; ends as well when the socket is gone."""
        try:
            while True:
                while self._waiting:
                    frame = self._waiting.popleft()
                    await self._send(frame)
                    if frame is self._heavy:
                        self._heavy = None
                    else:
                        self._octets -= len(frame)
                if self._code is not None:
                    await self._close(self._code)
                    return
                self._something.clear()
                await self._something.wait()
        except OSError:
            # uvicorn's word for a socket that is gone; the consumer hears of it as well.
            self.hang_up(Close.SLOW)
