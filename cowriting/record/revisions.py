"""Which revision takes what was written, and under which names."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone
from wagtail.models import Revision, TaskState

from contributions.authorship import note_author
from contributions.models import ContributionPage, RevisionAuthor, Version
from people.models import User

from ..document.shape import PAGE
from ..models import Room, RoomRevision
from .replaying import rows_of

#: Key of a person → bytes of words that they added; 0 for who only moved or deleted.
Authors = dict[int, int]

#: How long after its first words a revision still takes those of the same people.
SAME_REVISION_FOR = timedelta(minutes=5)


def authors_since(room: Room, seq: int) -> Authors:
    """Who wrote in the present epoch after the update `seq`."""
    rows = rows_of(room).filter(pk__gt=seq, person__isnull=False).order_by()
    written = rows.values_list("person").annotate(Sum("octets"), Count("pk"))
    return {person: octets for person, octets, _count in written}


def save_words(
    room: Room,
    text: ContributionPage,
    draft: ContributionPage,
    authors: Authors,
    last: int,
    fallback: User | None,
    at: datetime | None,
) -> tuple[Revision, bool]:
    """Save `draft` under the names of its authors, and whether that rewrote a revision.

    The revision is that of a moment ago when the same people go on, else a new one. It
    bears the name of who wrote most; without an author, that of `fallback`.
    """
    former = _to_go_on_with(room, text, authors)
    total = _with_former(authors, former)
    user = _who_wrote_most(total) or fallback or text.record.created_by
    if not text.live:
        _write_row(draft)
    revision = draft.save_revision(
        user=former.revision.user if former else user,
        log_action=True,
        clean=False,
        overwrite_revision=former.revision if former else None,
    )
    _sign(revision, user, total, at)
    _note(room, revision, former, last)
    return revision, former is not None


def _write_row(draft: ContributionPage) -> None:
    """Have the row of a page that is not live say what its draft says.

    Without the signals of a save: the revision, which follows, sends them, and indexing a
    long text twice takes longer than all the rest.
    """
    fields = {name: getattr(draft, name) for name in (*PAGE, "body")}
    ContributionPage.objects.filter(pk=draft.pk).update(**fields)


def _to_go_on_with(room: Room, text: ContributionPage, authors: Authors) -> RoomRevision | None:
    """The latest revision, if it came out of this room a moment ago, from the same people,
    and nothing points to it."""
    latest = text.latest_revision_id
    recent = timezone.now() - SAME_REVISION_FOR
    row = (
        RoomRevision.objects.filter(
            room=room, epoch=room.epoch, revision=latest, began_at__gt=recent
        )
        .select_related("revision__user")
        .first()
    )
    if row is None or latest is None or is_pointed_to(text, row.revision):
        return None
    signed = RevisionAuthor.objects.filter(revision=latest)
    return row if set(signed.values_list("person", flat=True)) == set(authors) else None


def is_pointed_to(text: ContributionPage, revision: Revision) -> bool:
    """Whether a version, the public page, a step of a workflow or a timer rests on it."""
    return (
        text.live_revision_id == revision.pk
        or text.scheduled_revision == revision
        or revision.approved_go_live_at is not None
        or Version.objects.filter(revision=revision).exists()
        or TaskState.objects.filter(revision=revision).exists()
    )


def _with_former(authors: Authors, former: RoomRevision | None) -> Authors:
    """Who wrote how much in the whole revision."""
    if former is None:
        return authors
    signed = RevisionAuthor.objects.filter(revision=former.revision_id)
    before = dict(signed.values_list("person", "octets"))
    return {person: octets + (before.get(person) or 0) for person, octets in authors.items()}


def _who_wrote_most(authors: Authors) -> User | None:
    """Who added most words; among equals, who has the oldest account."""
    if not authors:
        return None
    first = min(authors, key=lambda person: (-authors[person], person))
    return User.objects.filter(pk=first).first()


def _sign(revision: Revision, user: User | None, authors: Authors, at: datetime | None) -> None:
    """Note every author with what they added; Wagtail knows one of them."""
    people = User.objects.in_bulk(list(authors))
    for key, octets in authors.items():
        note_author(revision, people[key], octets)
    changed: dict[str, Any] = {}
    if revision.user != user:
        revision.user = changed["user"] = user
    if at is not None:
        revision.created_at = changed["created_at"] = at
    if changed:
        Revision.objects.filter(pk=revision.pk).update(**changed)


def _note(room: Room, revision: Revision, former: RoomRevision | None, last: int) -> None:
    if former is not None:
        former.last = last
        former.save(update_fields=["last"])
        return
    RoomRevision.objects.create(
        room=room, epoch=room.epoch, revision=revision, first=room.saved_seq + 1, last=last
    )
