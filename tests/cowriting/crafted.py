"""Updates that no browser of ours writes, byte by byte."""

from __future__ import annotations

from cowriting.protocol.lib0 import text, uint

ARRAY, MAP, TEXT = 0, 1, 2
GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, ANY, DOC, SKIP = range(11)


def update(
    structs: dict[int, tuple[int, list[bytes]]],
    deletes: dict[int, list[tuple[int, int]]] | None = None,
) -> bytes:
    """`structs`: client → first clock and the structs; `deletes`: client → ranges."""
    parts = [uint(len(structs))]
    for client, (clock, made) in structs.items():
        parts += [uint(len(made)), uint(client), uint(clock), *made]
    parts.append(uint(len(deletes or {})))
    for client, spans in (deletes or {}).items():
        parts += [uint(client), uint(len(spans))]
        parts += [uint(number) for span in spans for number in span]
    return b"".join(parts)


def in_root(root: str, key: str, content: int, rest: bytes) -> bytes:
    """A struct under `key` of a root map."""
    return bytes((content | 0x20,)) + uint(1) + text(root) + text(key) + rest


def inside(parent: tuple[int, int], key: str, content: int, rest: bytes) -> bytes:
    """A struct under `key` of the map with an id."""
    return bytes((content | 0x20,)) + uint(0) + _id(parent) + text(key) + rest


def within(parent: tuple[int, int], content: int, rest: bytes) -> bytes:
    """A struct in the text or element with an id, beside nothing."""
    return bytes((content,)) + uint(0) + _id(parent) + rest


def before(right: tuple[int, int], content: int, rest: bytes) -> bytes:
    return bytes((content | 0x40,)) + _id(right) + rest


def after(origin: tuple[int, int], content: int, rest: bytes) -> bytes:
    return bytes((content | 0x80,)) + _id(origin) + rest


def between(origin: tuple[int, int], right: tuple[int, int], content: int, rest: bytes) -> bytes:
    return bytes((content | 0xC0,)) + _id(origin) + _id(right) + rest


def _id(one: tuple[int, int]) -> bytes:
    return uint(one[0]) + uint(one[1])


def chain(client: int, start: int, count: int) -> bytes:
    """Maps inside maps, `count` of them, going on from clock `start`."""
    made = [
        in_root("blocks", "k", TYPE, uint(MAP))
        if clock == 0
        else inside((client, clock - 1), "k", TYPE, uint(MAP))
        for clock in range(start, start + count)
    ]
    return update({client: (start, made)})
