"""The blocks of a draft by name: what people share out among themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .words import anchor_of, title_of, words_of

if TYPE_CHECKING:
    from .models import ContributionPage

#: How many characters of a block without a title stand for one.
_NAME = 80


@dataclass(frozen=True)
class Block:
    """A block as one speaks of it: its type, its title or first words, where it stands."""

    key: str
    label: str
    name: str
    anchor: str
    is_heading: bool = False

    @property
    def title(self) -> str:
        return self.name or self.label


def outline_of(page: ContributionPage) -> list[Block]:
    """The blocks of the latest revision, in their order."""
    return [_block(block) for block in page.get_latest_revision_as_object().body]


def _block(block: Any) -> Block:
    name = title_of(block) or words_of(block)
    if len(name) > _NAME:
        name = f"{name[:_NAME].rsplit(' ', 1)[0]}…"
    return Block(
        str(block.id), str(block.block.label), name, anchor_of(block),
        block.block_type == "heading",
    )  # fmt: skip
