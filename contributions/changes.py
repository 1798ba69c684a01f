"""What changed from one version of a text to another: block by block, word by word.

Pure functions over pieces of words: whoever may read both versions may read this.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from .words import Field, Piece

#: A word or a mark with the spaces behind it, so that no run is made of spaces alone.
_TOKEN = re.compile(r"\w+[^\S\n]*|[^\w\s][^\S\n]*|\s")

#: Below this likeness a passage reads better as struck out and written anew.
_LIKENESS = 0.35


class Fate(Enum):
    """What became of a piece."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True)
class Run:
    """Words in a row that were all kept (`=`), added (`+`) or removed (`-`)."""

    sign: str
    words: str


@dataclass(frozen=True)
class FieldChange:
    """A field that changed; without runs, its words stand and their form changed."""

    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Change:
    """A piece that is not as it was; `moved` when its place changed too."""

    piece: Piece
    fate: Fate
    fields: tuple[FieldChange, ...]
    moved: bool = False


def changes_between(
    before: Sequence[Piece], after: Sequence[Piece], *, whole: bool = False
) -> list[Change]:
    """What separates two versions, in the order of the new one; a removed piece stands
    where it stood, behind the piece that came before it.

    `whole`: the pieces and fields of words that did not change are there too, so that the
    new version can be read from its beginning to its end.
    """
    old = {piece.key: piece for piece in before}
    kept = {piece.key for piece in after} & old.keys()
    moved = _moved([piece.key for piece in before], [piece.key for piece in after])
    gone = _removed_behind(before, kept)
    found = [_whole(piece, Fate.REMOVED) for piece in gone.get("", [])]
    for piece in after:
        change = _change(old[piece.key], piece, moved, whole) if piece.key in old else None
        if piece.key not in old:
            change = _whole(piece, Fate.ADDED)
        found += [change] if change else []
        found += [_whole(lost, Fate.REMOVED) for lost in gone.get(piece.key, [])]
    return found


def _removed_behind(before: Sequence[Piece], kept: set[str]) -> dict[str, list[Piece]]:
    """Removed pieces by the key of the last piece before them that was kept."""
    behind: dict[str, list[Piece]] = {}
    last = ""
    for piece in before:
        if piece.key in kept:
            last = piece.key
        else:
            behind.setdefault(last, []).append(piece)
    return behind


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest keys whose place changed among those in both."""
    both = set(before) & set(after)
    old = [key for key in before if key in both]
    new = [key for key in after if key in both]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    still = {key for at, _to, size in matcher.get_matching_blocks() for key in old[at : at + size]}
    return both - still


def _whole(piece: Piece, fate: Fate) -> Change:
    """All the words of a piece, but those that name it already."""
    sign = "+" if fate is Fate.ADDED else "-"
    told = (field for field in piece.fields if field.words and field.words != piece.title)
    fields = tuple(FieldChange(field.label, (Run(sign, field.words),)) for field in told)
    return Change(piece, fate, fields)


def _change(old: Piece, new: Piece, moved: set[str], whole: bool) -> Change | None:
    """How a piece that both versions have changed, None when it did not."""
    pairs = list(zip(old.fields, new.fields, strict=True))
    changed = any(was.source != now.source for was, now in pairs)
    fields = tuple(
        _same_field(now) if was.source == now.source else _field_change(was, now)
        for was, now in pairs
        if was.source != now.source or (whole and _is_read(now, new))
    )
    if changed:
        return Change(new, Fate.CHANGED, fields, new.key in moved)
    if new.key in moved:
        return Change(new, Fate.MOVED, fields, True)
    return Change(new, Fate.SAME, fields) if whole else None


def _is_read(field: Field, piece: Piece) -> bool:
    """Whether a field that did not change is part of what one reads."""
    return bool(field.words) and field.words != piece.title and not field.chosen


def _same_field(field: Field) -> FieldChange:
    return FieldChange(field.label, (Run("=", field.words),))


def _field_change(was: Field, now: Field) -> FieldChange:
    return FieldChange(now.label, () if was.words == now.words else runs(was.words, now.words))


def runs(before: str, after: str) -> tuple[Run, ...]:
    """The words of both, in runs; what is removed stands before what is added.

    Spaces are no words: where they alone differ, nothing is said.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    if matcher.ratio() < _LIKENESS:
        return _said(("-", before), ("+", after))
    found: list[tuple[str, str]] = []
    for action, i, j, k, m in matcher.get_opcodes():
        if action == "equal":
            # The longer of the two: its space parts it from what was added or removed.
            found.append(("=", "".join(map(_longer, old[i:j], new[k:m]))))
        else:
            found += [("-", "".join(old[i:j])), ("+", "".join(new[k:m]))]
    return _said(*found)


def _bare(tokens: list[str]) -> list[str]:
    return [token.strip() or token for token in tokens]


def _longer(one: str, other: str) -> str:
    return max(one, other, key=len)


def _said(*found: tuple[str, str]) -> tuple[Run, ...]:
    return tuple(Run(sign, words) for sign, words in found if words)
