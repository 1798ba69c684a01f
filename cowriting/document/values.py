"""The value of one field: as a page stores it, as a document holds it, and in between.

In between is what says the same words whatever their spelling: a string for words, a
tuple of items, a tree of rich text, a table, a choice. Where a document and its base
agree on that, the page keeps the spelling it has.
"""

from __future__ import annotations

from typing import Any, Final

from pycrdt import Map, XmlFragment

from . import fragments, markup, richtext, tables
from .reading import text_of
from .richtext import line, lines
from .shape import Field, Kind


class Missing:
    """What a document does not hold, or a page stores in a way that we do not know."""


MISSING: Final = Missing()

#: The greatest id that a database gives.
_MAX_ID = 2**63 - 1


def of_raw(field: Field, raw: Any) -> Any:
    """What a page's raw value says; MISSING for a value that no writer of ours makes."""
    match field.kind:
        case Kind.LINE:
            return line(_words(raw))
        case Kind.LINES:
            return lines(_words(raw))
        case Kind.LIST:
            return tuple(word for word, _id in _items(raw))
        case Kind.RICH:
            return markup.parse(raw) if isinstance(raw, str) else ()
        case Kind.PLAIN_RICH:
            return lines(_words(raw))
        case Kind.TABLE:
            table = tables.of_raw(raw)
            return MISSING if table is None else table
        case _:
            return _choice(field, raw)


def of_block(field: Field, block: Map[Any]) -> Any:
    """What a block of the document says; MISSING when its slot is not there."""
    match field.kind:
        case Kind.RICH | Kind.PLAIN_RICH:
            held = block.get(field.slot)
            if not isinstance(held, XmlFragment):
                return MISSING
            words = fragments.read(held)
            return words if field.kind is Kind.RICH else richtext.plain(words)
        case Kind.TABLE:
            table = tables.read(block)
            return MISSING if table is None else table
        case Kind.OPTION | Kind.FILE | Kind.FLAG:
            # A choice that was never made is not written.
            return _choice(field, block.get(field.slot))
        case _:
            typed = text_of(block.get(field.slot))
            return MISSING if typed is None else of_typed(field, typed)


def of_typed(field: Field, typed: str) -> Any:
    """What the words of a plain slot say."""
    if field.kind is Kind.LIST:
        return tuple(item for item in map(line, lines(typed).split("\n")) if item)
    return line(typed) if field.kind is Kind.LINE else lines(typed)


def to_raw(field: Field, value: Any, base: Any, owner: str) -> Any:
    """What a page stores for a value; `owner` makes ids of new items the same for all."""
    match field.kind:
        case Kind.LIST:
            return _list_raw(value, base, f"{owner}/{field.slot}")
        case Kind.RICH:
            return markup.render(value)
        case Kind.TABLE:
            return tables.to_raw(value, base)
        case _:
            return value


def empty(field: Field) -> Any:
    """What a field says that nobody filled in."""
    return of_raw(field, None)


def typed(field: Field, value: Any) -> str:
    """The words of a plain slot that says `value`."""
    return "\n".join(value) if field.kind is Kind.LIST else str(value)


def as_tree(field: Field, value: Any) -> richtext.Tree:
    """The formatted words of a rich slot that says `value`."""
    tree: richtext.Tree = richtext.from_plain(value) if field.kind is Kind.PLAIN_RICH else value
    return tree


def _words(raw: Any) -> str:
    if isinstance(raw, str):
        return raw
    # A number was a legal way to fill in a year once.
    return str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else ""


def _items(raw: Any) -> list[tuple[str, Any]]:
    """Words and id of each item that says something; the older format has no ids."""
    found = []
    for entry in raw if isinstance(raw, list) else ():
        of_today = isinstance(entry, dict) and entry.get("type") == "item"
        words = line(_words(entry.get("value") if of_today else entry))
        if words:
            found.append((words, entry.get("id") if of_today else None))
    return found


def _list_raw(value: tuple[str, ...], base: Any, owner: str) -> list[dict[str, Any]]:
    kept: dict[str, list[str]] = {}
    for words, key in _items(base):
        if isinstance(key, str):
            kept.setdefault(words, []).append(key)
    taken = {key for keys in kept.values() for key in keys}
    made = []
    for rank, words in enumerate(value):
        mine = kept.get(words)
        made.append(
            {"type": "item", "value": words, "id": mine.pop(0) if mine else _id(owner, rank, taken)}
        )
    return made


def _id(owner: str, rank: int, taken: set[str]) -> str:
    key = tables.made_id(owner, "item", rank)
    while key in taken:
        key = tables.made_id(owner, key, rank)
    taken.add(key)
    return key


def _choice(field: Field, raw: Any) -> Any:
    match field.kind:
        case Kind.FLAG:
            return raw is True
        case Kind.FILE:
            # JavaScript has one kind of numbers.
            whole = int(raw) if isinstance(raw, float) and raw.is_integer() else raw
            number = isinstance(whole, int) and not isinstance(whole, bool)
            return whole if number and 0 < whole <= _MAX_ID else None
        case _:
            return raw if isinstance(raw, str) and raw in field.options else field.default
