"""What every action on refused words begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404

from contributions.models import ContributionPage
from contributions.records import lock_text
from cowriting.enums import Handling
from cowriting.models import Room, Update
from cowriting.record.refused import pieces_of_writing
from cowriting.rules import verdict_on_refused
from kit.access import require
from people.models import User


@dataclass(frozen=True)
class Found:
    """A refused piece of writing, with its text and room locked, and who asks read again."""

    text: ContributionPage
    room: Room
    rows: list[Update]
    by: User


@contextmanager
def refused_piece(page: ContributionPage, key: int, by: User) -> Iterator[Found]:
    """The piece whose first update is `key`, until the block ends and commits.

    Raises Http404 for one that is not there, or that `by` may not read.
    """
    with transaction.atomic():
        record = lock_text(page.pk)
        room = Room.objects.select_for_update().filter(page=page.pk).first()
        if record is None or room is None:
            raise Http404
        text = ContributionPage.objects.get(pk=page.pk)
        text.record = record
        rows = next((rows for rows in pieces_of_writing(room) if rows[0].pk == key), None)
        if rows is None:
            raise Http404
        person = User.objects.get(pk=by.pk)
        require(verdict_on_refused(person, text, rows[0].person_id))
        yield Found(text, room, rows, person)


def mark(found: Found, handling: Handling, at: datetime) -> None:
    """Write what became of the words, and who saw to it."""
    Update.objects.filter(pk__in=[row.pk for row in found.rows]).update(
        handled=handling, handled_at=at, handled_by=found.by
    )
