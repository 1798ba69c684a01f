"""A mail server of this machine, which refuses or stalls when it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Server:
    """`answer_to` says what an address is answered; `stalls` how long, in seconds, the
    next messages wait."""

    host: str = "127.0.0.1"
    port: int = 0
    received: list[Message] = field(default_factory=list)
    answer_to: dict[str, str] = field(default_factory=dict)
    stalls: list[float] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.answer_to.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.stalls:
            await asyncio.sleep(self.stalls.pop())
            return "451 Too late"
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]


class _AnyPort(Controller):
    """Listens where the system finds a free port."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    controller = _AnyPort(server, hostname=server.host, port=0)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()
