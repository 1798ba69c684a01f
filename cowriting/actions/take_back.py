"""Put words that came too late into the text after all."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from pycrdt import Doc

from contributions.models import ContributionPage
from cowriting.actions.base import Found, mark, refused_piece
from cowriting.enums import Handling
from cowriting.models import Update
from cowriting.record.base import merge_words, take_in
from cowriting.record.refused import words_around
from cowriting.record.replaying import replay
from cowriting.rules import Mode, mode_for
from kit.access import Refused
from kit.clock import moment
from people.models import User


def take_back(page: ContributionPage, *, by: User, key: int, at: datetime | None = None) -> bool:
    """Merge a refused piece of writing into the document as it is today.

    Its words stay its author's, whoever puts them back; where a colleague wrote in the
    same place meanwhile, both wordings stand. Twice is once: False when it was handled
    already. Raises Refused while the text is not in drafting, and Http404 for who may not
    read the words.
    """
    when = moment(at)
    with refused_piece(page, key, by) as found:
        if found.rows[-1].handled:
            return False
        if mode_for(found.by, found.text) is not Mode.RW:
            raise Refused(_("Ces mots se remettent dans le texte quand on peut y écrire."))
        _put_back(found, when)
        mark(found, Handling.PUT_BACK, when)
    return True


def _put_back(found: Found, at: datetime) -> None:
    room, first = found.room, found.rows[0]
    doc: Doc = replay(room)[0]
    take_in(room, found.text, doc)
    before, after = words_around(room, found.rows)
    _report, client, payload = merge_words(room, doc, before, after, first.person)
    Update.objects.create(
        room=room, epoch=room.epoch, person=first.person, client=client, at=at,
        payload=payload, octets=sum(row.octets for row in found.rows),
    )  # fmt: skip
