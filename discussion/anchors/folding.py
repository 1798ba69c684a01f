"""Words as they are compared: without white space, with plain quotes, and the way back.

What a person selects on a page is not what is stored: French spaces were put in on the
way out, lines were broken, an apostrophe was curled by a keyboard.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

#: Marks that two keyboards write differently, and those that nobody sees.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)


@dataclass(frozen=True)
class Folded:
    """Folded `text`, and where each of its characters begins and ends in the real words."""

    text: str
    begins: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions in the real words of a stretch of folded ones."""
        if start >= end:
            return (0, 0)
        return self.begins[start], self.ends[end - 1]

    def at_or_after(self, position: int) -> int:
        """The first folded character that begins at or after a position of the real words."""
        low, high = 0, len(self.begins)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.begins[middle] < position else (low, middle)
        return low


@lru_cache(maxsize=2048)
def fold(words: str) -> Folded:
    """`words` made comparable. Equal texts are folded once."""
    said: list[str] = []
    begins, ends = array("I"), array("I")
    for begin, end in _letters(words):
        kept = unicodedata.normalize("NFC", words[begin:end]).translate(_ALIKE)
        for sign in kept:
            if not sign.isspace():
                said.append(sign)
                begins.append(begin)
                ends.append(end)
    return Folded("".join(said), begins, ends)


def _letters(words: str) -> list[tuple[int, int]]:
    """Where each letter stands, together with the accents that are written after it."""
    if words.isascii():
        return [(at, at + 1) for at in range(len(words))]
    starts = [at for at, sign in enumerate(words) if at == 0 or not unicodedata.combining(sign)]
    return list(zip(starts, [*starts[1:], len(words)], strict=True))
