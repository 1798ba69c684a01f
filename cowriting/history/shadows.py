"""A document whose letters say who wrote them.

Order in a shared document depends on ids alone. So the same update, with each letter
replaced by its writer's sign, makes a document of the same shape: read side by side, the
one says the words and the other who wrote each of them, to the letter.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from pycrdt import Doc, Text, XmlText

from ..document.crdt import new_doc

#: The first letter of those that no language uses: as many people as there are.
FIRST_SIGN = 0xE000
MOST_SIGNS = 6400

# What an item holds, by the number under which Yjs writes it; GC and Skip hold a length.
_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY, _DOC, _SKIP = range(11)
_NAMED_TYPES = (3, 5)


def shadow_of(doc: Doc, sign_of: Callable[[int], int]) -> Doc:
    """The twin of `doc`; `sign_of` says the number, below `MOST_SIGNS`, that stands for
    what a client id wrote."""
    twin: Doc = new_doc()
    twin.apply_update(_Signed(doc.get_update(), sign_of).update())
    return twin


def signed_words(text: Text | XmlText, twin: Text | XmlText) -> list[tuple[int, str]]:
    """The words of a text in runs of one sign."""
    words, signs = _plain(text), _plain(twin)
    units = [(letter, 2 if ord(letter) > 0xFFFF else 1) for letter in words]
    if sum(size for _letter, size in units) != len(signs):
        return [(0, words)] if words else []
    pairs: list[tuple[int, str]] = []
    at = 0
    for letter, size in units:
        pairs.append((ord(signs[at]) - FIRST_SIGN, letter))
        at += size
    grouped = groupby(pairs, key=lambda pair: pair[0])
    return [(sign, "".join(letter for _sign, letter in same)) for sign, same in grouped]


def _plain(text: Text | XmlText) -> str:
    if isinstance(text, Text):
        return str(text)
    return "".join(words for words, _marks in text.diff() if isinstance(words, str))


def seed_in(update: bytes, client: int) -> bytes:
    """What one client wrote from its first letter on, cut out of an update of ours; for
    who wrote the first words of a document, that is what it began with."""
    walk = _Signed(update, lambda _client: 0)
    for _section in range(walk.number()):
        start = walk.at
        structs, whose, clock = walk.number(), walk.number(), walk.number()
        for _struct in range(structs):
            walk.struct("")
        if whose == client and clock == 0:
            return b"\x01" + update[start : walk.at] + b"\x00"
    return b"\x00\x00"


class _Signed:
    """An update of ours, read struct by struct and written with signs for letters.

    It is what our parser wrote: nothing of it is checked again.
    """

    def __init__(self, update: bytes, sign_of: Callable[[int], int]) -> None:
        self.data = update
        self.sign_of = sign_of
        self.at = self.kept = 0
        self.out: list[bytes] = []

    def update(self) -> bytes:
        for _section in range(self.number()):
            structs = self.number()
            sign = chr(FIRST_SIGN + self.sign_of(self.number()))
            self.number()
            for _struct in range(structs):
                self.struct(sign)
        return b"".join([*self.out, self.data[self.kept :]])

    def struct(self, sign: str) -> None:
        info = self.data[self.at]
        self.at += 1
        kind = info & 0x1F
        if kind in (_GC, _SKIP):
            self.number()
            return
        self._place(info)
        if kind == _STRING:
            self._letters(sign)
        else:
            self._content(kind)

    def _place(self, info: int) -> None:
        """Step over what an item stands behind and before, or in what it stands."""
        for side in (0x80, 0x40):
            if info & side:
                self.number()
                self.number()
        if info & 0xC0:
            return
        if self.number() == 1:
            self._bytes()
        else:
            self.number()
            self.number()
        if info & 0x20:
            self._bytes()

    def _letters(self, sign: str) -> None:
        start = self.at
        words = self._bytes().decode()
        size = sum(2 if ord(letter) > 0xFFFF else 1 for letter in words)
        signed = (sign * size).encode()
        self.out += [self.data[self.kept : start], as_var(len(signed)), signed]
        self.kept = self.at

    def _content(self, kind: int) -> None:
        if kind == _DELETED:
            self.number()
        elif kind == _JSON:
            for _value in range(self.number()):
                self._bytes()
        elif kind == _FORMAT:
            self._bytes()
            self._bytes()
        elif kind == _TYPE:
            if self.number() in _NAMED_TYPES:
                self._bytes()
        elif kind == _ANY:
            for _value in range(self.number()):
                self._any()
        elif kind == _DOC:
            self._bytes()
            self._any()
        else:  # binary and embedded values
            self._bytes()

    def _any(self) -> None:
        kind = self.data[self.at]
        self.at += 1
        if kind == 125:  # a whole number, signed
            self.number()
        elif kind in (124, 123, 122):  # float, double, big
            self.at += {124: 4}.get(kind, 8)
        elif kind in (119, 116):  # string, bytes
            self._bytes()
        elif kind == 118:  # object
            for _pair in range(self.number()):
                self._bytes()
                self._any()
        elif kind == 117:  # array
            for _item in range(self.number()):
                self._any()

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def _bytes(self) -> bytes:
        size = self.number()
        self.at += size
        return self.data[self.at - size : self.at]


def as_var(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
