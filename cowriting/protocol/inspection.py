"""What an update from a browser contains, before anything is made of it.

A Yjs update (version 1) is a list of *structs* a client, then the ranges that it deletes.
Each struct takes `length` places on its client's clock. The parser of the shared document
trusts the numbers that it reads; here they are weighed first, in plain Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .contents import CONTENTS, UNLIMITED, BadUpdate, Limits, TooLarge, count_of
from .lib0 import Malformed, Reader
from .spans import meet

__all__ = [
    "GC", "ITEM", "LAST_CLOCK", "SKIP", "STRING", "TYPE", "UNLIMITED", "VALUE", "BadUpdate", "Id",
    "Inspection", "Limits", "Ranges", "Struct", "TooLarge", "inspect", "read_head",
]  # fmt: skip

Id = tuple[int, int]
Ranges = dict[int, list[tuple[int, int]]]

#: Kinds of structs: collected, words, values of a key, types that hold others, gaps; an
#: ITEM is any other.
GC, ITEM, TYPE, STRING, VALUE, SKIP = 0, 1, 2, 4, 8, 10
#: A clock beyond which no document of ours reaches, and some parsers wrap.
LAST_CLOCK = 2**31
_ORIGIN, _RIGHT, _KEY, _CONTENT = 0x80, 0x40, 0x20, 0x1F
_KINDS = {4: STRING, 7: TYPE, 8: VALUE}


class Struct(NamedTuple):
    """`parent` is the id of the type it is put in, a root's name, or None where a
    neighbour tells it; `key`, where it lies in a map. `name` says what it is: one of
    `letters`, `value`, `array`, `map`, `text`, `fragment`, `words` (a text in an element),
    `<tag>` for an element, `*name` for a mark, `json`, `binary`, `embed`, `hook`; nothing
    for what is deleted.
    """

    client: int
    clock: int
    length: int
    kind: int
    origin: Id | None = None
    right: Id | None = None
    parent: Id | str | None = None
    key: str | None = None
    name: str = ""


@dataclass
class Inspection:
    """`ranges` and `deletes` are (clock, length) by client; `octets` counts the UTF-8
    bytes of inserted text."""

    structs: dict[int, list[Struct]] = field(default_factory=dict)
    deletes: Ranges = field(default_factory=dict)
    octets: int = 0
    count: int = 0

    @property
    def clients(self) -> set[int]:
        """Whose structs these are."""
        return set(self.structs)

    @property
    def ranges(self) -> Ranges:
        """What the structs take on each client's clock, gaps left out."""
        merged: Ranges = {}
        for client, structs in self.structs.items():
            spans: list[tuple[int, int]] = []
            for struct in structs:
                if struct.kind == SKIP:
                    continue
                if spans and sum(spans[-1]) == struct.clock:
                    spans[-1] = (spans[-1][0], spans[-1][1] + struct.length)
                else:
                    spans.append((struct.clock, struct.length))
            if spans:
                merged[client] = spans
        return merged

    @property
    def types(self) -> list[Id]:
        """The ids of the types that are made."""
        return [
            (struct.client, struct.clock)
            for structs in self.structs.values()
            for struct in structs
            if struct.kind == TYPE
        ]

    @property
    def empty(self) -> bool:
        return not self.structs and not self.deletes

    def rests_on(self, ranges: Ranges) -> bool:
        """Whether anything here is, follows, stands beside, lies in or deletes what is in
        `ranges`, which are merged."""
        if meet(ranges, self.deletes):
            return True
        named: Ranges = {}
        for client, structs in self.structs.items():
            named.setdefault(client, []).append((structs[0].clock - 1, 1))
            for struct in structs:
                named[client].append((struct.clock, struct.length))
                for one in (struct.origin, struct.right, struct.parent):
                    if isinstance(one, tuple):
                        named.setdefault(one[0], []).append((one[1], 1))
        return meet(ranges, named)


def inspect(update: bytes, limits: Limits) -> Inspection:
    """What `update` contains.

    Raises BadUpdate when it is not what a client of ours writes, TooLarge when it is more
    than `limits` allow. Takes memory in proportion to its bytes, whatever numbers it names.
    """
    if len(update) > limits.octets:
        raise TooLarge("octets")
    reader, found = Reader(update), Inspection()
    try:
        _read_structs(reader, found, limits)
        _read_deletes(reader, found, limits)
        reader.finish()
    except BadUpdate:
        raise
    except Malformed as error:
        raise BadUpdate(*error.args) from None
    return found


def _read_structs(reader: Reader, found: Inspection, limits: Limits) -> None:
    clients = count_of(reader, least=4)
    for _ in range(clients):
        count, client, clock = count_of(reader, least=2), reader.uint(), reader.uint()
        found.count += count
        if found.count > limits.structs:
            raise TooLarge("structs")
        if client in found.structs or not count:
            raise BadUpdate("client named twice, or for nothing")
        structs = found.structs[client] = []
        for _ in range(count):
            struct = _read_struct(reader, client, clock, found, limits)
            clock += struct.length
            if clock > LAST_CLOCK or (limits.strict and not struct.length):
                raise BadUpdate("length out of bounds")
            structs.append(struct)


def _read_deletes(reader: Reader, found: Inspection, limits: Limits) -> None:
    total = 0
    for _ in range(count_of(reader, least=4)):
        client, count = reader.uint(), count_of(reader, least=2)
        total += count
        if total > limits.deletes:
            raise TooLarge("deletes")
        if client in found.deletes:
            raise BadUpdate("client named twice")
        spans = found.deletes[client] = []
        for _ in range(count):
            clock, length = reader.uint(), reader.uint()
            if not length or clock + length > LAST_CLOCK:
                raise BadUpdate("deletion out of bounds")
            spans.append((clock, length))


def _read_struct(
    reader: Reader, client: int, clock: int, found: Inspection, limits: Limits
) -> Struct:
    info = reader.byte()
    if info in (GC, SKIP):
        return Struct(client, clock, reader.uint(), info)
    head = read_head(reader, info)
    content = info & _CONTENT
    read = CONTENTS.get(content)
    if read is None:
        raise BadUpdate(f"content {content}")
    length, name, octets = read(reader, limits)
    found.octets += octets
    kind = _KINDS.get(content, ITEM)
    return Struct(client, clock, length, kind, *head, name)


def read_head(
    reader: Reader, info: int
) -> tuple[Id | None, Id | None, Id | str | None, str | None]:
    """What a struct with the first byte `info` stands beside and lies in: origin, right
    origin, parent and key."""
    origin = (reader.uint(), reader.uint()) if info & _ORIGIN else None
    right = (reader.uint(), reader.uint()) if info & _RIGHT else None
    parent, key = (None, None) if info & (_ORIGIN | _RIGHT) else _read_parent(reader, info)
    return origin, right, parent, key


def _read_parent(reader: Reader, info: int) -> tuple[Id | str, str | None]:
    named = reader.uint()
    if named > 1:
        raise BadUpdate("parent")
    parent = reader.text() if named else (reader.uint(), reader.uint())
    return parent, reader.text() if info & _KEY else None
