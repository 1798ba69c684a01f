"""What people of a room type: weighed, applied, sent on, made durable, acknowledged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings

from ..enums import Refusal
from ..protocol.inspection import UNLIMITED, Inspection, Ranges, TooLarge, inspect
from ..protocol.ledger import Full, Weighed
from ..protocol.lib0 import Malformed
from ..protocol.wire import Close, Frame, Sync
from ..record.log import Entry
from ..rules import Mode
from .bus import Message
from .caps import limits
from .loading import writer_of
from .scribe import Item, Scribe
from .seats import Gap, Seat, Violation
from .shared import EMPTY, Broken, Shared
from .threads import watching

if TYPE_CHECKING:
    from .rooms import LiveRoom

logger = logging.getLogger(__name__)

#: Larger updates are read beside the loop: their weighing takes longer than a frame may.
_HEAVY = 16_384
#: Seconds for which words that rest on a colleague's wait for that colleague to come back.
_GRACE = 2.0


class Intake:
    """Between the connections of one room, its document and the log."""

    def __init__(self, room: LiveRoom, shared: Shared) -> None:
        self._room, self._shared = room, shared
        self.scribe = Scribe(room.room_id, room.epoch, self._written, room.unwritable)
        #: Keys of our own updates that may lie after `Shared.last`.
        self.own: set[int] = set()

    async def take(self, seat: Seat, frame: Frame) -> None:
        """A frame with an update. Raises Violation, TooLarge, Malformed and TooDeep."""
        number = seat.acks.receive()
        whole = frame.sync is Sync.STEP2
        found = await self._inspected(frame.payload, whole=whole)
        if not seat.caps.read(found, asyncio.get_running_loop().time(), whole=whole):
            raise Violation(Close.TOO_MUCH, "structs")
        await self._know_writers(found)
        if not whole:
            self._check_own(seat, found.clients)
        if not self._room.abandoned and not seat.sent_back and seat in self._room.seats:
            self._weigh(seat, frame, number, found)

    async def _inspected(self, payload: bytes, *, whole: bool) -> Inspection:
        if len(payload) < _HEAVY:
            return inspect(payload, limits(whole=whole))
        return await asyncio.to_thread(inspect, payload, limits(whole=whole))

    async def _know_writers(self, found: Inspection) -> None:
        """Other processes give client ids as well."""
        unknown = found.clients - set(self._shared.writers)
        if unknown:
            known = await watching.of(self._room.page_id).do(
                writer_of, self._room.room_id, self._room.epoch, unknown
            )
            self._shared.writers.update(known)

    def _weigh(self, seat: Seat, frame: Frame, number: int, found: Inspection) -> None:
        whole = frame.sync is Sync.STEP2
        if whole:
            seat.asked = False
        try:
            weighed = self._shared.weigh(found)
        except Full:
            seat.tell("full", what="blocks")
            raise
        if not seat.caps.weighed(weighed, asyncio.get_running_loop().time()):
            raise Violation(Close.TOO_MUCH, "steps")
        if weighed.pending:
            self._misses(seat, frame, number, found)
            return
        if whole and not found.empty:
            # After an empty answer, what they have may come in parts.
            seat.gap = Gap.NONE
        self._check_writers(seat, whole, weighed)
        item = Item(seat, number, whole, fresh=weighed.ranges)
        if not item.fresh and not self._deletes(found, whole):
            self.scribe.hand(item)
        elif self._shared.was_refused(item.fresh):
            self._heard_before(seat, frame, item, found)
        elif seat.mode is not Mode.RW:
            self._refuse(seat, frame, item, found)
        else:
            self._accept(seat, frame, item, found, weighed)

    def _misses(self, seat: Seat, frame: Frame, number: int, found: Inspection) -> None:
        """Something rests on what is not here: lost on its way, refused, or a colleague's
        who has not come back."""
        whole = frame.sync is Sync.STEP2
        if seat.asked or seat.gap is Gap.WAITING:
            # Their next answer says it again.
            seat.acks.miss(number)
            return
        if not whole and seat.gap is Gap.NONE:
            seat.gap = Gap.ASKED
            seat.acks.miss(number)
            seat.ask_for_all(self._shared.state)
            return
        if not found.clients <= set(self._shared.writers):
            raise Violation(Close.BAD_MESSAGE, "rests on what nobody has")
        unknown = self._shared.unknown_of(found.ranges)
        item = Item(
            seat, number, whole, fresh={one: spans for one, spans in unknown.items() if spans}
        )
        if not {self._shared.writers[client] for client in item.fresh} <= {seat.guest.person_id}:
            self._send_back(seat)
        elif item.fresh and self._shared.all_refused(item.fresh):
            item.again = True
            self.scribe.hand(item)
        elif seat.gap is Gap.OVER or self._shared.rests_on_refused(found):
            # Its writer would send it for ever; as refused words it can be read again.
            self._keep_apart(seat, frame, item, found)
        else:
            seat.gap = Gap.WAITING
            seat.acks.miss(number)
            asyncio.get_running_loop().call_later(_GRACE, self._ask_again, seat)

    def _ask_again(self, seat: Seat) -> None:
        seat.gap = Gap.OVER
        if seat in self._room.seats and not self._room.abandoned:
            seat.ask_for_all(self._shared.state)

    def _check_own(self, seat: Seat, clients: Collection[int]) -> None:
        """What is typed is one's own, whatever of it is new."""
        if any(self._shared.writers.get(one) != seat.guest.person_id for one in clients):
            raise Violation(Close.BAD_MESSAGE, "somebody else's words")

    def _check_writers(self, seat: Seat, whole: bool, weighed: Weighed) -> None:
        """New words are one's own; who says all that they have may hand on others'."""
        for client in weighed.fresh:
            writer = self._shared.writers.get(client)
            if writer is None or (writer != seat.guest.person_id and not whole):
                raise Violation(Close.BAD_MESSAGE, "somebody else's words")

    def _deletes(self, found: Inspection, whole: bool) -> bool:
        """Who says all that they have names everything that was ever deleted."""
        return self._shared.deletes_anything(found) if whole else bool(found.deletes)

    def _entry(self, seat: Seat, payload: bytes, found: Inspection) -> Entry:
        guest = seat.guest
        return Entry(guest.person_id, seat.client, payload, found.octets, guest.session_key)

    def _refuse(self, seat: Seat, frame: Frame, item: Item, found: Inspection) -> None:
        """The log decides, and keeps the words of who may not write as refused.

        A colleague's, which they had heard and the log has not, are that colleague's to bring.
        """
        if self._own(seat, item.fresh).keys() != item.fresh.keys():
            self._send_back(seat)
            return
        item.entry, item.found = self._entry(seat, frame.payload, found), found
        self.scribe.hand(item)

    def _own(self, seat: Seat, ranges: Ranges) -> Ranges:
        """What of it was written under their own client ids."""
        mine = seat.guest.person_id
        return {
            client: spans
            for client, spans in ranges.items()
            if self._shared.writers.get(client) == mine
        }

    def _keep_apart(self, seat: Seat, frame: Frame, item: Item, found: Inspection) -> None:
        """Store them as refused, whatever their writer may do by now."""
        entry = self._entry(seat, frame.payload, found)
        item.entry, item.found = replace(entry, refused=Refusal.MOMENT), found
        self.scribe.hand(item)

    def _heard_before(self, seat: Seat, frame: Frame, item: Item, found: Inspection) -> None:
        """They still have words that were refused, their own or somebody else's."""
        writers = {self._shared.writers.get(client) for client in item.fresh}
        if writers != {seat.guest.person_id}:
            self._send_back(seat)
        elif self._shared.all_refused(item.fresh):
            item.again = True
            self.scribe.hand(item)
        else:
            # Whoever writes again may have put the refused ones back by hand already.
            self._keep_apart(seat, frame, item, found)

    def _send_back(self, seat: Seat) -> None:
        """Their document is not what the log holds: they start from there, once what they
        typed until now has its answer."""
        if seat.sent_back:
            return
        seat.sent_back = True

        def send_back() -> None:
            seat.tell("reset", reason="refused")
            seat.line.hang_up(Close.SLOW)
            self._room.leave(seat)

        self.scribe.then(send_back)

    def _accept(
        self, seat: Seat, frame: Frame, item: Item, found: Inspection, weighed: Weighed
    ) -> None:
        payload = frame.payload
        if not self._shared.has_room_for(payload, weighed, settings.COWRITING_DOCUMENT_OCTETS):
            seat.tell("full", what="words")
            raise Violation(Close.TOO_MUCH, "document")
        try:
            if item.whole:
                payload = self._shared.apply_new(payload, weighed)
                # The parser's own words, which may be more and stranger than a browser's.
                found = inspect(payload, UNLIMITED)
            else:
                self._shared.apply(payload, weighed)
        except (Broken, Malformed, TooLarge):
            # It may be in the document by now, and will not be in the log.
            logger.exception("Room %s begins again", self._room.room_id)
            self._room.begin_again("broken")
            raise Violation(Close.BAD_MESSAGE, "not applicable") from None
        if payload != EMPTY:
            item.entry, item.found, item.applied = self._entry(seat, payload, found), found, True
            self._room.post_update(payload, but=seat)
            self._room.typed.set()
        self.scribe.hand(item)

    # -- What became durable ---------------------------------------------------------------

    def _written(self, batch: Sequence[Item]) -> None:
        kept = [item for item in batch if item.key is not None and item.refused is None]
        self.own |= {item.key for item in kept if item.applied and item.key is not None}
        for item in batch:
            if item.dropped:
                # Its browser shows the words to its person: nobody else has them.
                item.seat.line.hang_up(Close.TOO_MUCH)
                self._room.leave(item.seat)
            else:
                item.seat.settle(item.number, whole=item.whole)
        if kept:
            # Whoever saves looks at what is durable, which these were not when they were typed.
            self._room.typed.set()
            self._room.publish(Message.log(kept[-1].key or 0))
        if not all(item.applied for item in kept):
            # Somebody may write again, and the log knew it first.
            self._room.called.set()
        refused = [item for item in batch if item.refused is not None or item.again]
        if refused:
            self._tell_refused(refused)

    def _tell_refused(self, refused: Sequence[Item]) -> None:
        for item in refused:
            if not item.dropped:
                # Those of a colleague that were handed on with them may still come.
                self._shared.refuse(self._own(item.seat, item.fresh))
        seats = {item.seat for item in refused}
        for seat in seats:
            theirs = [item.refused or "" for item in refused if item.seat is seat]
            seat.tell("refused", count=len(theirs), reason=str(theirs[-1]))
        if any(item.applied for item in refused):
            self._room.begin_again("refused")
        else:
            for seat in seats:
                self._send_back(seat)
