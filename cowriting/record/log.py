"""The log of a room: what is in it is durable, and what is acknowledged is in it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from contributions.enums import Verb
from contributions.lifecycle import state_of
from contributions.models import ContributionPage

from ..enums import Refusal
from ..models import Room, Update
from ..rules import Mode, modes_of, page_for_rules
from ..sessions import people_of
from .compacting import compact
from .following import following
from .kept import not_kept
from .replaying import replay

__all__ = ["Appended", "Entry", "append", "compact", "lock_room", "replay", "since"]

logger = logging.getLogger(__name__)

#: How often an append starts again when the database let another transaction win.
_TRIES = 3


@dataclass(frozen=True)
class Entry:
    """One update on its way into the log.

    `session_key`, when it is given, must still be that person's; `octets`: the bytes of
    words that the update adds; `at`: when it arrived, now by default; `refused`: why it is
    known already to rest on refused words.
    """

    person: int
    client: int
    payload: bytes
    octets: int = 0
    session_key: str = ""
    at: datetime | None = None
    refused: Refusal | None = None


@dataclass(frozen=True)
class Appended:
    """The keys of the entries that are kept in their order, and by their place in the batch
    why some were refused, and which of these are not kept: their writer has too many."""

    ids: tuple[int, ...]
    refused: Mapping[int, Refusal] = field(default_factory=dict)
    dropped: frozenset[int] = frozenset()


def append(room_id: int, epoch: int, batch: list[Entry]) -> Appended:
    """Make a batch durable, in one transaction with the room's row locked.

    The rights of each writer are read again in it: what a person may not write any more,
    or what belongs to another epoch, is stored as refused and is no part of the document.
    Raises Room.DoesNotExist for a text that was deleted.
    """
    for left in reversed(range(_TRIES)):
        try:
            return _append(room_id, epoch, batch)
        except OperationalError:
            # Two transactions waited for each other, and PostgreSQL ended this one.
            if not left or transaction.get_connection().in_atomic_block:
                raise
            logger.info("Appending to room %s starts again", room_id)
            time.sleep(0.02)
    raise AssertionError("not reached")


@transaction.atomic
def _append(room_id: int, epoch: int, batch: list[Entry]) -> Appended:
    room = Room.objects.select_for_update().defer("snapshot", "base_body").get(pk=room_id)
    refused = _refusals(room, epoch, batch)
    refused |= {place: entry.refused for place, entry in enumerate(batch) if entry.refused}
    refused |= following([entry.payload for entry in batch], refused)
    dropped = not_kept(room, batch, refused)
    now = timezone.now()
    rows = Update.objects.bulk_create(
        Update(
            room=room, epoch=epoch, person_id=entry.person, client=entry.client,
            at=entry.at or now, payload=entry.payload, octets=entry.octets,
            refused=place in refused, reason=refused.get(place, ""),
        )
        for place, entry in enumerate(batch)
        if place not in dropped
    )  # fmt: skip
    return Appended(tuple(row.pk for row in rows), refused, dropped)


def lock_room(room_id: int) -> Room:
    """The room, locked until the transaction ends. Raises Room.DoesNotExist.

    Whoever needs the record of the text too locks that one first.
    """
    return Room.objects.select_for_update().get(pk=room_id)


def _refusals(room: Room, epoch: int, batch: list[Entry]) -> dict[int, Refusal]:
    """Why entries cannot enter, by their place in the batch.

    Read once the room is locked: whatever takes the text out of drafting saves what is in
    the log first, and so holds this lock until that is done.
    """
    if room.epoch != epoch or room.ended_at is not None:
        return dict.fromkeys(range(len(batch)), Refusal.EPOCH)
    page = page_for_rules(room.page_id)
    modes = modes_of({entry.person for entry in batch}, page)
    keys = {entry.session_key for entry in batch if entry.session_key}
    signed_in = people_of(keys) if keys else {}
    why_not = _why_not(page)
    refused = {}
    for place, entry in enumerate(batch):
        if modes.get(entry.person) is not Mode.RW:
            refused[place] = why_not
        elif entry.session_key and signed_in.get(entry.session_key) != entry.person:
            refused[place] = Refusal.SESSION
    return refused


def _why_not(page: ContributionPage) -> Refusal:
    """Why somebody who does not write here does not."""
    return Refusal.RIGHTS if state_of(page).allows(Verb.EDIT) else Refusal.MOMENT


def since(room_id: int, seq: int) -> QuerySet[Update]:
    """The updates after the key `seq` that are part of the document, oldest first.

    Of whichever epoch: who reads says which one they are in.
    """
    return Update.objects.filter(room=room_id, pk__gt=seq, refused=False).order_by("pk")
