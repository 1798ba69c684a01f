"""Two changes of one sequence, side by side.

What both left alone separates what they changed: where only one side changed something,
that change holds; where both did, it is for the caller to keep both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeVar

#: A word with the blanks that follow it.
_TOKEN = re.compile(r"\S+\s*|\s+")

#: Above this many comparisons at worst, a change is one piece.
_TOO_MANY = 1_000_000
_TOO_MANY_PAIRS = 2_500

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Chunk:
    """Ranges of base, ours and theirs that stand for each other, `[start, stop)`."""

    base: tuple[int, int]
    ours: tuple[int, int]
    theirs: tuple[int, int]


def tokens(words: str) -> list[str]:
    return _TOKEN.findall(words)


def opcodes(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> list[tuple[str, int, int, int, int]]:
    """As `SequenceMatcher.get_opcodes`, in a time that stays bounded."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    inner = _inner(inner_old, inner_new)
    found = [("equal", 0, head, 0, head)] if head else []
    found += [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in inner]
    if tail:
        found.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return found


def _inner(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> list[tuple[str, int, int, int, int]]:
    if not old and not new:
        return []
    if not old or not new or len(old) * len(new) > _TOO_MANY:
        tag = "insert" if not old else "replace" if new else "delete"
        return [(tag, 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def pairs(old: Sequence[T], new: Sequence[T], words: Callable[[T], str] = str) -> dict[int, int]:
    """Which rank of `old` became which rank of `new`.

    What is equal, then what says nearly the same `words`, in order; then, where as many
    are left on both sides, one for one.
    """
    found: dict[int, int] = {}
    for tag, a, b, c, d in opcodes(old, new):
        if tag == "equal":
            found.update(zip(range(a, b), range(c, d), strict=True))
        elif tag == "replace":
            for x, y in _alike([words(v) for v in old[a:b]], [words(v) for v in new[c:d]]):
                found[a + x] = c + y
    return found


def _alike(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """The pairs, in order on both sides, that have most words in common."""
    if len(old) * len(new) > _TOO_MANY_PAIRS:
        return list(zip(range(len(old)), range(len(new)), strict=False))
    shares = _shares(old, new)
    best = [[0.0] * (len(new) + 1) for _rank in range(len(old) + 1)]
    for x in reversed(range(len(old))):
        for y in reversed(range(len(new))):
            best[x][y] = max(best[x + 1][y], best[x][y + 1], shares[x][y] + best[x + 1][y + 1])
    return _with_gaps(_path(best, shares), len(old), len(new))


def _shares(old: list[str], new: list[str]) -> list[list[float]]:
    """How much of the words of each two is common, 0 for what has little in common."""
    counted = [Counter(words.split()) for words in old]
    others = [Counter(words.split()) for words in new]
    shares = []
    for one in counted:
        row = [2 * (one & other).total() / ((one + other).total() or 1) for other in others]
        shares.append([share if share > 0.3 else 0.0 for share in row])
    return shares


def _path(best: list[list[float]], shares: list[list[float]]) -> list[tuple[int, int]]:
    found = []
    x = y = 0
    while x < len(shares) and y < len(shares[x]):
        if shares[x][y] and best[x][y] == shares[x][y] + best[x + 1][y + 1]:
            found.append((x, y))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return found


def _with_gaps(found: list[tuple[int, int]], olds: int, news: int) -> list[tuple[int, int]]:
    """Between two pairs, what is left goes one for one where both sides have as many."""
    made = list(found)
    for (x, y), (to_x, to_y) in pairwise([(-1, -1), *found, (olds, news)]):
        if to_x - x == to_y - y:
            made += zip(range(x + 1, to_x), range(y + 1, to_y), strict=True)
    return made


def chunks(
    base: Sequence[Hashable], ours: Sequence[Hashable], theirs: Sequence[Hashable]
) -> Iterator[Chunk]:
    """What changed on one side or on both, in order; what stands between did not."""
    kept_by_us, kept_by_them = _kept(base, ours), _kept(base, theirs)
    b = o = t = 0
    for rank in range(len(base)):
        if rank in kept_by_us and rank in kept_by_them:
            here = Chunk((b, rank), (o, kept_by_us[rank]), (t, kept_by_them[rank]))
            if _differs(here):
                yield here
            b, o, t = rank + 1, kept_by_us[rank] + 1, kept_by_them[rank] + 1
    last = Chunk((b, len(base)), (o, len(ours)), (t, len(theirs)))
    if _differs(last):
        yield last


def _kept(base: Sequence[Hashable], other: Sequence[Hashable]) -> dict[int, int]:
    return {
        rank: c + rank - a
        for tag, a, b, c, _d in opcodes(base, other)
        if tag == "equal"
        for rank in range(a, b)
    }


def _differs(chunk: Chunk) -> bool:
    return any(start < stop for start, stop in (chunk.base, chunk.ours, chunk.theirs))


def merged(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> list[T] | None:
    """Both changes at once; None where they touch the same place."""
    made: list[T] = []
    done = 0
    for chunk in chunks(base, ours, theirs):
        made += ours[done : chunk.ours[0]]
        b, o, t = (
            list(side[slice(*where)])
            for side, where in ((base, chunk.base), (ours, chunk.ours), (theirs, chunk.theirs))
        )
        if b != o and b != t and o != t:
            return None
        made += t if b == o else o
        done = chunk.ours[1]
    return made + list(ours[done:])


def merged_line(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    """Both changes of one line, and whether both texts had to be kept side by side."""
    words = merged(tokens(base), tokens(ours), tokens(theirs))
    if words is not None:
        return "".join(words).strip(), False
    return f"{ours} / {theirs}" if ours and theirs else ours or theirs, True


def merged_lines(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    """Both changes of several lines, and whether lines had to be kept side by side."""
    sides = [side.split("\n") if side else [] for side in (base, ours, theirs)]
    made: list[str] = []
    done, twice = 0, False
    for chunk in chunks(*sides):
        made += sides[1][done : chunk.ours[0]]
        b, o, t = (
            sides[n][slice(*r)] for n, r in enumerate((chunk.base, chunk.ours, chunk.theirs))
        )
        lines, both = _merged_chunk(b, o, t)
        made += lines
        twice = twice or both
        done = chunk.ours[1]
    return "\n".join(made + sides[1][done:]), twice


def _merged_chunk(b: list[str], o: list[str], t: list[str]) -> tuple[list[str], bool]:
    if b == t or o == t:
        return o, False
    if b == o:
        return t, False
    if len(b) == len(o) == len(t):
        by_line = [merged(*map(tokens, versions)) for versions in zip(b, o, t, strict=True)]
        if all(line is not None for line in by_line):
            return ["".join(line or ()) for line in by_line], False
    return o + [line for line in t if line not in b and line not in o], bool(b)
