"""What rests on refused words is refused with them, and nothing else is."""

from __future__ import annotations

from cowriting.enums import Refusal
from cowriting.protocol.lib0 import text
from cowriting.record.following import following

from .crafted import STRING, after, in_root, update

_FIRST = update({7: (0, [in_root("page", "t", STRING, text("abc"))])})
_BESIDE = update({8: (0, [after((7, 1), STRING, text("x"))])})
_ELSEWHERE = update({9: (0, [in_root("page", "u", STRING, text("y"))])})
_BESIDE_THAT = update({9: (1, [after((8, 0), STRING, text("z"))])})


def test_words_beside_refused_ones_follow_them() -> None:
    batch = [_FIRST, _BESIDE, _ELSEWHERE, _BESIDE_THAT]
    assert following(batch, {0: Refusal.RIGHTS}) == {1: Refusal.RIGHTS, 3: Refusal.RIGHTS}


def test_what_came_before_stays() -> None:
    assert following([_FIRST, _BESIDE], {1: Refusal.MOMENT}) == {}


def test_later_words_of_the_same_client_follow() -> None:
    later = update({7: (3, [in_root("page", "v", STRING, text("d"))])})
    assert following([_FIRST, later], {0: Refusal.SESSION}) == {1: Refusal.SESSION}


def test_nothing_follows_where_nothing_is_refused() -> None:
    assert following([b"no update at all"], {}) == {}


def test_what_cannot_be_read_carries_nothing() -> None:
    assert following([b"\xff", _ELSEWHERE], {0: Refusal.EPOCH}) == {}
