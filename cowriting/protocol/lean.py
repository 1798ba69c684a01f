"""A document without the words that were deleted in it."""

from __future__ import annotations

from .contents import CONTENTS, UNLIMITED
from .inspection import GC, SKIP, Ranges, inspect, read_head
from .lib0 import Reader, uint
from .spans import cover, put

_DELETED, _STRING, _ANY = 1, 4, 8


def without_deleted_words(update: bytes) -> bytes:
    """The same document, where what was deleted has its place and its length, and says
    nothing: letters, and values that others replaced.

    For a whole document that the parser wrote. Whatever stands beside deleted words finds
    its place as before; whoever has them keeps them, and may undo their deletion.
    """
    deleted: Ranges = {}
    put(deleted, inspect(update, UNLIMITED).deletes)
    reader = Reader(update)
    parts = [uint(clients := reader.uint())]
    for _ in range(clients):
        count, client, clock = reader.uint(), reader.uint(), reader.uint()
        parts += [uint(count), uint(client), uint(clock)]
        for _ in range(count):
            start, info = reader.at, reader.byte()
            if info in (GC, SKIP):
                length = reader.uint()
                parts.append(update[start : reader.at])
            else:
                read_head(reader, info)
                content, at = info & 0x1F, reader.at
                length, _name, _octets = CONTENTS[content](reader, UNLIMITED)
                gone = length and cover(deleted, {client: [(clock, length)]})
                if gone and content in (_STRING, _ANY):
                    head = bytes((info & ~0x1F | _DELETED,)) + update[start + 1 : at]
                    parts += [head, uint(length)]
                else:
                    parts.append(update[start : reader.at])
            clock += length
    parts.append(update[reader.at :])
    return b"".join(parts)
