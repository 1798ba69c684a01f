"""The socket of a room: one call a connection, from the handshake to the close."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from ..protocol.wire import Close
from .door import Closed, Knock
from .lines import Line
from .lobby import Lobby
from .rooms import LiveRoom
from .seats import Seat, Violation
from .threads import give_way_to_the_loop

logger = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
#: Seconds for the last frames and the close code to leave, before the line is cut.
_GOODBYE = 5.0
_LARGEST_KEY = 2**53


class RoomSocket:
    """An ASGI application for one lobby, made when it is first asked for.

    The handshake is always accepted, then closed with a code: a refused handshake tells
    a browser nothing, and it tries for ever.
    """

    def __init__(self) -> None:
        self._lobby: Lobby | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        line = _line(send)
        sending = asyncio.create_task(line.run())
        try:
            await self._visit(_knock(scope), line, receive)
        finally:
            if not line.open:
                await asyncio.wait([sending], timeout=_GOODBYE)
            sending.cancel()

    async def _visit(self, knock: Knock, line: Line, receive: Receive) -> None:
        if self._lobby is None:
            give_way_to_the_loop()
            self._lobby = Lobby()
        try:
            room, seat = await self._lobby.enter(knock, line)
        except Closed as closed:
            line.hang_up(closed.code)
            return
        except Exception:
            logger.exception("Nobody comes into the room of text %s", knock.page_id)
            line.hang_up(Close.SLOW)
            return
        try:
            await _until_hung_up(line, _listen(room, seat, receive))
        finally:
            self._lobby.leave(room, seat)

    async def close(self) -> None:
        """The process stops: what was typed is saved."""
        if self._lobby is not None:
            await self._lobby.close_all()
            self._lobby = None


async def _until_hung_up(line: Line, listening: Awaitable[None]) -> None:
    tasks = [asyncio.ensure_future(listening), asyncio.ensure_future(line.hung_up.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _listen(room: LiveRoom, seat: Seat, receive: Receive) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        try:
            data = message.get("bytes")
            if data is None:
                raise Violation(Close.BAD_MESSAGE, "text")
            if len(data) > settings.COWRITING_FRAME_OCTETS:
                raise Violation(Close.TOO_MUCH, "frame")
            await room.hear(seat, data)
        except Violation as violation:
            logger.info("Person %s: %s", seat.guest.person_id, violation)
            seat.line.hang_up(violation.code)
            return
        except (DatabaseError, InterfaceError):
            # No fault of the frame: it is welcome again.
            logger.exception("A frame of person %s waits", seat.guest.person_id)
            seat.line.hang_up(Close.SLOW)
            return
        except Exception:
            logger.exception("A frame of person %s", seat.guest.person_id)
            seat.line.hang_up(Close.BAD_MESSAGE)
            return


def _line(send: Send) -> Line:
    async def send_bytes(frame: bytes) -> None:
        await send({"type": "websocket.send", "bytes": frame})

    async def close(code: int) -> None:
        await send({"type": "websocket.close", "code": code})

    return Line(send_bytes, close)


def _knock(scope: dict[str, Any]) -> Knock:
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    numbers = {name: _number(asked.get(name, [""])[0]) for name in ("epoch", "schema", "client")}
    return Knock(
        min(scope["url_route"]["kwargs"]["page_id"], _LARGEST_KEY),
        scope["cookies"].get(settings.SESSION_COOKIE_NAME, ""),
        numbers["epoch"], numbers["schema"], numbers["client"],
    )  # fmt: skip


def _number(text: str) -> int | None:
    """A number as our page writes it; None for anything else."""
    plain = text.isascii() and text.isdecimal() and len(text) < 16
    return int(text) if plain else None
