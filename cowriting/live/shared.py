"""The document of a room in this process, and what it takes in."""

from __future__ import annotations

from pycrdt import Doc

from ..protocol.inspection import LAST_CLOCK, UNLIMITED, Inspection, Ranges, inspect
from ..protocol.ledger import Weighed
from ..protocol.lib0 import Malformed
from ..protocol.spans import cover, meet, put
from .loading import Loaded, Row

EMPTY = b"\x00\x00"

#: How much larger a document may be while deleted words are in it.
_WITH_DELETED = 4


class Broken(Exception):
    """The parser of the document failed where it should not: the document is made anew."""


class Shared:
    """Changes of one epoch's document, each known before it is applied."""

    def __init__(self, loaded: Loaded) -> None:
        self._doc: Doc = loaded.doc
        self._ledger = loaded.ledger
        self._refused: Ranges = {}
        self._octets = loaded.octets
        self.writers = loaded.writers
        #: The key of the last update of the log that is in the document with all before it.
        self.last = loaded.last
        #: The key of the last refused update that is known here.
        self.refused_last = loaded.refused_last
        self.refuse(loaded.refused)

    @property
    def state(self) -> bytes:
        return self._doc.get_state()

    def since(self, state: bytes) -> bytes:
        """What whoever knows `state` lacks. Raises Malformed."""
        try:
            return self._doc.get_update(state)
        except ValueError as error:
            raise Malformed(str(error)) from None

    def weigh(self, found: Inspection) -> Weighed:
        """What an update would add. Raises as `Ledger.weigh`."""
        return self._ledger.weigh(found)

    def deletes_anything(self, found: Inspection) -> bool:
        """Whether it deletes what still stands."""
        if cover(self._ledger.deleted, found.deletes):
            return False
        # What lands in something deleted, or beside a newer value, goes without a word.
        self._ledger.gone(inspect(self._doc.get_update(self.state), UNLIMITED).deletes)
        return not cover(self._ledger.deleted, found.deletes)

    def has_room_for(self, payload: bytes, weighed: Weighed, most: int) -> bool:
        """Whether the document stays under `most` bytes with it, deleted words left out:
        those leave the snapshot. What only deletes always has room.

        Held in memory until the room closes, they count once the whole is `_WITH_DELETED`
        times as large.
        """
        if not weighed.fresh:
            return True
        if self._octets + len(payload) > most:
            whole = len(self._doc.get_update())
            self._octets = whole - self._ledger.deleted_length
            if whole + len(payload) > _WITH_DELETED * most:
                return False
        return self._octets + len(payload) <= most

    def apply(self, payload: bytes, weighed: Weighed) -> None:
        """Take in an update that was weighed just now.

        Raises Malformed when the parser refuses it, Broken when it failed in the middle.
        """
        try:
            self._doc.apply_update(payload)
        except ValueError as error:
            raise Malformed(str(error)) from None
        except BaseException as error:
            # It could read it and not apply it, or not even say so.
            if isinstance(error, Exception) or type(error).__name__ == "PanicException":
                raise Broken from error
            raise
        self._ledger.add(weighed)
        self._octets += len(payload)

    def apply_new(self, payload: bytes, weighed: Weighed) -> bytes:
        """Take in an update of which much may be known; only what was new. Raises as
        `apply`."""
        written: list[bytes] = []
        watched = self._doc.observe(lambda event: written.append(event.update))
        try:
            self.apply(payload, weighed)
        finally:
            self._doc.unobserve(watched)
        return written[0] if written else EMPTY

    def take_row(self, row: Row) -> bytes | None:
        """Take in what another process made durable: what of it was new, None when it cannot
        be placed. Raises as `apply`."""
        weighed = self._ledger.weigh_trusted(inspect(row.payload, UNLIMITED))
        return None if weighed.pending else self.apply_new(row.payload, weighed)

    # -- What was refused ------------------------------------------------------------------

    def refuse(self, ranges: Ranges) -> None:
        """These were refused; an answer to « what do you have? » may have told again what the
        document holds."""
        unknown = self.unknown_of(ranges)
        put(self._refused, {client: spans for client, spans in unknown.items() if spans})

    def was_refused(self, ranges: Ranges) -> bool:
        """Whether any of it was refused before."""
        return meet(self._refused, ranges)

    def all_refused(self, ranges: Ranges) -> bool:
        return cover(self._refused, ranges)

    def rests_on_refused(self, found: Inspection) -> bool:
        """Whether it can never be placed, because of what was refused before.

        What follows on refused words has no place either, whether it came or not.
        """
        holes = {client: [(self._ledger.end(client), LAST_CLOCK)] for client in self._refused}
        return found.rests_on(holes)

    def unknown_of(self, ranges: Ranges) -> Ranges:
        """What of it the document does not hold."""
        unknown: Ranges = {}
        for client, spans in ranges.items():
            end = self._ledger.end(client)
            ends = [(max(clock, end), clock + length) for clock, length in spans]
            unknown[client] = [(clock, last - clock) for clock, last in ends if last > clock]
        return unknown
