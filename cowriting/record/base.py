"""The words on which page and document agreed last, and what came to the page since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from pycrdt import Doc
from wagtail.models import Revision

from contributions.models import ContributionPage
from contributions.records import lock_text
from people.models import User

from ..document.conversion import words_of_page
from ..document.crdt import new_doc
from ..merging.blocks import MergeReport, merge_outside
from ..models import Room, Update
from .client_ids import new_client
from .files import stored, weighed_in
from .replaying import merged

Words = dict[str, Any]


@dataclass(frozen=True)
class Outside:
    """A revision that was saved elsewhere and is now in the document.

    `seq`: the update that holds what it changed, None when the document said it already.
    """

    revision: int
    by: User | None
    at: datetime
    report: MergeReport | None
    seq: int | None


def locked_text(page_id: int) -> ContributionPage | None:
    """The text, its record locked until the transaction ends; None when it was deleted."""
    record = lock_text(page_id)
    if record is None:
        return None
    text: ContributionPage = ContributionPage.objects.get(pk=page_id)
    text.record = record
    return text


def latest_words(page: ContributionPage) -> Words:
    """The words of the latest revision, of a page that was just read."""
    return words_of_page(page.get_latest_revision_as_object())


def same_words(one: Words, other: Words) -> bool:
    """Whether two sets of words are the same, however their bodies are spelled."""
    return _canonical(one) == _canonical(other)


def _canonical(words: Words) -> str:
    body = words.get("body")
    plain = {**words, "body": json.loads(body) if isinstance(body, str) else body}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False)


def agree_on(room: Room, words: Words, revision: Revision | None) -> None:
    """Note, without saving it, that `revision` holds what page and document both say.

    Files of the agreement before may stay: the document holds them still, in its bin.
    """
    room.files = stored(weighed_in(room))
    room.base_body = words
    room.base_revision = revision
    room.base_at = revision.created_at if revision else None


def is_known(room: Room, latest: Revision | None) -> bool:
    """Whether the latest revision is the one of the last agreement, not written over."""
    if latest is None:
        return room.base_revision_id is None
    return room.base_revision_id == latest.pk and room.base_at == latest.created_at


def take_in(
    room: Room, page: ContributionPage, doc: Doc, *, base: Words | None = None
) -> Outside | None:
    """Merge a revision that was saved elsewhere into the document, and make that durable.

    `doc` is the room's, replayed; the caller holds the locks of record and room. `base`:
    the words that the writer of the revision started from, those of the last agreement by
    default. None when there is nothing new.
    """
    latest = page.latest_revision
    if is_known(room, latest):
        return None
    theirs, base = latest_words(page), room.base_body if base is None else base
    report = seq = None
    if not same_words(theirs, base):
        by = latest.user if latest else None
        report, _client, payload = merge_words(room, doc, base, theirs, by)
        seq = write_as_server(room, doc, payload)
    agree_on(room, theirs, latest)
    room.save(update_fields=["base_body", "base_revision", "base_at", "files"])
    if latest is None:
        return None
    return Outside(latest.pk, latest.user, latest.created_at, report, seq)


def merge_words(
    room: Room, doc: Doc, base: Words, theirs: Words, by: User | None
) -> tuple[MergeReport, int, bytes]:
    """The update that brings into `doc` what `theirs` changed since `base`, with the
    client id, one of `by`'s, that it is written under.

    `doc` itself stays as it is.
    """
    own: Doc = new_doc(new_client(room, by))
    own.apply_update(doc.get_update())
    written: list[bytes] = []
    watched = own.observe(lambda event: written.append(event.update))
    report = merge_outside(own, base, theirs)
    own.unobserve(watched)
    return report, own.client_id, merged(written)


def write_as_server(room: Room, doc: Doc, payload: bytes) -> int | None:
    """Apply an update to the document and to the log; None when it says nothing."""
    if payload == b"\x00\x00":
        return None
    doc.apply_update(payload)
    row = Update.objects.create(
        room=room, epoch=room.epoch, client=room.server_client, at=timezone.now(), payload=payload
    )
    return row.pk
