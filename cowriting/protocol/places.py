"""What stands beside what in a document, and how long the parser looks for a place.

Who writes names what stood left and right of their words. Where others wrote between the
two meanwhile, the parser walks over what they wrote, once for each struct; a few kilobytes
that name far neighbours hold it for seconds, and whoever reads the log later as well. The
same walk is made here, with its steps counted, before the parser makes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter

from .inspection import GC, ITEM, STRING, VALUE, Id, Ranges, Struct, TooLarge

#: One step over a struct, 0.1 to 0.3 µs of the parser, is the unit of everything here.
#: What else it does, in steps: to move what follows in a client's list when a struct is cut
#: in two, to look at what lies between two neighbours in whichever order the log is read,
#: to copy the values of one key that were set in a row.
_PER_MOVED, _PER_BETWEEN, _PER_COPIED = 9, 3, 3
#: Beyond so many over a document, no more is walked for what is durable already: a place is
#: a guess.
MOST_STEPS = 2_500_000

Place = tuple[Id | str, str | None]


class TooTangled(TooLarge):
    """To find the place of what an update holds would take too long."""


class Row:
    """Things that stand one after the other: in a text, in an element, under one key of a
    map. `first` is the leftmost, deleted or not; `parent` and `key`, where the row is."""

    __slots__ = ("first", "key", "parent")

    def __init__(self, parent: Id | str, key: str | None) -> None:
        self.parent, self.key = parent, key
        self.first: Run | None = None


class Run:
    """A struct as the parser holds it; `row` is None for what stands nowhere."""

    __slots__ = ("after", "before", "client", "clock", "kind", "length", "origin", "right", "row")

    def __init__(self, struct: Struct, clock: int, length: int, origin: Id | None) -> None:
        self.client, self.clock, self.length = struct.client, clock, length
        self.kind, self.origin, self.right = struct.kind, origin, struct.right
        self.row: Row | None = None
        self.before: Run | None = None
        self.after: Run | None = None


class Places:
    """The rows of one document. What was put since the last `keep` can be taken back."""

    def __init__(self) -> None:
        self._starts: dict[int, list[int]] = {}
        self._runs: dict[int, list[Run]] = {}
        self._rows: dict[Place, Row] = {}
        #: Since the last `keep`: where each client's clock stood then, the rows that were
        #: begun, and how many values were set in a row.
        self._kept: dict[int, int] = {}
        self._begun: list[Place] = []
        self._set: Counter[Row] = Counter()
        self._steps, self._most = 0, MOST_STEPS
        self._walked, self._furthest = 0, MOST_STEPS
        self._trusted = False

    def begin(self, most: int, furthest: int) -> None:
        """Count from zero, up to `most` steps, of which `furthest` over what others wrote."""
        self.take_back()
        self._steps, self._most = 0, most
        self._walked, self._furthest = 0, furthest
        self._trusted = False

    def begin_trusted(self) -> None:
        """Count from zero; what comes is durable already."""
        self.begin(MOST_STEPS, MOST_STEPS)
        self._trusted = True

    @property
    def steps(self) -> int:
        """What was put and cut since `begin` takes so many."""
        return self._steps

    @property
    def walked(self) -> int:
        """So many of the steps went over what others wrote at the same place: whoever reads
        the log makes these again."""
        return self._walked

    def keep(self) -> None:
        """What was put is in the document."""
        self._kept.clear()
        self._begun.clear()
        self._set.clear()

    def take_back(self) -> None:
        """What was put since `keep` is not in the document."""
        for client, end in self._kept.items():
            starts, runs = self._starts.get(client, []), self._runs.get(client, [])
            while runs and runs[-1].clock >= end:
                starts.pop()
                _unlink(runs.pop())
            if runs:
                runs[-1].length = end - runs[-1].clock
        for place in self._begun:
            del self._rows[place]
        self.keep()

    # -- Putting and cutting ---------------------------------------------------------------

    def put(self, struct: Struct, clock: int) -> Row | None:
        """Place what of `struct` lies after `clock`, which is where its client stands; all
        that it rests on is here. Its row, None for what stands nowhere. Raises TooTangled.
        """
        client, length = struct.client, struct.clock + struct.length - clock
        self._kept.setdefault(client, clock)
        origin = (client, clock - 1) if clock > struct.clock else struct.origin
        run = Run(struct, clock, length, origin)
        left = self._ending_at(origin) if origin else None
        right = self._beginning_at(struct.right) if struct.right else None
        row = run.row = self._row_of(struct, left, right)
        if row is not None:
            left = self._passed(run, left, right, row)
            if left is not None and left is self._last(client) and _goes_on(run, left):
                left.length += length
                return row
            if struct.kind == VALUE:
                self._set[row] += 1
                self._take(self._set[row] >> _PER_COPIED)
            _link(run, left, row)
        self._starts.setdefault(client, []).append(clock)
        self._runs.setdefault(client, []).append(run)
        return row

    def cut(self, deletes: Ranges) -> None:
        """What is deleted is a struct apart from what stands beside it. Raises TooTangled."""
        for client, spans in deletes.items():
            for clock, length in spans:
                self._beginning_at((client, clock))
                # Letters that follow on it do not go on with it.
                self._ending_at((client, clock + length - 1)).kind = ITEM

    def _row_of(self, struct: Struct, left: Run | None, right: Run | None) -> Row | None:
        if struct.kind == GC:
            return None
        beside = left or right
        if beside is not None:
            return beside.row
        if struct.parent is None:
            return None
        place = struct.parent, struct.key
        row = self._rows.get(place)
        if row is None:
            row = self._rows[place] = Row(*place)
            self._begun.append(place)
        return row

    def _passed(self, run: Run, left: Run | None, right: Run | None, row: Row) -> Run | None:
        """After what `run` stands, of all that came between its neighbours meanwhile: the
        same walk as every parser of Yjs makes."""
        after = left.after if left else row.first
        if after is right or (self._trusted and self._walked > self._furthest):
            return left
        if not self._trusted:
            self._look_between(after, right)
        most = self._furthest - self._walked
        if not self._trusted:
            most = min(most, self._most - self._steps)
        seen: set[Run] = set()
        rivals: set[Run] = set()
        steps = 0
        one = after
        while one is not None and one is not right and steps <= most:
            steps += 1
            seen.add(one)
            rivals.add(one)
            if one.origin == run.origin:
                if one.client < run.client:
                    left = one
                    rivals.clear()
                elif one.right == run.right:
                    break
            else:
                root = self._holding(one.origin) if one.origin else None
                if root is None or root not in seen:
                    break
                if root not in rivals:
                    left = one
                    rivals.clear()
            one = one.after
        self._walked += steps
        self._take(steps)
        return left

    def _look_between(self, after: Run | None, right: Run | None) -> None:
        """Count what lies between two neighbours. Who undoes may name them the wrong way
        round: then it is all that follows."""
        most = (self._most - self._steps) << _PER_BETWEEN
        between = 0
        while after is not None and after is not right and between <= most:
            between += 1
            after = after.after
        self._take(between >> _PER_BETWEEN)

    def _take(self, steps: int) -> None:
        self._steps += steps
        beyond = self._steps > self._most or self._walked > self._furthest
        if beyond and not self._trusted:
            raise TooTangled

    # -- What is where ---------------------------------------------------------------------

    def _last(self, client: int) -> Run | None:
        runs = self._runs.get(client)
        return runs[-1] if runs else None

    def _holding(self, place: Id) -> Run:
        client, clock = place
        return self._runs[client][bisect_right(self._starts[client], clock) - 1]

    def _ending_at(self, place: Id) -> Run:
        client, clock = place
        at = bisect_right(self._starts[client], clock) - 1
        run = self._runs[client][at]
        if run.clock + run.length > clock + 1:
            self._split(run, at, clock + 1)
        return run

    def _beginning_at(self, place: Id) -> Run:
        client, clock = place
        at = bisect_right(self._starts[client], clock) - 1
        run = self._runs[client][at]
        return run if run.clock == clock else self._split(run, at, clock)

    def _split(self, run: Run, at: int, clock: int) -> Run:
        """Have another run begin at `clock`, in the midst of one that is the client's `at`th."""
        starts, runs = self._starts[run.client], self._runs[run.client]
        self._take((len(runs) - at) >> _PER_MOVED)
        rest = Run.__new__(Run)
        rest.client, rest.clock, rest.length = run.client, clock, run.clock + run.length - clock
        rest.kind, rest.origin, rest.right = run.kind, (run.client, clock - 1), run.right
        rest.row, rest.before, rest.after = run.row, None, None
        run.length = clock - run.clock
        starts.insert(at + 1, clock)
        runs.insert(at + 1, rest)
        if run.row is not None:
            _link(rest, run, run.row)
        return rest


def _goes_on(run: Run, left: Run) -> bool:
    """Whether they are one: letters typed after each other."""
    return (
        run.kind == STRING == left.kind
        and run.origin == (left.client, run.clock - 1)
        and run.right == left.right
    )


def _link(run: Run, left: Run | None, row: Row) -> None:
    """Have `run` stand after `left`, or first."""
    run.before = left
    run.after = left.after if left else row.first
    if left is None:
        row.first = run
    else:
        left.after = run
    if run.after is not None:
        run.after.before = run


def _unlink(run: Run) -> None:
    if run.row is None:
        return
    if run.before is None:
        run.row.first = run.after
    else:
        run.before.after = run.after
    if run.after is not None:
        run.after.before = run.before
