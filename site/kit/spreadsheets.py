"""Words that a spreadsheet shows and never runs."""

from __future__ import annotations

import re
from typing import TypeVar

T = TypeVar("T")

#: What makes spreadsheet programs take a cell for a formula, or end it early.
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


#: What no spreadsheet may hold: one of these in one cell, and the whole file is refused.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def inert(value: T) -> T | str:
    """`value` for a cell; words that would be a formula begin with an apostrophe."""
    if not isinstance(value, str):
        return value
    words = _CONTROLS.sub("", value)
    return f"'{words}" if words.lstrip(" ").startswith(_TRIGGERS) else words
