"""Where a remark sits in a text, and where it went when the text changed.

An anchor is a block, a field of it, the words that were selected, and the whole field as
it read then. Everything here is a pure function over plain words: `words_by_block` makes
them of a page, `locate` finds a new selection in them, `place` finds an old one again.
"""

from .folding import Folded, fold
from .placing import Anchor, Fate, Placement, anchor_at, locate, place
from .texts import PAGE, Words, name_of_block, words_by_block

__all__ = [
    "PAGE",
    "Anchor",
    "Fate",
    "Folded",
    "Placement",
    "Words",
    "anchor_at",
    "fold",
    "locate",
    "name_of_block",
    "place",
    "words_by_block",
]
