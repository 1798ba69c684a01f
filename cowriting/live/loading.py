"""What a process reads from the database to have a room live in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from pycrdt import Doc, get_update

from ..document.grammar import GRAMMAR, MOST_ENTRIES
from ..models import ClientId, Period, Room, Update
from ..protocol.inspection import UNLIMITED, BadUpdate, Ranges, TooLarge, inspect
from ..protocol.ledger import Ledger
from ..protocol.spans import put
from ..record.client_ids import writers_of
from ..record.log import since
from ..record.replaying import replay

#: Client ids of other processes that one answer of a browser may hold for the first time.
_MOST_ASKED = 200


@dataclass
class Loaded:
    """A document as the log holds it, and what is known of it.

    `last`: the key of the last update in it; `writers`: whose each client id is; `refused`:
    what was refused, the last key of it being `refused_last`; `octets`: its size, written as
    one update.
    """

    room_id: int
    page_id: int
    epoch: int
    doc: Doc
    last: int
    ledger: Ledger
    writers: dict[int, int]
    refused: Ranges
    refused_last: int
    octets: int


@dataclass(frozen=True)
class Row:
    """One update that another process made durable."""

    key: int
    epoch: int
    payload: bytes


def load(room_id: int) -> Loaded:
    """Everything of a room's present epoch. Raises Room.DoesNotExist."""
    room, doc, last = _replayed(room_id)
    whole = doc.get_update()
    ledger = Ledger.of(
        whole, nesting=settings.COWRITING_NESTING, entries=MOST_ENTRIES, grammar=GRAMMAR
    )
    return Loaded(
        room_id, room.page_id, room.epoch, doc, last, ledger, writers_of(room),
        *refused_since(room_id, room.epoch, 0), len(whole),
    )  # fmt: skip


def _replayed(room_id: int) -> tuple[Room, Doc, int]:
    """A room, its document, and the key of the last update in it.

    Rows that another process takes out of the log between two reads here are in the
    snapshot that it made: then both are read again.
    """
    while True:
        room = Room.objects.get(pk=room_id)
        doc, last = replay(room)
        if _snapshot_of(room_id) == (room.epoch, room.snapshot_seq):
            return room, doc, last


def _snapshot_of(room_id: int) -> tuple[int, int]:
    return Room.objects.values_list("epoch", "snapshot_seq").get(pk=room_id)


def refused_since(room_id: int, epoch: int, seq: int) -> tuple[Ranges, int]:
    """What was refused in an epoch after the key `seq`, in whichever process, and the last
    key of it. A colleague's words that somebody handed on were not refused to that colleague."""
    rows = Update.objects.filter(room=room_id, epoch=epoch, refused=True, pk__gt=seq)
    said = list(rows.order_by("pk").values_list("pk", "person", "payload"))
    people = {person for _key, person, _payload in said}
    given = ClientId.objects.filter(room=room_id, epoch=epoch, person__in=people)
    writers = dict(given.values_list("client", "person_id")) if said else {}
    found: Ranges = {}
    for _key, person, payload in said:
        try:
            ranges = inspect(bytes(payload), UNLIMITED).ranges
        except (BadUpdate, TooLarge):
            continue
        put(found, {one: spans for one, spans in ranges.items() if writers.get(one) == person})
    return found, said[-1][0] if said else seq


def news(room_id: int, seq: int, state: bytes, but: Collection[int]) -> list[Row]:
    """The updates after the key `seq`, those with keys in `but` left out.

    What another process took out of the log meanwhile comes as what `state` lacks of the
    period that holds it.
    """
    rows = since(room_id, seq).exclude(pk__in=but).values_list("pk", "epoch", "payload")
    found = [Row(key, epoch, bytes(payload)) for key, epoch, payload in rows]
    # Read after the rows: one that went into a period between the two is in both.
    periods = Period.objects.filter(room=room_id, last__gt=seq).order_by("first")
    held = periods.values_list("last", "epoch", "payload")
    return [
        *(Row(key, epoch, get_update(bytes(payload), state)) for key, epoch, payload in held),
        *found,
    ]


def writer_of(room_id: int, epoch: int, clients: Collection[int]) -> dict[int, int]:
    """Whose these client ids are; one that nobody was given is left out, and so is what
    is asked for beyond `_MOST_ASKED`."""
    asked = list(clients)[:_MOST_ASKED]
    rows = ClientId.objects.filter(room=room_id, epoch=epoch, client__in=asked)
    return dict(rows.values_list("client", "person_id"))
