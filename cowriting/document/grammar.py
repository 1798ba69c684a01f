"""What may lie in what in a shared document: all that our own editor writes, and no more.

An editor deletes what it cannot show, with the words in it and in the name of whoever has
the page open: a paragraph inside a paragraph, a text beside paragraphs, an unknown mark.
"""

from __future__ import annotations

from collections.abc import Mapping

from .shape import PAGE

_BLOCKS = ("<paragraph>", "<bulletList>", "<orderedList>")

#: By the names of `protocol.inspection.Struct`; what lies under the keys of something has
#: a dot at its end.
GRAMMAR: Mapping[str, frozenset[str]] = {
    holder: frozenset(held)
    for holder, held in {
        "page.": ("text",),
        "blocks.": ("map",),
        "map.": ("map", "text", "fragment", "value", "letters"),
        "text": ("letters",),
        "fragment": _BLOCKS,
        "<paragraph>": ("words", "<hardBreak>"),
        "<bulletList>": ("<listItem>",),
        "<orderedList>": ("<listItem>",),
        "<listItem>": _BLOCKS,
        "words": ("letters", "*bold", "*italic", "*link"),
        "<paragraph>.": ("value", "letters"),
        "<listItem>.": ("value", "letters"),
    }.items()
}

#: Blocks that one document may have in its life, deleted ones too, with the fields around.
MOST_ENTRIES = 3_000 + len(PAGE)
