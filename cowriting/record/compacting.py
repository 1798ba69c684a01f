"""Keep what opening a room costs small, and what was written whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from pycrdt import Doc

from ..document.conversion import words_of
from ..document.crdt import new_doc
from ..models import Period, Room, Update
from ..protocol.lean import without_deleted_words
from .replaying import holds_back, last_of, merged, replay, rows_of

#: After this many updates since the snapshot, whoever saves compacts.
MANY = 500
#: How many updates are taken into periods at a time.
_AT_A_TIME = 5000
#: Periods hold one hour of writing; after this time, one day.
_HOURS_FOR = timedelta(days=7)


class SnapshotDiffers(RuntimeError):
    """A snapshot would not say the same words as the log that it stands for."""


@transaction.atomic
def compact(room_id: int) -> int:
    """Make a snapshot of the document, and periods of the updates whose words are saved.

    How many updates became part of a period. Nothing is dropped but deleted words, and
    those from the snapshot alone: what waits for updates that have not come stays in it, a
    period replays like the updates that it was made of, and refused updates stay as they
    are.
    """
    room = Room.objects.select_for_update().get(pk=room_id)
    _renew_snapshot(room)
    count = _make_periods(room)
    _merge_old_periods(room)
    return count


def _renew_snapshot(room: Room) -> None:
    doc, last = replay(room)
    if last == room.snapshot_seq:
        return
    payloads = [bytes(row) for row in rows_of(room).filter(pk__gt=room.snapshot_seq)
                .values_list("payload", flat=True).iterator(chunk_size=2000)]  # fmt: skip
    whole = merged([bytes(room.snapshot), *payloads] if room.snapshot else payloads)
    snapshot = whole if holds_back(doc, whole) else without_deleted_words(doc.get_update())
    again: Doc = new_doc()
    again.apply_update(snapshot)
    if words_of(again, room.base_body) != words_of(doc, room.base_body):
        raise SnapshotDiffers(f"room {room}")
    room.snapshot, room.snapshot_seq = snapshot, last
    room.save(update_fields=["snapshot", "snapshot_seq"])


def _make_periods(room: Room) -> int:
    """Take what is both in the snapshot and in a revision out of the log, hour by hour.

    Who wrote what counts until it is saved, so that later updates stay as they are.
    """
    until = min(room.snapshot_seq, room.saved_seq)
    count = 0
    while rows := list(rows_of(room).filter(pk__lte=until)[:_AT_A_TIME]):
        for _hour, written in groupby(rows, key=lambda row: _hour_of(row.at)):
            _extend(room, list(written))
        Update.objects.filter(pk__in=[row.pk for row in rows]).delete()
        count += len(rows)
    return count


def close_epoch(room: Room) -> None:
    """Take all that is left of the present epoch out of the log; it is about to end."""
    room.saved_seq = room.snapshot_seq = last_of(room)
    _make_periods(room)


def _hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _day_of(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _extend(room: Room, rows: Sequence[Update]) -> None:
    """Add an hour's updates to the period of that hour, or begin it."""
    octets: dict[str, int] = {}
    for row in rows:
        if row.person_id is not None:
            key = str(row.person_id)
            octets[key] = octets.get(key, 0) + row.octets
    hour = Period(
        room=room, epoch=room.epoch, first=rows[0].pk, last=rows[-1].pk,
        began_at=rows[0].at, ended_at=rows[-1].at, octets=octets,
        payload=merged(bytes(row.payload) for row in rows),
    )  # fmt: skip
    before = Period.objects.filter(room=room, epoch=room.epoch).order_by("-first").first()
    if before is None or _hour_of(before.began_at) != _hour_of(hour.began_at):
        hour.save()
        return
    _put_together([before, hour])


def _merge_old_periods(room: Room) -> None:
    """Make one period a day of those that nobody replays by the hour any more."""
    old = Period.objects.filter(
        room=room, epoch=room.epoch, ended_at__lt=timezone.now() - _HOURS_FOR
    )
    bounds = list(old.order_by("first").values_list("pk", "began_at"))
    for _day, of_day in groupby(bounds, key=lambda row: _day_of(row[1])):
        keys = [key for key, _began in of_day]
        if len(keys) > 1:
            _put_together(Period.objects.filter(pk__in=keys).order_by("first"))


def _put_together(periods: Iterable[Period]) -> None:
    """Have the first of these hold them all; the others are deleted."""
    first, *others = periods
    for other in others:
        for person, count in other.octets.items():
            first.octets[person] = first.octets.get(person, 0) + count
    first.payload = merged(bytes(period.payload) for period in (first, *others))
    first.last = max(first.last, *(other.last for other in others))
    first.ended_at = max(first.ended_at, *(other.ended_at for other in others))
    first.save()
    Period.objects.filter(pk__in=[other.pk for other in others]).delete()
