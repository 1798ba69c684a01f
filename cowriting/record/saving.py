"""The durable document becomes an ordinary revision of its page."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Revision

from contributions.enums import Verb
from contributions.lifecycle import state_of
from contributions.models import ContributionPage

from ..document.conversion import put_words, words_of, words_of_page
from ..models import Room, Update
from .base import Outside, agree_on, locked_text, same_words, take_in
from .compacting import MANY, SnapshotDiffers, compact
from .foreign import put_back_foreign_files
from .replaying import replay, rows_of
from .revisions import Authors, authors_since, save_words

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Saved:
    """A revision that holds what was written.

    `authors`: key of a person → bytes of words that they added since the last save;
    `last`: the last update in the revision; `rewrote`: whether the revision is the one of
    a moment ago; `outside`: what had been saved elsewhere and was merged first.
    """

    revision: Revision
    at: datetime
    authors: Authors
    last: int
    rewrote: bool
    outside: Outside | None = None


def save_now(page_id: int, *, at: datetime | None = None) -> Saved | None:
    """Save what is durable and in no revision yet; None when there is nothing to save.

    From any process, and as often as one likes: one transaction, the record locked before
    the room. What was saved elsewhere is merged first. A text that is not in drafting is
    left alone, without a word. `at`: the date of the revision, now by default.
    """
    with transaction.atomic():
        text = locked_text(page_id)
        room = Room.objects.select_for_update().filter(page=page_id).first()
        if text is None or room is None or room.ended_at is not None:
            return None
        if not state_of(text).allows(Verb.EDIT):
            return None
        saved = _save(room, text, at)
        if rows_of(room).filter(pk__gt=room.snapshot_seq).count() > MANY:
            _compact(room)
    return saved


def save_forsaken(now: datetime) -> int:
    """Save what a process that died left in the log alone; how many texts were saved.

    A room that people are in is saved by its own process.
    """
    unsaved = Update.objects.filter(
        room=OuterRef("pk"), epoch=OuterRef("epoch"), refused=False, pk__gt=OuterRef("saved_seq")
    )
    rooms = Room.objects.filter(Q(open_until=None) | Q(open_until__lt=now), ended_at=None)
    texts = list(rooms.filter(Exists(unsaved)).values_list("page_id", flat=True))
    return sum(save_now(page_id) is not None for page_id in texts)


def settle_room(page: ContributionPage) -> None:
    """Save what is durable before the text is frozen or put aside; see `settling`."""
    save_now(page.pk)


def _compact(room: Room) -> None:
    try:
        compact(room.pk)
    except SnapshotDiffers:
        logger.exception("The log of room %s stays as it is", room.pk)


def _save(room: Room, text: ContributionPage, at: datetime | None) -> Saved | None:
    doc, last = replay(room)
    outside = take_in(room, text, doc)
    if last == room.saved_seq and (outside is None or outside.seq is None):
        return None
    draft = text.get_latest_revision_as_object()
    draft.record = text.record
    authors = authors_since(room, room.saved_seq)
    last = put_back_foreign_files(room, doc, authors) or (outside and outside.seq) or last
    words = words_of(doc, room.base_body)
    saved = None
    if not same_words(words, room.base_body):
        put_words(draft, words)
        saved = _write(room, text, draft, authors, last, outside, at)
    room.saved_seq = last
    room.save(update_fields=["saved_seq", "base_body", "base_revision", "base_at"])
    return saved


def _write(
    room: Room,
    text: ContributionPage,
    draft: ContributionPage,
    authors: Authors,
    last: int,
    outside: Outside | None,
    at: datetime | None,
) -> Saved:
    fallback = outside.by if outside else None
    revision, rewrote = save_words(room, text, draft, authors, last, fallback, at)
    agree_on(room, words_of_page(draft), revision)
    return Saved(revision, revision.created_at, authors, last, rewrote, outside)
