"""One connection in a room: somebody, their way out, and what they are owed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.utils import timezone

from ..protocol import wire
from ..rules import Mode
from .acks import Acks
from .caps import Bucket, Caps
from .door import Guest
from .lines import Line
from .presence import Person

#: How often a connection may ask for the document; each answer can be all of it.
_ANSWERS = (0.5, 10)


class Violation(Exception):
    """What no browser of ours does; the connection is closed with `code`."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code


class Gap(Enum):
    """How far one is with words of somebody that rest on what is not here."""

    NONE = auto()
    #: They were asked for all that they have.
    ASKED = auto()
    #: Whoever has the rest is given time to come.
    WAITING = auto()
    #: Nobody came with it.
    OVER = auto()


@dataclass(eq=False)
class Seat:
    """`mode` is how the person is in the room now; `asked`, whether they were asked for
    all that they have and have not answered; `sent_back`: nothing more is taken of them
    before they have begun again."""

    guest: Guest
    client: int
    person: Person
    line: Line
    mode: Mode
    caps: Caps = field(default_factory=Caps)
    acks: Acks = field(default_factory=Acks)
    answers: Bucket = field(default_factory=lambda: Bucket(*_ANSWERS))
    since: datetime = field(default_factory=timezone.now)
    asked: bool = False
    sent_back: bool = False
    gap: Gap = Gap.NONE
    #: For who is shown the present words alone: under which client id they got them, and
    #: up to which clock.
    shown: tuple[int, int] | None = None

    def greet(self, epoch: int, schema: int) -> None:
        """The first words of the server."""
        self.tell(
            "hello",
            epoch=epoch,
            schema=schema,
            client=self.client,
            mode=self.mode.word,
            person=self.person.as_json(),
            server_time=timezone.now().isoformat(),
        )

    def tell(self, kind: str, **facts: Any) -> None:
        """Send a control message."""
        self.line.post(wire.control(kind, **facts))

    def settle(self, number: int, *, whole: bool) -> None:
        """A frame of theirs is durable: acknowledge what may be."""
        count = self.acks.settle(number, whole=whole)
        if count is not None:
            self.line.post(wire.ack(count))

    def ask_for_all(self, state: bytes) -> None:
        """Something they sent rests on what never came: let them say all they have."""
        if not self.asked:
            self.asked = True
            self.line.post(wire.step1(wire.with_client(state, self.shown) if self.shown else state))
