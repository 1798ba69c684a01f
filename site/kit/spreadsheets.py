"""Words that a spreadsheet shows and never runs."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

#: What makes spreadsheet programs take a cell for a formula, or end it early.
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def inert(value: T) -> T | str:
    """`value` for a cell; words that would be a formula begin with an apostrophe."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_TRIGGERS):
        return f"'{value}"
    return value
