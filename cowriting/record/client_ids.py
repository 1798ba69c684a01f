"""Who writes under which client id; the server gives them, never the browser."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import User

from ..models import ClientId, Room, Update

#: Yjs draws client ids from 32 bits.
_BITS = 32
#: New ones that connections of one person get in an hour: each page that is opened takes
#: one, and every opening of the room reads them all.
MOST_AN_HOUR = 600


class TooMany(Exception):
    """This person opened more pages of a text than people do."""


def new_client(room: Room, person: User | None) -> int:
    """A client id that nobody has in the present epoch, noted as `person`'s.

    With None it is the server's, and is not noted.
    """
    while True:
        client = secrets.randbits(_BITS)
        if client in (0, room.server_client):
            continue
        if person is None:
            return client
        try:
            with transaction.atomic():
                ClientId.objects.create(room=room, epoch=room.epoch, client=client, person=person)
        except IntegrityError:
            continue
        return client


def client_for(room: Room, person: User, former: int | None = None) -> int:
    """The client id of a connection: the former one when it was this person's in the
    present epoch, else a new one.

    What was refused of a client leaves a hole in what it wrote: its id is not used again.
    Raises TooMany.
    """
    if former is not None and _stays(room, person, former):
        return former
    lately = timezone.now() - timedelta(hours=1)
    made = ClientId.objects.filter(room=room, person=person, made_at__gt=lately)
    if made.count() >= MOST_AN_HOUR:
        raise TooMany
    return new_client(room, person)


def _stays(room: Room, person: User, client: int) -> bool:
    known = ClientId.objects.filter(room=room, epoch=room.epoch, client=client, person=person)
    refused = Update.objects.filter(room=room, epoch=room.epoch, refused=True, client=client)
    return known.exists() and not refused.exists()


def writers_of(room: Room, epoch: int | None = None) -> dict[int, int]:
    """Client id → key of the person who writes under it, in an epoch (the present one)."""
    rows = ClientId.objects.filter(room=room, epoch=epoch or room.epoch)
    return dict(rows.values_list("client", "person_id"))
