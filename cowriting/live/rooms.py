"""The live room of a text in this process: what one types reaches the others at once.

What is typed is applied and sent on before it is durable, and acknowledged after. When
the log then refuses something, this room is abandoned: everyone is told to begin again
from what is durable, and the next who comes opens another.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from ..document.shape import SCHEMA
from ..protocol import wire
from ..protocol.inspection import TooLarge
from ..protocol.ledger import TooDeep
from ..protocol.lib0 import Malformed
from ..protocol.wire import Close, State, Sync
from ..record.shown import present_document
from ..rules import Mode
from .bus import Bus, Message
from .door import Guest, Standing
from .intake import Intake
from .lines import Line
from .loading import Loaded, Row, news, refused_since
from .presence import Person, Presence, colour_for, initials_of
from .seats import Seat, Violation
from .shared import EMPTY, Broken, Shared
from .threads import watching, welcoming

logger = logging.getLogger(__name__)


class LiveRoom:
    """People at one text. Every method but the awaited ones is done before it returns."""

    def __init__(self, loaded: Loaded, bus: Bus) -> None:
        self.room_id, self.page_id, self.epoch = loaded.room_id, loaded.page_id, loaded.epoch
        self.seats: set[Seat] = set()
        self.presence = Presence()
        #: Nobody new comes in: the next who comes opens another room.
        self.abandoned = False
        #: Set whenever something was typed; whoever saves clears it.
        self.typed = asyncio.Event()
        #: Set when another process may have written; whoever fetches clears it.
        self.called = asyncio.Event()
        self._shared = Shared(loaded)
        self._bus = bus
        self.intake = Intake(self, self._shared)
        self._fetching = asyncio.Lock()

    # -- Who is here -----------------------------------------------------------------------

    def sit(self, guest: Guest, client: int, line: Line) -> Seat:
        """Somebody comes in; they are greeted and asked what they have."""
        person = Person(
            guest.person_id, guest.name, initials_of(guest.name), self._colour(guest.person_id)
        )
        seat = Seat(guest, client, person, line, guest.mode)
        self._shared.writers[client] = guest.person_id
        self.seats.add(seat)
        seat.greet(self.epoch, SCHEMA)
        if seat.mode is not Mode.SHOWN:
            seat.ask_for_all(self._shared.state)
        return seat

    def _colour(self, person_id: int) -> int:
        others = {seat.person.id: seat.person.colour for seat in self.seats}
        if person_id in others:
            return others[person_id]
        return colour_for(person_id, others.values())

    def leave(self, seat: Seat) -> None:
        """Their place is free, and the others see them go. Safe to repeat."""
        if seat in self.seats:
            self.seats.remove(seat)
            gone = self.presence.leave(seat.client)
            if gone is not None:
                self.spread([gone])

    def holder_of(self, client: int | None) -> Seat | None:
        """Who is connected under a client id."""
        return next((seat for seat in self.seats if seat.client == client), None)

    def stand(self, standing: Standing) -> None:
        """What people may do was read again: they learn what changed, or have to leave."""
        for seat in list(self.seats):
            mode = standing.of(seat.guest.person_id, seat.guest.session_key)
            if mode is None:
                continue
            if mode.close_code is not None:
                seat.line.hang_up(mode.close_code)
                self.leave(seat)
            elif Mode.SHOWN in (mode, seat.mode) and mode is not seat.mode:
                self._renew(seat)
            elif mode is not seat.mode:
                seat.mode = mode
                reason = standing.reason if mode is Mode.RO else ""
                seat.tell("mode", mode=mode.word, reason=reason)

    def tell_all(self, kind: str, *, names: Mapping[str, Any] | None = None, **facts: Any) -> None:
        """A control message to everyone; `names` replace facts for who may read them."""
        plain, named = wire.control(kind, **facts), wire.control(kind, **facts | dict(names or {}))
        for seat in self.seats:
            seat.line.post(plain if seat.mode is Mode.SHOWN else named)

    def dismiss(self, code: int) -> None:
        """Everyone leaves; the room takes nothing more."""
        self.abandoned = True
        for seat in list(self.seats):
            seat.line.hang_up(code)
            self.leave(seat)

    def begin_again(self, reason: str) -> None:
        """The document is not what the log holds: everyone starts from there.

        Once what they typed until now has its answer; what comes meanwhile has none.
        """
        if self.abandoned:
            return
        self.abandoned = True

        def dismiss() -> None:
            self.tell_all("reset", reason=reason)
            self.dismiss(Close.SLOW)

        self.intake.scribe.then(dismiss)

    # -- What they say ---------------------------------------------------------------------

    async def hear(self, seat: Seat, data: bytes) -> None:
        """One frame from a browser. Raises Violation when the connection must end."""
        if not seat.caps.frame(len(data), _now()):
            raise Violation(Close.TOO_MUCH, "rate")
        try:
            frame = wire.read(data)
            if frame.carries_update:
                await self.intake.take(seat, frame)
            elif frame.sync is Sync.STEP1:
                await self._answer(seat, frame.payload)
            elif frame.kind is wire.Kind.AWARENESS:
                self._say(seat, frame.states, len(data))
            elif seat.mode is not Mode.SHOWN:
                seat.line.post(wire.awareness(self.presence.everyone()))
        except (TooLarge, OverflowError) as error:
            raise Violation(Close.TOO_MUCH, str(error)) from None
        except (Malformed, TooDeep) as error:
            raise Violation(Close.BAD_MESSAGE, str(error)) from None

    async def _answer(self, seat: Seat, state: bytes) -> None:
        if not seat.answers.take(1, _now()):
            raise Violation(Close.TOO_MUCH, "asked too often")
        if seat.line.answering:
            raise Violation(Close.SLOW, "asked again before it was answered")
        wire.state_vector(state)
        if seat.mode is Mode.SHOWN:
            await self._show(seat, state)
            return
        seat.line.post(wire.step2(self._shared.since(state)), heavy=True)

    async def _show(self, seat: Seat, state: bytes) -> None:
        """The present words alone, to who does not read how they came about."""
        shown = await welcoming.of(self.page_id).do(present_document, self.room_id)
        own = [one for one, who in self._shared.writers.items() if who == seat.guest.person_id]
        lacking = shown.since(state, own)
        if lacking is None:
            self._renew(seat)
            return
        seat.shown = shown.client, shown.clock
        seat.line.post(wire.step2(lacking), heavy=True)
        seat.ask_for_all(self._shared.state)

    def _renew(self, seat: Seat) -> None:
        """They begin again with another document than the one they have."""
        seat.tell("reset", reason="shown")
        seat.line.hang_up(Close.SLOW)
        self.leave(seat)

    def _say(self, seat: Seat, states: Sequence[State], size: int) -> None:
        """Of all that is said, only what is said of oneself is heard."""
        if size > settings.COWRITING_AWARENESS_OCTETS:
            raise Violation(Close.TOO_MUCH, "awareness")
        since = seat.since.isoformat()
        own = [state for state in states if state.client == seat.client]
        said = [self.presence.say(state, seat.person, since) for state in own]
        self.spread([state for state in said if state is not None], but=seat)

    def spread(self, states: Sequence[State], *, but: Seat | None = None) -> None:
        """Tell everyone, in every process, what became of people of this one."""
        if states:
            self._post_presence(states, but=but)
            self.publish(Message.awareness(states))

    # -- What became durable ---------------------------------------------------------------

    def unwritable(self) -> None:
        """Nothing is lost: whoever typed keeps what was not acknowledged, and comes back."""
        self.tell_all("slow", retry_ms=5_000)
        self.dismiss(Close.SLOW)

    async def hear_of_refused(self) -> None:
        """Know what other processes refused, before somebody comes who may still have it."""
        shared = self._shared
        known = self.room_id, self.epoch, shared.refused_last
        refused, last = await welcoming.of(self.page_id).do(refused_since, *known)
        shared.refuse(refused)
        shared.refused_last = max(shared.refused_last, last)

    async def catch_up(self) -> None:
        """Take in what other processes made durable."""
        async with self._fetching:
            own = set(self.intake.own)
            known = self._shared.last, self._shared.state
            rows = await watching.of(self.page_id).do(news, self.room_id, *known, own)
            if not self.abandoned:
                self._take_rows(rows, own)

    def _take_rows(self, rows: Iterable[Row], own: set[int]) -> None:
        last = self._shared.last
        for row in rows:
            last = max(last, row.key)
            if row.epoch != self.epoch:
                self.dismiss(Close.OTHER_EPOCH)
                return
            try:
                new = self._shared.take_row(row)
            except Broken:
                logger.exception("Room %s begins again", self.room_id)
                self.begin_again("broken")
                return
            if new is None:
                self.begin_again("behind")
                return
            if new != EMPTY:
                self.post_update(new)
                self.typed.set()
        self._shared.last = max([last, *own])
        self.intake.own -= own

    # -- Other processes -------------------------------------------------------------------

    def heed(self, message: Message) -> None:
        """Another process says something of this text."""
        if message.states is not None:
            new = self.presence.hear(
                message.process, message.states, _now(), all_of_it=message.all_of_it
            )
            if new:
                self._post_presence(new)
        else:
            self.called.set()

    def beat(self, *, silence: float) -> None:
        """Say who is here, and let go of processes that were silent for so many seconds."""
        states = list(self.presence.here.values())
        self.publish(Message.awareness(states, all_of_it=True))
        gone = self.presence.forget_silent(_now() - silence)
        if gone:
            self._post_presence(gone)

    def publish(self, message: Message) -> None:
        """Tell the other processes."""
        self._bus.publish(self.page_id, message)

    def post_update(self, payload: bytes, *, but: Seat | None = None) -> None:
        """Send an update to who has the document; who is shown words begins again."""
        frame = wire.update(payload)
        for seat in list(self.seats):
            if seat.mode is Mode.SHOWN:
                self._renew(seat)
            elif seat is not but:
                seat.line.post(frame)

    def _post_presence(self, states: Sequence[State], *, but: Seat | None = None) -> None:
        """Who is here and where: not for who reads words and learns no names."""
        frame = wire.awareness(list(states))
        for seat in self.seats:
            if seat is not but and seat.mode is not Mode.SHOWN:
                seat.line.post(frame)

    def post(self, frame: bytes, *, but: Seat | None = None) -> None:
        """Send a frame to everyone here."""
        for seat in self.seats:
            if seat is not but:
                seat.line.post(frame)


def _now() -> float:
    return asyncio.get_running_loop().time()
