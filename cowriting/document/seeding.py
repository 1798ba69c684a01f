"""Make a shared document from the words of a page: the server does it, once."""

from __future__ import annotations

from typing import Any

from pycrdt import Doc, Map, Text, XmlFragment

from . import fragments, ordering, tables, values
from .body import Block, blocks_of, fields_of
from .crdt import new_doc
from .reading import root
from .shape import PAGE, RICH_SLOT, TEXT_SLOTS, Field, Kind

_CHOICES = (Kind.OPTION, Kind.FILE, Kind.FLAG)


def seed(words: dict[str, Any], *, client: int) -> bytes:
    """The update that makes a document say `words`, written under the id `client`.

    `words`: `title`, `summary`, `approach`, `addressees` as strings and `body`, the raw
    list of a StreamField or its JSON. Seeding twice makes two documents that
    do not merge: it happens once, under a lock.
    """
    doc: Doc[Any] = new_doc(client)
    with doc.transaction():
        page = root(doc, "page")
        for name, field in PAGE.items():
            page[name] = Text(values.of_raw(field, words.get(name)))
        holder = root(doc, "blocks")
        blocks = blocks_of(words)
        for block, order in zip(blocks, ordering.spread(len(blocks), client), strict=True):
            add_block(holder, block, order, client)
    return doc.get_update()


def add_block(holder: Map[Any], block: Block, order: str, client: int) -> None:
    """Put a block into the document; of an unknown one, only that it is there."""
    made: Map[Any] = Map()
    holder[block["id"]] = made
    made["type"] = block["type"]
    made["order"] = order
    fields = fields_of(block["type"], block.get("value"))
    if fields is None:
        return
    said = {
        field.slot: (field, values.of_raw(field, block["value"].get(name)))
        for name, field in fields.items()
    }
    for slot in TEXT_SLOTS:
        made[slot] = Text(values.typed(*said[slot]) if slot in said else "")
    rich = XmlFragment()
    made[RICH_SLOT] = rich
    fragments.write(rich, values.as_tree(*said[RICH_SLOT]) if RICH_SLOT in said else ())
    for field, value in said.values():
        _add_rest(made, block["id"], field, value, client)


def _add_rest(made: Map[Any], key: str, field: Field, value: Any, client: int) -> None:
    if field.kind is Kind.TABLE and isinstance(value, tables.Table):
        tables.write(made, key, value, client)
    elif field.kind in _CHOICES and value not in ("", None, False):
        made[field.slot] = value
