"""The shape of a shared document, schema 1: one table for the server and the browser.

A document has two root maps. `page` holds a text for each field of `PAGE`. `blocks`
holds a map for each block, under its id: `type`, `order` (see `ordering.py`), `deleted`,
the rich text `text`, one plain text for each of `TEXT_SLOTS`, and choices under
`choice:<field>`. Texts belong to slots, whatever the type of the block: giving a block
another type, moving it or deleting it writes one scalar and touches no word.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from contributions.blocks import BODY_BLOCKS
from contributions.enums import Horizon, SourceKind

#: A document of another schema is made anew from the words of its page.
SCHEMA = 1

#: The slot of formatted words, a fragment; every other slot of words is a plain text.
RICH_SLOT = "text"


class Kind(StrEnum):
    """What a field holds, and how its slot spells it."""

    LINE = "line"
    LINES = "lines"
    LIST = "list"  # one item a line
    RICH = "rich"
    PLAIN_RICH = "plain_rich"  # plain lines in the page, formatted words in the document
    TABLE = "table"
    OPTION = "option"
    FILE = "file"
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    """Where a field lives. `options`: the values that a choice may take besides ""."""

    kind: Kind
    slot: str
    options: tuple[str, ...] = ()
    default: str = ""


def _line(slot: str) -> Field:
    return Field(Kind.LINE, slot)


def _lines(slot: str) -> Field:
    return Field(Kind.LINES, slot)


def _list(slot: str) -> Field:
    return Field(Kind.LIST, slot)


def _option(name: str, options: list[str], default: str = "") -> Field:
    return Field(Kind.OPTION, f"choice:{name}", tuple(options), default)


_RICH = Field(Kind.RICH, RICH_SLOT)

#: Fields of the page: plain texts of the root map `page`, under their own names.
PAGE = {
    "title": _line("title"),
    "summary": _lines("summary"),
    "approach": _lines("approach"),
    "addressees": _lines("addressees"),
}

#: The longest title that the page's column holds, in characters.
TITLE_LENGTH = 255

#: Type of block → field of its value → where it lives in the document.
SHAPE: dict[str, dict[str, Field]] = {
    "finding": {
        "title": _line("title"),
        "text": _RICH,
        "territory": _line("territory"),
        "source_kind": _option("source_kind", SourceKind.values),
        "source": _line("source"),
    },
    "proposal": {
        "title": _line("title"),
        "text": _RICH,
        "horizon": _option("horizon", Horizon.values),
        "audiences": _list("audiences"),
        "lead_actors": _list("lead_actors"),
        "associated_actors": _list("associated_actors"),
        "lever": _line("lever"),
        "condition": _line("condition"),
        "means": _line("means"),
        "example": _lines("example"),
    },
    "attention": {"title": _line("title"), "text": _RICH},
    "heading": {"level": _option("level", ["h2", "h3"], "h2"), "text": _line("title")},
    "text": {"text": _RICH},
    "quote": {"quote": Field(Kind.PLAIN_RICH, RICH_SLOT), "attribution": _line("attribution")},
    "figure": {
        "value": _line("value"),
        "unit": _line("unit"),
        "label": _line("label"),
        "year": _line("year"),
        "source": _line("source"),
        "exactness": _line("exactness"),
    },
    "table": {"caption": _line("caption"), "table": Field(Kind.TABLE, "rows")},
    "image": {
        "image": Field(Kind.FILE, "choice:image"),
        "alt_text": _line("alt_text"),
        "decorative": Field(Kind.FLAG, "choice:decorative"),
        "caption": _line("caption"),
    },
    "document": {
        "document": Field(Kind.FILE, "choice:document"),
        "description": _line("description"),
    },
    "video": {
        "title": _line("title"),
        "address": _line("address"),
        "duration": _line("duration"),
        "transcript": _lines("transcript"),
    },
}

_PLAIN = (Kind.LINE, Kind.LINES, Kind.LIST)

#: Every plain text that a block is created with, whatever its type.
TEXT_SLOTS: tuple[str, ...] = tuple(
    sorted({f.slot for fields in SHAPE.values() for f in fields.values() if f.kind in _PLAIN})
)


def as_json() -> dict[str, Any]:
    """What a browser needs to know of the shape.

    `{"schema", "slots": [name], "page": {name: field}, "blocks": {type: {name: field}}}`;
    a field is `{"kind", "slot", "options", "default", "limit"}`, `limit` being the number
    of characters that the page's own editor accepts, or null.
    """
    known: dict[str, Any] = dict(BODY_BLOCKS)
    return {
        "schema": SCHEMA,
        "slots": list(TEXT_SLOTS),
        "page": {
            name: asdict(field) | {"limit": TITLE_LENGTH if name == "title" else None}
            for name, field in PAGE.items()
        },
        "blocks": {
            kind: {
                name: asdict(field) | {"limit": _limit(known[kind].child_blocks[name])}
                for name, field in fields.items()
            }
            for kind, fields in SHAPE.items()
        },
    }


def _limit(block: Any) -> int | None:
    # A list has one block for its items, and the limit is theirs.
    block = getattr(block, "child_block", block)
    limit: int | None = getattr(getattr(block, "field", None), "max_length", None)
    return limit
