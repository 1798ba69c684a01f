"""A correction undone in words that were corrected again since: pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

#: A sign of formatted words, a word, spaces, or one other sign.
_TOKEN = re.compile(r"<[^>]*>|[^\W_]+|\s+|.", re.DOTALL)
#: Where tokens begin and end, and what stands there instead.
_Change = tuple[int, int, tuple[str, ...]]


def put_back(now: str, *, before: str, after: str) -> str | None:
    """What `now` says once the change from `before` to `after` is undone in it; None where
    the same words were changed again, or words beside them."""
    made = _TOKEN.findall(after)
    undone = _changes(made, _TOKEN.findall(before))
    since = _changes(made, _TOKEN.findall(now))
    wanted = [change for change in undone if change not in since]
    if any(_meet(one, other) for one in wanted for other in since):
        return None
    for start, end, words in sorted([*wanted, *since], reverse=True):
        made[start:end] = words
    return "".join(made)


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(a, b, tuple(new[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _meet(one: _Change, other: _Change) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
