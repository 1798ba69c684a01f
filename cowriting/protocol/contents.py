"""What structs hold: each content is stepped over, no more of it being made than its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .lib0 import Malformed, Reader, parse_json

#: Its length on the clock, its name (see `inspection.Struct`), and the bytes of its words.
Content = tuple[int, str, int]

_TYPES = ("array", "map", "text", "element", "fragment", "hook", "words")
_ELEMENT, _HOOK = 3, 5


class BadUpdate(Malformed):
    """No client of ours writes this."""


class TooLarge(ValueError):
    """Well formed, and more than one update may hold."""


@dataclass(frozen=True)
class Limits:
    """`octets`, `structs`, `deletes` of one update; `values` is the size in bytes of one
    JSON value or of the attributes in one struct, and `depth` how deep it nests; `strict`
    refuses structs of no length, which our parser writes when it splits inside a letter."""

    octets: int = 1_048_576
    structs: int = 20_000
    deletes: int = 50_000
    values: int = 65_536
    depth: int = 16
    strict: bool = True


#: For what the server itself wrote: a whole document.
UNLIMITED = Limits(octets=2**30, structs=2**26, deletes=2**26, values=2**24, depth=64, strict=False)


def count_of(reader: Reader, *, least: int) -> int:
    """A number of things that take at least `least` bytes each."""
    count = reader.uint()
    if count * least > reader.left + least:
        raise BadUpdate("more than the bytes hold")
    return count


def _deleted(reader: Reader, limits: Limits) -> Content:
    return reader.uint(), "", 0


def _json(reader: Reader, limits: Limits) -> Content:
    count = count_of(reader, least=1)
    before = reader.at
    for _ in range(count):
        if reader.data[reader.at + 1 : reader.at + 10] == b"undefined":
            reader.octets()
        else:
            _json_value(reader, limits)
        _bound(reader.at - before, limits)
    return count, "json", 0


def _binary(reader: Reader, limits: Limits) -> Content:
    length = reader.uint()
    _bound(length, limits)
    reader.skip(length)
    return 1, "binary", 0


def _string(reader: Reader, limits: Limits) -> Content:
    """Its length on the clock is that of UTF-16, as JavaScript counts."""
    octets = reader.octets()
    if octets.isascii():
        return len(octets), "letters", len(octets)
    try:
        return len(octets.decode().encode("utf-16-le")) // 2, "letters", len(octets)
    except UnicodeDecodeError:
        raise BadUpdate("not UTF-8") from None


def _embed(reader: Reader, limits: Limits) -> Content:
    _json_value(reader, limits)
    return 1, "embed", 0


def _format(reader: Reader, limits: Limits) -> Content:
    name = reader.text()
    _json_value(reader, limits)
    return 1, f"*{name}", 0


def _type(reader: Reader, limits: Limits) -> Content:
    kind = reader.uint()
    if kind >= len(_TYPES):
        raise BadUpdate(f"type {kind}")
    if kind == _ELEMENT:
        return 1, f"<{reader.text()}>", 0
    if kind == _HOOK:
        reader.text()
    return 1, _TYPES[kind], 0


def _any(reader: Reader, limits: Limits) -> Content:
    count = count_of(reader, least=1)
    before = reader.at
    for _ in range(count):
        _skip_any(reader, limits, limits.depth)
        _bound(reader.at - before, limits)
    return count, "value", 0


CONTENTS: dict[int, Callable[[Reader, Limits], Content]] = {
    1: _deleted,
    2: _json,
    3: _binary,
    4: _string,
    5: _embed,
    6: _format,
    7: _type,
    8: _any,
    # 9 is a document inside the document: nobody here makes one.
}


def _bound(size: int, limits: Limits) -> None:
    if size > limits.values:
        raise TooLarge("values")


def _json_value(reader: Reader, limits: Limits) -> None:
    words = reader.text()
    _bound(len(words), limits)
    level = [parse_json(words)]
    for _ in range(limits.depth):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise BadUpdate("nested too deep")


_NO_BYTES, _FLOAT, _DOUBLE_OR_BIG = (127, 126, 121, 120), 124, (123, 122)


def _skip_any(reader: Reader, limits: Limits, depth: int) -> None:
    """Step over one value of lib0's own encoding."""
    if not depth:
        raise BadUpdate("nested too deep")
    kind = reader.byte()
    if kind in _NO_BYTES:
        return
    if kind == 125:
        reader.skip_int()
    elif kind == _FLOAT:
        reader.skip(4)
    elif kind in _DOUBLE_OR_BIG:
        reader.skip(8)
    elif kind == 119:
        reader.text()
    elif kind == 116:
        reader.skip(reader.uint())
    elif kind in (117, 118):
        for _ in range(count_of(reader, least=1)):
            if kind == 118:
                reader.text()
            _skip_any(reader, limits, depth - 1)
    else:
        raise BadUpdate(f"value {kind}")
