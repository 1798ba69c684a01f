"""Find a passage in today's words: `locate` for a new one, `place` for one that was kept.

The cheap questions come first: is the field as it was, is the change elsewhere in it, are
these words in it once? Only what is left is compared word by word (`alignment.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from .alignment import moved_to
from .folding import Folded, fold
from .texts import Words

#: Letters, with those around them that are the same as then, by which a passage is known
#: for certain where nothing else tells.
ENOUGH = 20

#: The same in the field where the passage was, which makes chance less likely.
ENOUGH_AT_HOME = 10

#: Letters kept on either side of a passage.
AROUND = 120

#: Occurrences of a passage that are looked at: a single letter may stand a thousand times.
_MOST = 200


class Fate(Enum):
    """What became of the passage of a remark.

    `THERE`: these words, in their field; `ELSEWHERE`: these words, in another field or
    block; `CHANGED`: the block is there, these words are not; `GONE`: the block is not;
    `WHOLE`: the remark is on a whole block that is there, or on the whole text.
    """

    THERE = "there"
    ELSEWHERE = "elsewhere"
    CHANGED = "changed"
    GONE = "gone"
    WHOLE = "whole"


@dataclass(frozen=True)
class Placement:
    """Where a passage is today; `start` and `end` are positions in the words of `field`,
    and mean something when the words were found."""

    fate: Fate
    block_id: str = ""
    field: str = ""
    start: int = 0
    end: int = 0

    @property
    def found(self) -> bool:
        return self.fate in (Fate.THERE, Fate.ELSEWHERE)


class Anchor(Protocol):
    """What is kept of a passage; a `Remark` is one."""

    @property
    def block_id(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def prefix(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def said(self) -> str: ...
    @property
    def start(self) -> int: ...


def anchor_at(words: Words, placement: Placement) -> dict[str, Any]:
    """What to keep of a passage that was just found, by the names of `Anchor`."""
    said = words[placement.block_id][placement.field]
    start, end = placement.start, placement.end
    return {
        "block_id": placement.block_id,
        "field": placement.field,
        "quote": said[start:end],
        "prefix": said[max(0, start - AROUND) : start],
        "suffix": said[end : end + AROUND],
        "said": said,
        "start": start,
    }


def locate(
    words: Words, block_id: str, quote: str, prefix: str = "", suffix: str = ""
) -> Placement | None:
    """The passage that a person selected, where what stands around it agrees best.

    Without a block, the whole text is searched. None when these words are not there.
    """
    wanted = _Wanted(quote, prefix, suffix)
    blocks = [block_id] if block_id else list(words)
    found = [spot for block in blocks for spot in wanted.spots(block, words.get(block, {}))]
    best = max(found, key=lambda spot: spot.evidence, default=None)
    return best.placed(Fate.THERE) if best else None


def place(anchor: Anchor, words: Words) -> Placement:
    """Where the passage of a remark is in the words of today, or what became of it."""
    block, fields = anchor.block_id, words.get(anchor.block_id)
    wanted = _Wanted(anchor.quote, anchor.prefix, anchor.suffix)
    if not wanted.text:
        whole = not block or fields is not None
        return Placement(Fate.WHOLE if whole else Fate.GONE, block, anchor.field)
    if not anchor.field and fields is not None:
        # The words were not in the text yet when the remark was made, or no longer.
        return locate(words, block, anchor.quote, anchor.prefix, anchor.suffix) or Placement(
            Fate.CHANGED, block
        )
    there = _in_its_field(anchor, wanted, fields or {})
    if there is not None:
        return there
    lost = Placement(Fate.GONE if fields is None and block else Fate.CHANGED, block, anchor.field)
    others: list[Words] = [
        {block: {name: said for name, said in (fields or {}).items() if name != anchor.field}},
        {key: value for key, value in words.items() if key != block},
    ]
    return next((found for rest in others if (found := _elsewhere(wanted, rest))), lost)


def _in_its_field(anchor: Anchor, wanted: _Wanted, fields: Mapping[str, str]) -> Placement | None:
    """The words in the field where they were, by the cheapest certain way."""
    today = fields.get(anchor.field)
    if today is None or wanted.text not in fold(today).text:
        return None
    said, now = fold(anchor.said), fold(today)
    begin = _place_then(anchor, wanted, said)
    if begin is not None:
        moved = moved_to(anchor.said, today, begin, begin + len(wanted.text))
        if moved is not None:
            return Placement(
                Fate.THERE,
                anchor.block_id,
                anchor.field,
                *now.span(moved, moved + len(wanted.text)),
            )
    if now.text.count(wanted.text) < said.text.count(wanted.text):
        # These words stood there several times, and it is this one that went.
        return None
    return _surest(list(wanted.spots(anchor.block_id, {anchor.field: today})))


def _surest(spots: list[_Spot]) -> Placement | None:
    """The one place, among several, that is known by what stands around it."""
    best = max(spots, key=lambda spot: spot.evidence)
    alone = [spot.evidence for spot in spots].count(best.evidence) == 1
    return best.placed(Fate.THERE) if alone and best.evidence >= ENOUGH_AT_HOME else None


def _place_then(anchor: Anchor, wanted: _Wanted, said: Folded) -> int | None:
    """Where the words stood in their field, folded; None when what was kept disagrees."""
    begin = said.at_or_after(anchor.start)
    if said.text.startswith(wanted.text, begin):
        return begin
    spots = list(wanted.spots("", {"": anchor.said}))
    return max(spots, key=lambda spot: spot.evidence).begin if spots else None


def _elsewhere(wanted: _Wanted, words: Words) -> Placement | None:
    """The words in another place: known for certain, and there only once."""
    spots = [spot for block, fields in words.items() for spot in wanted.spots(block, fields)]
    certain = [spot for spot in spots if spot.evidence >= ENOUGH]
    if len(certain) != 1:
        return None
    return certain[0].placed(Fate.ELSEWHERE)


@dataclass(frozen=True)
class _Spot:
    """One place where the words stand; `evidence` counts the letters that agree there."""

    block_id: str
    field: str
    begin: int
    length: int
    folded: Folded
    evidence: int

    def placed(self, fate: Fate) -> Placement:
        span = self.folded.span(self.begin, self.begin + self.length)
        return Placement(fate, self.block_id, self.field, *span)


class _Wanted:
    """Words that are looked for, folded, with those that stood around them."""

    def __init__(self, quote: str, prefix: str, suffix: str) -> None:
        self.text = fold(quote).text
        self.before = fold(prefix).text[-AROUND:]
        self.after = fold(suffix).text[:AROUND]

    def spots(self, block_id: str, fields: Mapping[str, str]) -> Iterator[_Spot]:
        """Every place in these fields, the first of them first."""
        if not self.text:
            return
        for field, words in fields.items():
            folded, at = fold(words), -1
            for _nth in range(_MOST):
                at = folded.text.find(self.text, at + 1)
                if at < 0:
                    break
                evidence = len(self.text) + self._around(folded.text, at)
                yield _Spot(block_id, field, at, len(self.text), folded, evidence)

    def _around(self, text: str, at: int) -> int:
        """How many letters on both sides are the same as then."""
        end = at + len(self.text)
        before = text[max(0, at - AROUND) : at]
        return _shared(self.before[::-1], before[::-1]) + _shared(
            self.after, text[end : end + AROUND]
        )


def _shared(one: str, other: str) -> int:
    """How many first letters two texts share."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
