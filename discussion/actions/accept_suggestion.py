"""Put the words of a suggestion into the text."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from pycrdt import Doc

from contributions.actions.base import decision
from contributions.authorship import note_author
from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from cowriting.document.conversion import words_of
from cowriting.models import Room, Update
from cowriting.protocol.inspection import UNLIMITED, inspect
from cowriting.record.base import Words, merge_words
from cowriting.record.log import lock_room
from cowriting.record.opening import open_room
from cowriting.record.replaying import replay
from cowriting.record.saving import save_now
from discussion.enums import Outcome
from discussion.models import Remark
from discussion.passages import covered_in
from discussion.suggestions.passage import change_of
from discussion.suggestions.rewriting import NotOnePlace, rewritten, words_in
from kit.access import Refused
from kit.clock import moment
from people.models import User

from .base import with_record
from .settle import require_open, write_outcome
from .suggest import locked_suggestion


def accept_suggestion(remark: Remark, *, by: User, at: datetime | None = None) -> Remark:
    """Merge the proposed words into the document as it is now, as its author's.

    Open rooms show them at once; what others type meanwhile stays. Who accepts answers for
    the words as well, and may not decide on the text. Twice is once. Raises NotNow while
    the text is not in drafting, or when the suggestion was settled otherwise, and Refused
    when the words that it is about have changed: the suggestion stays open.
    """
    when = moment(at)
    with decision(remark.record.page, Verb.EDIT, by) as text:
        found = locked_suggestion(remark, text)
        with_record(found, text)
        if found.outcome == Outcome.ACCEPTED:
            return found
        require_open(found)
        if found.hidden_at is not None:
            raise Refused(_("Cette suggestion est masquée : elle ne s'accepte plus."))
        _write(text, found, found.user or by, when)
        note_superuser_access(by, text, Verb.EDIT)
        write_outcome(found, Outcome.ACCEPTED, by=by, at=when)
        saved = save_now(text.pk)
        if saved is not None:
            note_author(saved.revision, by)
    return found


def _write(text: ContributionPage, remark: Remark, author: User, at: datetime) -> None:
    """Bring the change into the room's log; nothing when the text says so already."""
    room = lock_room(open_room(text, by=author).pk)
    doc: Doc = replay(room)[0]
    now = words_of(doc, room.base_body)
    change = change_of(remark, words_in(now))
    if change is None:
        raise Refused(_("Le texte a changé à cet endroit : reprenez la suggestion sur les mots d'aujourd'hui."))  # fmt: skip
    where, put = change.where, covered_in(text.record, change.replacement)
    try:
        theirs = rewritten(now, where.block_id, where.field, where.start, where.end, put)
    except NotOnePlace:
        raise Refused(_("Ce passage tient maintenant sur plusieurs paragraphes : reprenez la suggestion sur l'un d'eux.")) from None  # fmt: skip
    _log(room, doc, (now, theirs), author, at)


def _log(room: Room, doc: Doc, sides: tuple[Words, Words], author: User, at: datetime) -> None:
    _report, client, payload = merge_words(room, doc, *sides, author)
    if payload == b"\x00\x00":
        return
    Update.objects.create(
        room=room, epoch=room.epoch, person=author, client=client, at=at, payload=payload,
        octets=inspect(payload, UNLIMITED).octets,
    )  # fmt: skip
