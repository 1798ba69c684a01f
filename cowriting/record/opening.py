"""The document of a text: made once, kept in step with its page, begun again when it must."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from contributions.models import ContributionPage
from kit.access import AnyUser

from ..document.conversion import seed
from ..document.shape import SCHEMA
from ..models import Room, Update
from .base import Outside, agree_on, is_known, latest_words, locked_text, take_in
from .client_ids import new_client
from .compacting import close_epoch
from .replaying import replay


@transaction.atomic
def open_room(page: ContributionPage, *, by: AnyUser | None) -> Room:
    """The room of a text, with a document that says what the page says.

    The first who opens seeds it from the latest revision; two at once seed once. What was
    saved elsewhere meanwhile is merged in. A document of another schema, or of an edition
    whose log is gone, begins anew. `by` is not written down: opening is reading. Raises
    Http404 for a text that was deleted.
    """
    text = _locked(page.pk)
    room = Room.objects.select_for_update().filter(page=text.pk).first()
    if room is None:
        room = Room.objects.create(page=text, epoch=0, schema=SCHEMA)
        begin_epoch(room, text)
    elif room.schema != SCHEMA or room.ended_at is not None:
        begin_epoch(room, text)
    elif not is_known(room, text.latest_revision):
        doc, _last = replay(room)
        take_in(room, text, doc)
    return room


def _locked(page_id: int) -> ContributionPage:
    text = locked_text(page_id)
    if text is None:
        raise Http404
    return text


def begin_epoch(room: Room, page: ContributionPage) -> None:
    """Make the document anew from the latest revision; the caller holds both locks.

    What was written before stays in its epoch, to be replayed; it is never applied again.
    """
    if room.epoch:
        close_epoch(room)
    words = latest_words(page)
    room.epoch += 1
    room.schema, room.ended_at = SCHEMA, None
    room.server_client = new_client(room, None)
    payload = seed(words, client=room.server_client)
    row = Update.objects.create(
        room=room, epoch=room.epoch, client=room.server_client, payload=payload
    )
    room.snapshot, room.snapshot_seq, room.saved_seq = payload, row.pk, row.pk
    agree_on(room, words, page.latest_revision)
    room.files = []
    room.save()


@transaction.atomic
def merge_latest(page_id: int) -> Outside | None:
    """Merge what was saved elsewhere into the document of a room, if there is anything.

    The room learns what changed from the log. Raises Http404 for a text that was deleted.
    """
    text = _locked(page_id)
    room = Room.objects.select_for_update().filter(page=page_id).first()
    if room is None or room.ended_at is not None or is_known(room, text.latest_revision):
        return None
    doc, _last = replay(room)
    return take_in(room, text, doc)


def keep_open(room_id: int, until: datetime) -> None:
    """Say that people are in the room until a moment; never sooner than said already."""
    rooms = Room.objects.filter(pk=room_id)
    (rooms.filter(open_until__lt=until) | rooms.filter(open_until=None)).update(open_until=until)


def is_open(room: Room, at: datetime | None = None) -> bool:
    """Whether people are in the room, in whichever process."""
    return room.open_until is not None and room.open_until > (at or timezone.now())


#: How long a process may be silent before its people count as gone.
OPEN_FOR = timedelta(seconds=15)
