"""How much one connection may send, so that no room is slowed by another's."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from ..protocol.inspection import Inspection, Limits
from ..protocol.ledger import Weighed


@dataclass
class Bucket:
    """`rate` a second, `burst` at once; what is asked for beyond is refused."""

    rate: float
    burst: float

    def __post_init__(self) -> None:
        self._left = self.burst
        self._at: float | None = None

    def take(self, amount: float, now: float) -> bool:
        """Whether `amount` may pass at `now` (seconds of any steady clock)."""
        if self._at is not None:
            self._left = min(self.burst, self._left + (now - self._at) * self.rate)
        self._at = now
        if amount > self._left:
            return False
        self._left -= amount
        return True


class Caps:
    """The three things that are counted on a connection: frames, bytes and structs.

    Structs stand for the work of an update, which a few bytes can ask for: a deletion
    counts as one, and so do the steps that it takes to place what it holds.
    """

    def __init__(self) -> None:
        per_second = settings.COWRITING_FRAMES_PER_SECOND
        self._frames = Bucket(per_second, settings.COWRITING_FRAMES_AT_ONCE)
        octets = settings.COWRITING_OCTETS_PER_SECOND
        self._octets = Bucket(octets, 4 * octets)
        structs = settings.COWRITING_STRUCTS
        self._structs = Bucket(structs / 4, 3 * structs)

    def frame(self, size: int, now: float) -> bool:
        """Whether a frame of `size` bytes may be read."""
        return self._frames.take(1, now) and self._octets.take(size, now)

    def read(self, found: Inspection, now: float, *, whole: bool) -> bool:
        """Whether an update may be weighed. An answer to « what do you have? » names all
        that was ever deleted: most of it is known, and costs little."""
        deletes = sum(map(len, found.deletes.values()))
        return self._structs.take(found.count + (deletes >> 3 if whole else deletes), now)

    def weighed(self, weighed: Weighed, now: float) -> bool:
        """Whether an update that was weighed may be applied."""
        return self._structs.take(weighed.steps >> 3, now)


def limits(*, whole: bool = False) -> Limits:
    """What one update from a browser may hold; `whole` answers « what do you have? », and
    is bounded by its bytes and by what a connection may send at once."""
    most = settings.COWRITING_STRUCTS
    return Limits(
        octets=settings.COWRITING_FRAME_OCTETS,
        structs=3 * most if whole else most,
        deletes=settings.COWRITING_FRAME_OCTETS if whole else most,
        depth=settings.COWRITING_NESTING,
    )
