"""The variable-length encodings that Yjs and its protocols are written in.

Reading never allocates more than the bytes hold: a length that reaches past the end is
refused before anything is made of it.
"""

from __future__ import annotations

import json
from typing import Any

#: Client ids are the largest numbers that are written: what JavaScript counts exactly.
LARGEST = 2**53 - 1


class Malformed(ValueError):
    """Bytes that no Yjs client writes."""


class Reader:
    """Reads from `data`, from its first byte on; `at` is the next one. Every method
    raises Malformed when the bytes end too early or cannot be what is asked for."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.end = len(data)

    @property
    def left(self) -> int:
        return self.end - self.at

    def byte(self) -> int:
        at = self.at
        if at >= self.end:
            raise Malformed("ends too early")
        self.at = at + 1
        return self.data[at]

    def uint(self) -> int:
        """A number of at most 53 bits, in its shortest form as every encoder writes it."""
        at, data = self.at, self.data
        try:
            byte = data[at]
            if byte < 128:
                self.at = at + 1
                return byte
            number, shift = byte & 127, 7
            while True:
                at += 1
                byte = data[at]
                number |= (byte & 127) << shift
                if byte < 128:
                    break
                shift += 7
                if shift > 49:
                    raise Malformed("number too long")
        except IndexError:
            raise Malformed("ends too early") from None
        if byte == 0 or number > LARGEST:
            raise Malformed("number out of bounds")
        self.at = at + 1
        return number

    def skip_int(self) -> None:
        """Step over a signed number of at most 64 bits."""
        for _ in range(10):
            if self.byte() < 128:
                return
        raise Malformed("number too long")

    def skip(self, length: int) -> None:
        if length > self.end - self.at:
            raise Malformed("ends too early")
        self.at += length

    def octets(self) -> bytes:
        length = self.uint()
        at = self.at
        self.skip(length)
        return self.data[at : at + length]

    def text(self) -> str:
        try:
            return self.octets().decode()
        except UnicodeDecodeError:
            raise Malformed("not UTF-8") from None

    def finish(self) -> None:
        """Raise Malformed unless everything was read."""
        if self.at != self.end:
            raise Malformed("more than expected")


def parse_json(words: str) -> Any:
    """What JSON says to a strict parser. Raises Malformed."""
    try:
        return json.loads(words, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def uint(number: int) -> bytes:
    if number < 128:
        return bytes((number,))
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def octets(data: bytes) -> bytes:
    return uint(len(data)) + data


def text(words: str) -> bytes:
    return octets(words.encode())
