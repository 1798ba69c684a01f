"""Follow a passage from the words of then to those of today."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from .folding import fold

#: Words compared at most on either side: beyond, what stands around the passage decides.
_MOST = 1500

_WORD = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")


def moved_to(said: str, today: str, begin: int, end: int) -> int | None:
    """Where the folded stretch `begin:end` of `said` is in folded `today`; None when one of
    its words was touched, or when following it would cost too much."""
    then, now = fold(said).text, fold(today).text
    if then == now:
        return begin
    head, tail = _common(then, now), _common(then[::-1], now[::-1])
    kept_before, kept_after = head - end, begin - (len(then) - tail)
    if max(kept_before, kept_after) >= 0:
        # Both hold where equal words were put in beside: the side that kept more is right.
        stays = kept_before + begin > kept_after + len(then) - end
        stays = kept_after < 0 or (kept_before >= 0 and stays)
        return begin if stays else begin + len(now) - len(then)
    found = _through_words(_worded(said), _worded(today), begin, end)
    same = found is not None and now.startswith(then[begin:end], found)
    return found if same else None


def _common(one: str, other: str) -> int:
    """How many first letters two texts share, by halves."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _through_words(then: _Worded, now: _Worded, begin: int, end: int) -> int | None:
    """The same, by the words that both texts have between what is equal at both ends."""
    touched = range(then.word_at(begin), then.words_until(end))
    head, tail = _equal_ends(then.words, now.words)
    # The passage itself is always among the words compared.
    head, tail = min(head, touched.start), min(tail, len(then.words) - touched.stop)
    one = then.words[head : len(then.words) - tail]
    other = now.words[head : len(now.words) - tail]
    if max(len(one), len(other)) > _MOST:
        return None
    for a, b, size in _kept(tuple(one), tuple(other)):
        if head + a <= touched.start and touched.stop <= head + a + size:
            return begin + now.begins[head + b] - then.begins[head + a]
    return None


def _equal_ends(one: list[str], other: list[str]) -> tuple[int, int]:
    """How many words are equal at the beginning, and at the end, of two texts."""
    most = min(len(one), len(other))
    head = next((at for at in range(most) if one[at] != other[at]), most)
    tail = next((at for at in range(most - head) if one[-1 - at] != other[-1 - at]), most - head)
    return head, tail


@lru_cache(maxsize=256)
def _kept(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[int, int, int]]:
    """The stretches of words that both have, in order."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks]


@dataclass(frozen=True)
class _Worded:
    """The words of a text, folded, and where each begins in the folded text."""

    words: list[str]
    begins: list[int]

    def word_at(self, position: int) -> int:
        """The word in which a folded position stands."""
        return max(0, bisect_right(self.begins, position) - 1)

    def words_until(self, position: int) -> int:
        """How many words begin before a folded position."""
        return bisect_left(self.begins, position)


@lru_cache(maxsize=256)
def _worded(text: str) -> _Worded:
    words: list[str] = []
    begins: list[int] = []
    whole = fold(text)
    for found in _WORD.finditer(text):
        begin, end = whole.at_or_after(found.start()), whole.at_or_after(found.end())
        if begin < end:
            words.append(whole.text[begin:end])
            begins.append(begin)
    return _Worded(words, begins)
