"""A shared document, made again from what is durable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from pycrdt import Doc, get_update, merge_updates

from ..document.crdt import new_doc
from ..models import Period, Room, Update

#: How many updates are merged at a time: merging thousands at once takes their square.
_BUNCH = 512


@dataclass(frozen=True)
class Step:
    """What was written from one key of the log to another.

    A step is one update, or a period of many once the log was compacted. `octets` says
    who wrote how many bytes of words in it, by person; what the server wrote is nobody's.
    """

    first: int
    last: int
    began_at: datetime
    ended_at: datetime
    payload: bytes
    octets: dict[int, int]


def rows_of(room: Room, epoch: int | None = None) -> QuerySet[Update]:
    """The updates of an epoch (the present one) that are part of the document, in order."""
    rows = Update.objects.filter(room=room, epoch=epoch or room.epoch, refused=False)
    return rows.order_by("pk")


def replay(room: Room) -> tuple[Doc, int]:
    """The document of the present epoch, and the key of the last update in it.

    Its client id is the server's: only who holds the room's lock may write in it. What
    it costs is the snapshot and the updates since, which compaction keeps few.
    """
    doc: Doc = new_doc(room.server_client)
    last = room.snapshot_seq
    payloads = [bytes(room.snapshot)] if room.snapshot else []
    rows = rows_of(room).filter(pk__gt=last).values_list("pk", "payload")
    for last, payload in rows.iterator(chunk_size=2000):  # noqa: B007
        payloads.append(bytes(payload))
    apply_all(doc, payloads)
    return doc, last


def apply_all(doc: Doc, payloads: Iterable[bytes]) -> None:
    """Apply updates in their order, in one transaction for those who watch the document."""
    for payload in payloads:
        doc.apply_update(payload)


def steps_of(room: Room, epoch: int | None = None) -> Iterator[Step]:
    """All that was written in an epoch (the present one), oldest first, in two queries.

    Applied to an empty document, they make what it became. The first holds the words
    with which the epoch began. An epoch whose log was purged has none.
    """
    epoch = epoch or room.epoch
    last = 0
    for period in Period.objects.filter(room=room, epoch=epoch).order_by("first"):
        last = period.last
        octets = {int(person): count for person, count in period.octets.items()}
        yield Step(
            period.first, last, period.began_at, period.ended_at, bytes(period.payload), octets
        )
    for row in rows_of(room, epoch).filter(pk__gt=last):
        octets = {} if row.person_id is None else {row.person_id: row.octets}
        yield Step(row.pk, row.pk, row.at, row.at, bytes(row.payload), octets)


def last_of(room: Room) -> int:
    """The key of the last update of the present epoch that is part of the document."""
    last: int | None = rows_of(room).aggregate(last=Max("pk"))["last"]
    return max(last or 0, room.snapshot_seq)


def merged(payloads: Iterable[bytes]) -> bytes:
    """One update that says the same as these in their order, pending ones included."""
    rest = list(payloads)
    while len(rest) > 1:
        bunches = (rest[at : at + _BUNCH] for at in range(0, len(rest), _BUNCH))
        rest = [merge_updates(*bunch) for bunch in bunches]
    return rest[0] if rest else b"\x00\x00"


def holds_back(doc: Doc, update: bytes) -> bool:
    """Whether something of `update`, applied to `doc` already, waits for what it rests on.

    Such words are in no map or text yet, and `Doc.get_update()` leaves them out.
    """
    state = doc.get_state()
    beyond = get_update(update, state)
    if beyond[0] != 0:
        return True
    known = dict(_pairs(state))
    return any(clock + length > known.get(client, 0) for client, clock, length in _deleted(beyond))


def _numbers(data: bytes) -> Iterator[int]:
    """The var ints of lib0, one after the other."""
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield value
            value = shift = 0


def _pairs(state: bytes) -> Iterator[tuple[int, int]]:
    """Client and clock of each entry of a state vector."""
    numbers = _numbers(state)
    for _entry in range(next(numbers)):
        yield next(numbers), next(numbers)


def _deleted(update: bytes) -> Iterator[tuple[int, int, int]]:
    """Client, clock and length of each deletion of an update without structs."""
    numbers = _numbers(update)
    next(numbers)
    for _client in range(next(numbers)):
        client = next(numbers)
        for _range in range(next(numbers)):
            yield client, next(numbers), next(numbers)
