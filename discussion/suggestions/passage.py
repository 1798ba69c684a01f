"""Where the words that a suggestion changes are today, and what it puts there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from discussion.anchors import Fate, Placement, Words, place
from discussion.anchors.placing import AROUND
from discussion.models import Remark
from discussion.suggestions.rewriting import core_of

#: How many characters a suggestion may propose, and may be about.
MOST = 10_000

#: Spaces that typography puts into pages, and that a selection brings back.
_PAGE_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})


@dataclass(frozen=True)
class Kept:
    """A passage as it is kept: what `anchors` asks of one."""

    block_id: str
    field: str
    quote: str
    prefix: str
    suffix: str
    said: str
    start: int

    @classmethod
    def of(cls, anchor: Mapping[str, Any]) -> Kept:
        return cls(**{name: anchor[name] for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Change:
    """`replacement` for what is at `where` in the words of today."""

    where: Placement
    replacement: str


def change_of(remark: Remark, words: Words) -> Change | None:
    """What a suggestion changes in `words`; None when the words that it is about are not
    there any more, or not as they were.

    Words of the passage that it leaves alone may have changed: then it is about the others.
    """
    suggestion = remark.suggestion
    where = place(remark, words)
    if where.found:
        return Change(where, suggestion.replacement)
    start, end, replacement = core_of(remark.quote, suggestion.replacement)
    core = Kept(
        remark.block_id, remark.field, remark.quote[start:end],
        (remark.prefix + remark.quote[:start])[-AROUND:],
        (remark.quote[end:] + remark.suffix)[:AROUND],
        remark.said, remark.start + start,
    )  # fmt: skip
    if core.quote == remark.quote or not core.quote.strip():
        return None
    where = place(core, words)
    return Change(where, replacement) if where.fate is Fate.THERE else None


def clean(replacement: str) -> str:
    """What was typed, without what its page had put into the words to be replaced."""
    return replacement.translate(_PAGE_SPACES).replace("\r\n", "\n").strip()
