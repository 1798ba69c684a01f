"""Read a shared document that anybody may have written: nothing in it is taken on trust."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pycrdt import Doc, Map, Text

T = TypeVar("T")


def root(doc: Doc[Any], name: str) -> Map[Any]:
    """One of the two maps of a document, empty in a document that has none."""
    return doc.get(name, type=Map)


def maps_in(holder: Map[Any]) -> Iterator[tuple[str, Map[Any]]]:
    """The maps in a map by their keys, in the order of the keys."""
    for key in sorted(holder.keys()):
        value = holder[key]
        if isinstance(value, Map):
            yield key, value


def live(holder: Map[Any]) -> list[tuple[str, Map[Any]]]:
    """What is not deleted, in its order, each with its key."""
    standing = [(order_of(m), key, m) for key, m in maps_in(holder) if not is_deleted(m)]
    return [(key, m) for _order, key, m in sorted(standing, key=lambda found: found[:2])]


def order_of(entry: Map[Any]) -> str:
    return scalar(entry, "order", str) or ""


def is_deleted(entry: Map[Any]) -> bool:
    return scalar(entry, "deleted", bool) is True


def scalar(entry: Map[Any], key: str, kind: type[T]) -> T | None:
    """A value of that very type, None for any other and for none."""
    value = entry.get(key)
    return value if type(value) is kind else None


def text_of(value: Any) -> str | None:
    """The words of a plain text as they are typed; None for what is none."""
    return str(value) if isinstance(value, Text) else None
