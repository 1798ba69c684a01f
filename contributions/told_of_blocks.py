"""What rooms above tell the public of one block of a published text: the life of a proposal
is made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kit.access import Registry

from .models import ContributionRecord


@dataclass(frozen=True)
class Told:
    """One dated fact about a block that everyone may know; `words` are quoted, `names` are
    of centres. `url` leads to where it is told whole; `anchor` names what somebody else
    wrote, so that anyone may report it."""

    at: datetime
    what: str
    words: str = ""
    names: tuple[str, ...] = ()
    url: str = ""
    anchor: str = ""


#: Each gives, by id of block, what it tells of these blocks of one text, in a constant
#: number of queries. Nothing of a text that the public does not read.
told_of_blocks: Registry[
    Callable[[ContributionRecord, Sequence[str]], Mapping[str, Sequence[Told]]]
] = Registry()


def told_of(record: ContributionRecord, blocks: Sequence[str]) -> dict[str, list[Told]]:
    """Everything that is told of each of these blocks, oldest first."""
    found: dict[str, list[Told]] = {block: [] for block in blocks}
    for tell in told_of_blocks:
        for block, lines in tell(record, blocks).items():
            found[block].extend(lines)
    return {block: sorted(lines, key=lambda line: line.at) for block, lines in found.items()}
