"""Ranges of clocks say the same whatever their number, and are asked in no time."""

from __future__ import annotations

import time
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cowriting.protocol.inspection import Ranges
from cowriting.protocol.spans import beyond, cover, meet, put

_spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6)), max_size=14)


def moments(spans: list[tuple[int, int]]) -> set[int]:
    return {moment for clock, length in spans for moment in range(clock, clock + length)}


@given(st.lists(_spans, max_size=4), _spans)
def test_ranges_are_the_moments_that_they_name(parts: list[list[tuple[int, int]]],
                                               others: list[tuple[int, int]]) -> None:  # fmt: skip
    merged: Ranges = {}
    for part in parts:
        put(merged, {7: part})
    known = moments([span for part in parts for span in part])
    assert moments(merged.get(7, [])) == known
    spans = merged.get(7, [])
    assert all(sum(one) < two[0] for one, two in pairwise(spans))
    assert cover(merged, {7: others}) == (moments(others) <= known)
    assert meet(merged, {7: others}) == bool(moments(others) & known)
    assert beyond(merged, {7: others}).get(7, []) == [
        span for span in others if not moments([span]) <= known
    ]


def test_a_long_life_of_deletions_is_asked_in_no_time() -> None:
    """With the square of them, this takes minutes."""
    spans = [(3 * rank, 1) for rank in range(200_000)]
    mixed = spans[:-1]
    Random(1).shuffle(mixed)
    began = time.process_time()
    merged: Ranges = {}
    put(merged, {7: mixed})
    assert cover(merged, {7: mixed})
    assert beyond(merged, {7: spans}) == {7: spans[-1:]}
    assert not meet(merged, {7: [(clock + 1, 2) for clock, _length in spans]})
    assert time.process_time() - began < 10
