"""What a document may weigh is what stands in it: deleting words makes room."""

from __future__ import annotations

import pytest

from cowriting.live.loading import load
from cowriting.live.shared import Shared
from cowriting.models import Period, Room
from cowriting.protocol.inspection import UNLIMITED, inspect
from cowriting.record.compacting import compact
from cowriting.record.saving import save_now
from tests.cast import Cast, draft

from .pens import Change, Pen, adding, cutting, words

pytestmark = pytest.mark.django_db

MOST = 200_000


def takes(shared: Shared, pen: Pen, change: Change) -> bool:
    """Whether the room has room for a change; it is in it then."""
    (entry,) = pen.change(change)
    weighed = shared.weigh(inspect(entry.payload, UNLIMITED))
    if not shared.has_room_for(entry.payload, weighed, MOST):
        return False
    shared.apply(entry.payload, weighed)
    return True


def test_a_full_document_has_room_again_once_words_are_deleted(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    shared = Shared(load(pen.room.pk))
    assert takes(shared, pen, adding("x" * (MOST - 50_000)))
    other = Pen(pen.room, cast.coordinator)
    assert not takes(shared, other, adding("y" * 60_000))
    assert takes(shared, pen, cutting(10))
    assert takes(shared, pen, adding("z" * 60_000))


def test_what_was_deleted_in_one_sitting_has_an_end(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    shared = Shared(load(pen.room.pk))
    turns = 0
    while takes(shared, pen, adding("x" * 100_000)) and takes(shared, pen, cutting(10)):
        turns += 1
        assert turns < 20
    assert turns > 4


def test_who_only_deletes_is_never_told_that_a_document_is_full(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    shared = Shared(load(pen.room.pk))
    assert takes(shared, pen, adding("x" * 10_000))
    (entry,) = pen.change(cutting(10))
    weighed = shared.weigh(inspect(entry.payload, UNLIMITED))
    assert shared.has_room_for(entry.payload, weighed, 1000)


@pytest.mark.parametrize("compacted", [True, False])
def test_what_was_deleted_in_an_earlier_sitting_is_counted_out_once(
    cast: Cast, compacted: bool
) -> None:
    """Whether its words have left the snapshot already or not."""
    pen = Pen(draft(cast), cast.member)
    pen.send(pen.change(adding("x" * 100_000)))
    pen.send(pen.change(cutting(10)))
    if compacted:
        save_now(pen.room.page_id)
        compact(pen.room.pk)
    shared = Shared(load(pen.room.pk))
    assert takes(shared, pen, adding("y" * (MOST - 20_000)))
    assert not takes(shared, pen, adding("z" * 30_000))


def test_deleted_words_leave_the_snapshot_and_stay_in_the_periods(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    pen.send(pen.change(adding("EFFACÉ" * 5000)))
    kept = len(words(pen.room).encode()) - len("EFFACÉ".encode()) * 5000
    pen.send(pen.change(cutting(kept)))
    pen.type(" Gardé.")
    save_now(pen.room.page_id)
    compact(pen.room.pk)
    room = Room.objects.get(pk=pen.room.pk)
    assert words(room).endswith(" Gardé.")
    assert "EFFACÉ".encode() not in bytes(room.snapshot)
    assert any("EFFACÉ".encode() in bytes(period.payload) for period in Period.objects.all())
    again = Pen(room, cast.coordinator)
    again.type(" Encore.")
    assert words(room).endswith(" Gardé. Encore.")
