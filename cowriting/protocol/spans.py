"""Ranges of clocks, client by client; *merged* ones are in order and do not touch."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .inspection import Ranges

Span = tuple[int, int]

#: Up to so many are put in one by one; more are sorted together.
_FEW = 8
_ANY_LENGTH = 2**62


def put(into: Ranges, more: Ranges) -> None:
    """Add any ranges to merged ones, which stay merged."""
    for client, spans in more.items():
        known = into.setdefault(client, [])
        if len(spans) <= _FEW:
            for span in spans:
                _put_one(known, span)
        else:
            into[client] = _merged(known + spans)


def _put_one(known: list[Span], span: Span) -> None:
    start, end = span[0], sum(span)
    first = bisect_left(known, (start, 0))
    if first and sum(known[first - 1]) >= start:
        first -= 1
    last = first
    while last < len(known) and known[last][0] <= end:
        start, end = min(start, known[last][0]), max(end, sum(known[last]))
        last += 1
    known[first:last] = [(start, end - start)]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for clock, length in sorted(spans):
        if merged and clock <= sum(merged[-1]):
            start, size = merged[-1]
            merged[-1] = (start, max(size, clock + length - start))
        else:
            merged.append((clock, length))
    return merged


def beyond(ranges: Ranges, others: Ranges) -> Ranges:
    """Those of `others` that do not lie in `ranges`, which are merged."""
    left: Ranges = {}
    for client, spans in others.items():
        known = ranges.get(client, [])
        # Who says all that they have mostly says what we have.
        if spans != known and (out := [span for span in spans if not _lies_in(known, span)]):
            left[client] = out
    return left


def cover(ranges: Ranges, others: Ranges) -> bool:
    """Whether all of `others` lies in `ranges`, which are merged."""
    return not beyond(ranges, others)


def meet(ranges: Ranges, others: Ranges) -> bool:
    """Whether `others` share any moment with `ranges`, which are merged."""
    return any(
        _touches(ranges[client], span)
        for client, spans in others.items()
        if client in ranges
        for span in spans
    )


def _lies_in(known: list[Span], span: Span) -> bool:
    at = bisect_right(known, (span[0], _ANY_LENGTH)) - 1
    return at >= 0 and sum(span) <= sum(known[at])


def _touches(known: list[Span], span: Span) -> bool:
    """Whether the last that begins before the end of `span` reaches into it."""
    at = bisect_left(known, (sum(span), 0)) - 1
    return at >= 0 and sum(known[at]) > span[0]
