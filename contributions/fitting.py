"""A text with marks in it has to fit its column: pure functions."""

from __future__ import annotations

import re

_MARK = r"\[(?:passage|fichier) masqué \d+\]"
_MARK_OR_WORD = re.compile(rf"({_MARK})\s*|(?:(?!{_MARK})\S)+\s*|\s+")


def fitted(text: str, limit: int | None) -> str:
    """A text that marks made longer than its column, without its last words.

    A mark that is cut hides for ever: it stays whole, and goes only where nothing else is
    left to go.
    """
    if limit is None or len(text) <= limit:
        return text
    pieces = list(_MARK_OR_WORD.finditer(text))
    words = [piece[0] for piece in pieces]
    last_first = range(len(words) - 1, -1, -1)
    for at in sorted(last_first, key=lambda at: bool(pieces[at][1])):
        if len("".join(words).strip()) <= limit:
            break
        words[at] = ""
    return "".join(words).strip()


def begun(text: str, limit: int) -> str:
    """The first letters of a text, without half a mark at their end."""
    cut = (mark.start() for mark in re.finditer(_MARK, text) if mark.start() < limit < mark.end())
    return text[: next(cut, limit)].rstrip()
