"""Bring a change of formatted words, made elsewhere, into a fragment that lives on.

Paragraphs and items that one side alone changed take that change, in the elements that
they have; where both changed one, ours stays and theirs follows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pycrdt import XmlElement, XmlFragment

from ..document import fragments
from ..document.fragments import Holder
from ..document.richtext import Item, List, Node, Paragraph, Run, Tree, item, paragraph, plain
from .editing import atoms, edit_paragraph
from .threeway import Chunk, chunks, merged, pairs

Entry = Node | Item

#: What happens to an element comes before what is put in front of it, counted from the end.
_FIRST = 1_000_000_000


@dataclass(frozen=True)
class _Held:
    """A paragraph, list or item of ours: where it is, and what it says."""

    rank: int
    element: XmlElement
    says: Entry


def graft(fragment: XmlFragment, base: Tree, theirs: Tree) -> bool:
    """Change `fragment` as `theirs` changed `base`.

    Returns whether both changed one place, so that both texts stand there now.
    """
    held = _held_nodes(fragment)
    if not held and theirs and isinstance(theirs[0], Paragraph):
        theirs = _fill_blank(fragment, theirs)
        held = _held_nodes(fragment)
        base = tuple(entry.says for entry in held)  # type: ignore[misc]
        theirs = (*base, *theirs)
    return _merge(fragment, held, base, theirs)


def _fill_blank(fragment: XmlFragment, theirs: Tree) -> Tree:
    """Use the blank paragraph that an empty text has; returns what is left to put."""
    first = theirs[0]
    for _rank, element in _elements(fragment):
        if element.tag == "paragraph" and isinstance(first, Paragraph):
            edit_paragraph(element, first.runs)
            return theirs[1:]
    return theirs


def _elements(holder: Holder) -> list[tuple[int, XmlElement]]:
    return [
        (rank, child) for rank, child in enumerate(holder.children) if isinstance(child, XmlElement)
    ]


def _held_nodes(holder: Holder, level: int = 0) -> list[_Held]:
    """What a fragment or an item says, without blank paragraphs at both ends."""
    elements = dict(_elements(holder))
    held = [_Held(rank, elements[rank], node) for rank, node in fragments.nodes_of(holder, level)]
    while held and held[0].says == Paragraph():
        held.pop(0)
    while held and held[-1].says == Paragraph():
        held.pop()
    return held


def _held_items(element: XmlElement) -> list[_Held]:
    made = []
    for rank, child in _elements(element):
        if child.tag == "listItem":
            nodes = (node for _rank, node in fragments.nodes_of(child, 1))
            made.append(_Held(rank, child, item(nodes)))
    return made


def _merge(
    holder: Holder, held: list[_Held], base: Sequence[Entry], theirs: Sequence[Entry]
) -> bool:
    ours = [entry.says for entry in held]
    twice = False
    # From the end: what stands before keeps its rank.
    for chunk in reversed(list(chunks(base, ours, theirs))):
        twice |= _merge_chunk(holder, held, chunk, base, theirs)
    return twice


def _merge_chunk(
    holder: Holder, held: list[_Held], chunk: Chunk, base: Sequence[Entry], theirs: Sequence[Entry]
) -> bool:
    b = list(base[slice(*chunk.base)])
    t = list(theirs[slice(*chunk.theirs)])
    mine = held[slice(*chunk.ours)]
    if t in (b, [entry.says for entry in mine]):
        return False
    return _Place(holder, mine, b, t, _rank_before(held, chunk.ours)).merge()


def _rank_before(held: list[_Held], where: tuple[int, int]) -> int:
    """The rank that something has when it is put before this place."""
    start = where[0]
    if start:
        return held[start - 1].rank + 1
    return held[0].rank if held else 0


class _Place:
    """Neighbours that both sides may have changed: ours, those of the base, theirs."""

    def __init__(
        self, holder: Holder, mine: list[_Held], b: list[Entry], t: list[Entry], start: int
    ) -> None:
        self._holder, self._mine, self._b, self._t = holder, mine, b, t
        self._start = start
        self._twice = False
        self._of_ours = pairs(b, [entry.says for entry in mine], _words)
        self._of_theirs = pairs(b, t, _words)
        #: What to do, to be done from the end: (rank, how late at that rank, what).
        self._steps: list[tuple[int, int, Callable[[], None]]] = []

    def merge(self) -> bool:
        was = {place: rank for rank, place in self._of_theirs.items()}
        for rank in range(len(self._b)):
            if rank not in self._of_theirs:
                self._gone(rank)
        after = self._start
        for place, wanted in enumerate(self._t):
            after = self._take(wanted, was.get(place), place, after)
        for _rank, _place, step in sorted(self._steps, key=lambda s: s[:2], reverse=True):
            step()
        return self._twice

    def _gone(self, rank: int) -> None:
        """They deleted it: it goes unless we wrote in it."""
        if rank not in self._of_ours:
            return
        entry = self._mine[self._of_ours[rank]]
        if entry.says == self._b[rank]:
            self._steps.append((entry.rank, _FIRST, partial(self._remove, entry.rank)))
        else:
            self._twice = True

    def _take(self, wanted: Entry, was: int | None, place: int, after: int) -> int:
        """Have theirs among ours; returns the rank behind it."""
        if was is None or was not in self._of_ours:
            ours = [entry.says for entry in self._mine]
            if wanted in ours and was is None:
                return after
            if was is None or wanted != self._b[was]:
                after = self._behind_new(after)
                self._twice |= was is not None
                self._steps.append((after, place, partial(_put, self._holder, after, wanted)))
            return after
        entry = self._mine[self._of_ours[was]]
        self._change(entry, self._b[was], wanted, place)
        return max(after, entry.rank + 1)

    def _behind_new(self, after: int) -> int:
        """Behind what we put at the same place: ours first."""
        known = set(self._of_ours.values())
        for place, entry in enumerate(self._mine):
            if entry.rank >= after:
                if place in known:
                    break
                after = entry.rank + 1
        return after

    def _change(self, entry: _Held, before: Entry, wanted: Entry, place: int) -> None:
        if wanted in (before, entry.says):
            return
        self._steps.append((entry.rank, _FIRST, partial(self._write, entry, before, wanted, place)))

    def _write(self, entry: _Held, before: Entry, wanted: Entry, place: int) -> None:
        both = _both(entry, before, wanted)
        if both is not None:
            self._twice |= both
            return
        _put(self._holder, entry.rank + 1, wanted)
        if entry.says == before:
            self._remove(entry.rank)
        else:
            self._twice = True

    def _remove(self, rank: int) -> None:
        del self._holder.children[rank]


def _words(entry: Entry) -> str:
    return plain((entry,)) if isinstance(entry, Paragraph | List) else plain(entry.children)


def _put(holder: Holder, rank: int, entry: Entry) -> None:
    if isinstance(entry, Item):
        assert isinstance(holder, XmlElement)
        fragments.insert_item(holder, rank, entry)
    else:
        fragments.insert(holder, rank, entry)


def _both(entry: _Held, before: Entry, wanted: Entry) -> bool | None:
    """Merge into one element; whether both texts stand in it now, None when it cannot."""
    match entry.says, before, wanted:
        case Paragraph(), Paragraph(), Paragraph():
            runs = _merged_runs(before, entry.says, wanted)
            if runs is None:
                return None
            edit_paragraph(entry.element, runs)
            return False
        case List(), List(), List() if entry.says.ordered == before.ordered == wanted.ordered:
            return _merge(entry.element, _held_items(entry.element), before.items, wanted.items)
        case Item(), Item(), Item():
            held = _held_nodes(entry.element, 1)
            if tuple(h.says for h in held) != _spoken(entry.says):
                return None
            if not held:
                return None
            return _merge(entry.element, held, _spoken(before), _spoken(wanted))
    return None


def _spoken(entry: Item) -> Tree:
    return tuple(child for child in entry.children if child != Paragraph())


def _merged_runs(b: Paragraph, o: Paragraph, t: Paragraph) -> tuple[Run, ...] | None:
    sides: list[list[Any]] = [list(atoms(side.runs)) for side in (b, o, t)]
    made = merged(*sides)
    return None if made is None else paragraph(made).runs
