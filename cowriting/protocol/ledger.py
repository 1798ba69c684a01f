"""How far each client's clock is known in a room, and how deep what it made lies.

The parser of the shared document keeps for ever what it cannot place, recurses over nested
types, and may look very long for a place: all of it is known here first, from an inspection
alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

from .inspection import (
    GC,
    SKIP,
    STRING,
    TYPE,
    UNLIMITED,
    VALUE,
    BadUpdate,
    Id,
    Inspection,
    Ranges,
    Struct,
    TooLarge,
    inspect,
)
from .places import MOST_STEPS, Places, Row
from .spans import beyond, cover, put

#: Steps (`places.py`) that one update may ask for: some 50 ms of the parser. Once so many of
#: a document's went over what others wrote that reading it takes seconds, an update may walk
#: over few: what people write beside each other at one moment.
STEPS, FEW = 200_000, 1_000


class TooDeep(ValueError):
    """Types inside types, more than a document may have; also over several updates."""


class Full(TooLarge):
    """The document has as many things in its root maps as it may."""


class Spans:
    """The depth of what one client wrote, from clock `start` to `end`.

    Depth 1 is what lies in a root; 0 is what lies nowhere any more. Neighbours of one
    depth are one span: somebody who types takes no room.
    """

    __slots__ = ("depths", "end", "starts")

    def __init__(self, start: int = 0) -> None:
        self.starts: list[int] = []
        self.depths: list[int] = []
        self.end = start

    def append(self, end: int, depth: int) -> None:
        if not self.depths or self.depths[-1] != depth:
            self.starts.append(self.end)
            self.depths.append(depth)
        self.end = end

    def extend(self, other: Spans) -> None:
        """Take in what follows on these spans."""
        ends = [*other.starts[1:], other.end]
        for end, depth in zip(ends, other.depths, strict=True):
            self.append(end, depth)

    def at(self, clock: int) -> int:
        return self.depths[bisect_right(self.starts, clock) - 1]


#: A root map, and one of its keys.
Key = tuple[str, str]

#: What may lie in what, by the names of `inspection.Struct`: under the name of what holds
#: it, what stands in a row; under that name and a dot, what lies under its keys.
Grammar = Mapping[str, Collection[str]]


@dataclass
class Weighed:
    """What an update would add. `pending`: something it rests on is missing, so that it
    would be kept without being applied. `fresh` is what is new on each client's clock,
    `types` the names of those of it that hold others, `keys` what it adds to root maps, `deletes` what it
    deletes of what stands, `steps` what it takes to place it, and `walked` those of them
    that went over what others wrote (see `places.py`)."""

    pending: bool
    fresh: dict[int, Spans] = field(default_factory=dict)
    types: dict[Id, str] = field(default_factory=dict)
    keys: set[Key] = field(default_factory=set)
    deletes: Ranges = field(default_factory=dict)
    steps: int = 0
    walked: int = 0

    @property
    def ranges(self) -> Ranges:
        return {
            client: [(spans.starts[0], spans.end - spans.starts[0])]
            for client, spans in self.fresh.items()
        }


class Ledger:
    """What one room's document holds: no more than `entries` things in its root maps, no
    type deeper than `nesting`, and nothing against its `grammar`. `walked` counts the
    steps over what others wrote that whoever reads the document makes again: what a change
    takes at its moment alone, as cutting runs does, adds up to nothing."""

    def __init__(
        self, *, nesting: int, entries: int | None = None, grammar: Grammar | None = None
    ) -> None:
        self.nesting, self.entries, self.grammar = nesting, entries, grammar
        self.known: dict[int, Spans] = {}
        self.types: dict[Id, str] = {}
        self.keys: set[Key] = set()
        #: What stands no more, merged.
        self.deleted: Ranges = {}
        self.places = Places()
        self.walked = 0
        self._forgotten = 0

    @classmethod
    def of(
        cls,
        update: bytes,
        *,
        nesting: int,
        entries: int | None = None,
        grammar: Grammar | None = None,
    ) -> Ledger:
        """The ledger of a whole document, written as one update that we trust."""
        ledger = cls(nesting=nesting, entries=entries, grammar=grammar)
        found = inspect(update, UNLIMITED)
        ledger.add(ledger.weigh_trusted(found))
        ledger._forgotten = ledger.deleted_length - ledger._held(found)
        return ledger

    def end(self, client: int) -> int:
        spans = self.known.get(client)
        return spans.end if spans else 0

    def weigh(self, inspection: Inspection) -> Weighed:
        """What applying it would do; changes nothing.

        Raises TooDeep, Full, TooLarge for what takes too long to place, and BadUpdate for
        what lies where nothing of its kind lies: the parser stops in the middle of an update
        that puts things into letters, and browsers delete what their editor cannot show.
        """
        self.places.begin(STEPS, STEPS if self.walked < MOST_STEPS else FEW)
        return _Weighing(self, trusted=False).weigh(inspection)

    def weigh_trusted(self, inspection: Inspection) -> Weighed:
        """`weigh`, of what is durable already, whatever it is."""
        self.places.begin_trusted()
        return _Weighing(self, trusted=True).weigh(inspection)

    def add(self, weighed: Weighed) -> None:
        """What was weighed is applied now, nothing else having been added since."""
        for client, spans in weighed.fresh.items():
            self.known.setdefault(client, Spans()).extend(spans)
        self.types |= weighed.types
        self.keys |= weighed.keys
        self.gone(weighed.deletes)
        self.places.keep()
        self.walked += weighed.walked

    @property
    def deleted_length(self) -> int:
        """How many letters stand no more and are still held, as clocks count: at least so
        many bytes."""
        gone = sum(length for spans in self.deleted.values() for _clock, length in spans)
        return gone - self._forgotten

    def _held(self, found: Inspection) -> int:
        """How much of what stands no more is in a document with its words (`lean.py` leaves
        only their place)."""
        return sum(
            struct.length
            for client, structs in found.structs.items()
            if client in self.deleted
            for struct in structs
            if struct.kind in (STRING, VALUE)
            and cover(self.deleted, {client: [(struct.clock, struct.length)]})
        )

    def gone(self, deletes: Ranges) -> None:
        """These stand no more."""
        put(self.deleted, deletes)


class _Weighing:
    """Places the structs of one update in thought, each when what it rests on is there."""

    def __init__(self, ledger: Ledger, *, trusted: bool) -> None:
        self._ledger, self._trusted = ledger, trusted
        self._fresh: dict[int, Spans] = {}
        self._types: dict[Id, str] = {}
        self._keys: set[Key] = set()
        #: By client: who waits until that client's clock passes a moment.
        self._waiting: dict[int, list[tuple[int, int]]] = {}

    def weigh(self, inspection: Inspection) -> Weighed:
        queues = {client: deque(structs) for client, structs in inspection.structs.items()}
        ready = deque(queues)
        while ready:
            client = ready.popleft()
            self._advance(client, queues[client])
            ready.extend(self._awoken(client))
        places = self._ledger.places
        if any(queues.values()) or self._deletes_beyond(inspection.deletes):
            return Weighed(True, self._fresh, self._types, steps=places.steps, walked=places.walked)
        deletes = beyond(self._ledger.deleted, inspection.deletes)
        places.cut(deletes)
        return Weighed(
            False, self._fresh, self._types, self._keys, deletes, places.steps, places.walked
        )

    def _deletes_beyond(self, deletes: Ranges) -> bool:
        return any(
            max(map(sum, spans), default=0) > self._end(client) for client, spans in deletes.items()
        )

    def _advance(self, client: int, queue: deque[Struct]) -> None:
        while queue:
            missing = self._place(queue[0])
            if missing is not None:
                if missing[0] != client:
                    heappush(self._waiting.setdefault(missing[0], []), (missing[1], client))
                return
            queue.popleft()

    def _awoken(self, client: int) -> Iterable[int]:
        waiting, end = self._waiting.get(client, []), self._end(client)
        while waiting and waiting[0][0] < end:
            yield heappop(waiting)[1]

    def _place(self, struct: Struct) -> Id | None:
        """Count it in; or the id that it waits for."""
        client, clock, end = struct.client, struct.clock, self._end(struct.client)
        if struct.kind == SKIP or clock + struct.length <= end:
            return None
        if clock > end:
            return client, clock - 1
        for rests_on in (struct.origin, struct.right, struct.parent):
            if isinstance(rests_on, tuple) and rests_on[1] >= self._end(rests_on[0]):
                return rests_on
        depth = self._depth(struct)
        if not self._trusted:
            self._check(struct, depth)
        if struct.kind == TYPE:
            self._types[client, clock] = struct.name
        if isinstance(struct.parent, str) and struct.key is not None:
            self._count_in(struct.parent, struct.key)
        spans = self._fresh.get(client)
        if spans is None:
            spans = self._fresh[client] = Spans(end)
        row = self._ledger.places.put(struct, end)
        if row is not None and not self._trusted:
            self._check_grammar(struct, row)
        spans.append(clock + struct.length, depth)
        return None

    def _check(self, struct: Struct, depth: int) -> None:
        if struct.kind == TYPE and depth > self._ledger.nesting:
            raise TooDeep
        inside = struct.parent
        if isinstance(inside, tuple) and not (
            inside in self._types or inside in self._ledger.types
        ):
            raise BadUpdate("lies in what holds nothing")

    def _check_grammar(self, struct: Struct, row: Row) -> None:
        grammar = self._ledger.grammar
        if grammar is None or not struct.name:
            return
        holder = row.parent
        if not isinstance(holder, str):
            holder = self._types.get(holder) or self._ledger.types.get(holder, "")
        within = holder if row.key is None else f"{holder}."
        if struct.name not in grammar.get(within, ()):
            raise BadUpdate(f"{struct.name} in {within}")

    def _count_in(self, root: str, name: str) -> None:
        """One more thing in a root map, unless it is there."""
        key = root, name
        if key in self._ledger.keys or key in self._keys:
            return
        self._keys.add(key)
        most = self._ledger.entries
        count = len(self._ledger.keys) + len(self._keys)
        if most is not None and count > most and not self._trusted:
            raise Full("entries")

    def _depth(self, struct: Struct) -> int:
        if struct.kind == GC:
            return 0
        if isinstance(struct.parent, str):
            return 1
        if struct.parent is not None:
            around = self._at(struct.parent)
            return around and around + 1
        return max(self._at(one) for one in (struct.origin, struct.right) if one)

    def _end(self, client: int) -> int:
        spans = self._fresh.get(client)
        return spans.end if spans else self._ledger.end(client)

    def _at(self, place: Id) -> int:
        client, clock = place
        spans = self._fresh.get(client)
        if spans and clock >= spans.starts[0]:
            return spans.at(clock)
        return self._ledger.known[client].at(clock)
