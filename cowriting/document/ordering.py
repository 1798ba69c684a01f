"""Where a block stands: a fraction between its neighbours, as a string.

A key is `<fraction>.<client id>`; keys are compared as plain code points, and the id of
the block decides between equal ones. Fractions are digits 0-9A-Za-z after an unwritten
"0.", without a zero at their end. "." is below every digit, so that the client id that
keeps two concurrent moves apart never changes the order of two fractions.

The browser computes keys in the same way (`site/front/cowriting/`).
"""

from __future__ import annotations

import re

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_FRACTION = re.compile(r"[0-9A-Za-z]{0,400}(?<!0)\Z")
_MIDDLE = "V"


def spread(count: int, client: int) -> list[str]:
    """`count` ascending keys with room between all of them."""
    width = 2
    while _BASE**width < 4 * (count + 1):
        width += 1
    step = _BASE**width // (count + 1)
    return [f"{_fraction(step * rank, width)}.{client}" for rank in range(1, count + 1)]


def between(before: str | None, after: str | None, client: int) -> str:
    """A key above `before` and below `after`; None is an end of the list.

    Between two keys that leave no room, or that are no keys of ours, what comes back is
    above `before`, as near to it as can be.
    """
    low, high = _head(before), _head(after)
    if before is None or (_valid(low) and _valid(high) and (after is None or low < high)):
        return f"{_middle(low, high if after is not None and _valid(high) else None)}.{client}"
    if after is not None and after.startswith(before):
        rest = _head(after[len(before) :])
        if rest and _valid(rest):
            return f"{before}{_middle('', rest)}.{client}"
        if rest:
            return f"{before}.{client}"
    return f"{before}{_MIDDLE}.{client}"


def _head(key: str | None) -> str:
    return (key or "").partition(".")[0]


def _valid(fraction: str) -> bool:
    return _FRACTION.match(fraction) is not None


def _fraction(number: int, width: int) -> str:
    digits = ""
    for _place in range(width):
        number, digit = divmod(number, _BASE)
        digits = _DIGITS[digit] + digits
    return digits.rstrip("0")


def _middle(low: str, high: str | None) -> str:
    """A fraction strictly between; an empty `low` is zero, a `high` of None is one."""
    made = ""
    place = 0
    while True:
        floor = _DIGITS.index(low[place]) if place < len(low) else 0
        ceiling = _BASE if not high else _DIGITS.index(high[place]) if place < len(high) else 0
        if ceiling - floor > 1:
            return made + _DIGITS[_step(floor, ceiling, bool(high), place < len(low))]
        made += _DIGITS[floor]
        if ceiling - floor == 1:
            high = None
        place += 1


def _step(floor: int, ceiling: int, bounded: bool, started: bool) -> int:
    """Half-way; but at the end of a list one step, so that keys stay short."""
    return floor + 1 if started and not bounded else (floor + ceiling) // 2
