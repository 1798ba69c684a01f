"""Fractional keys: always room between two blocks."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cowriting.document.ordering import between, spread

clients = st.integers(1, 2**53 - 1)
_settings = settings(deadline=None)


@_settings
@given(st.integers(0, 400), clients)
def test_a_seed_spreads_its_blocks_in_order(count: int, client: int) -> None:
    keys = spread(count, client)
    assert len(keys) == count
    assert all(low < high for low, high in pairwise(keys))


@_settings
@given(st.lists(st.tuples(st.integers(0, 10**6), clients), max_size=60), st.integers(0, 8))
def test_a_block_goes_where_it_is_put(puts: list[tuple[int, int]], seeded: int) -> None:
    keys = spread(seeded, 7)
    for place, client in puts:
        rank = place % (len(keys) + 1)
        before = keys[rank - 1] if rank else None
        after = keys[rank] if rank < len(keys) else None
        key = between(before, after, client)
        assert before is None or before < key
        assert after is None or key < after
        keys.insert(rank, key)


@_settings
@given(clients, clients, clients)
def test_there_is_room_between_two_blocks_put_at_one_place_at_once(
    one: int, other: int, third: int
) -> None:
    keys = sorted({between("B.1", "C.1", one), between("B.1", "C.1", other)})
    if len(keys) == 2:
        key = between(keys[0], keys[1], third)
        assert keys[0] < key < keys[1]


def test_keys_stay_short_when_a_text_is_written_from_its_beginning_to_its_end() -> None:
    key = between(None, None, 1)
    for _block in range(1000):
        key = between(key, None, 1)
    assert len(key) < 40


@_settings
@given(st.none() | st.text(max_size=6), st.none() | st.text(max_size=6), clients)
def test_keys_that_nobody_made_are_no_reason_to_fail(
    before: str | None, after: str | None, client: int
) -> None:
    key = between(before, after, client)
    assert before is None or key > before
