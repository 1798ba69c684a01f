"""What is corrected before everyone's eyes is corrected in the next edition too, whether it is
being drafted or is frozen already."""

from __future__ import annotations

from datetime import datetime

from pycrdt import Doc

from contributions.actions.base import NotNow
from contributions.amending import amend, version_under_decision
from contributions.enums import WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, Version
from cowriting.document.conversion import words_of
from cowriting.models import Update
from cowriting.plain.parts import Part, with_part
from cowriting.protocol.inspection import UNLIMITED, inspect
from cowriting.record.base import merge_words
from cowriting.record.log import lock_room
from cowriting.record.opening import open_room
from cowriting.record.replaying import replay
from cowriting.record.saving import save_now
from people.models import User

from .corrected import TooMuch, corrected, restored
from .models import Correction
from .restoring import aimed_at
from .targets import part_to_correct, words_of_version

_NOTHING = b"\x00\x00"


def carry(page: ContributionPage, correction: Correction, *, by: User, at: datetime) -> None:
    """Note on a correction of what the public reads what became of it in the next edition.

    The caller holds the lock of the record, and saves the correction.
    """
    if not correction.in_public:
        return
    if state_of(page).work is WorkState.DRAFTING:
        correction.carried = _carry_to_draft(page, correction, at)
    elif (frozen := version_under_decision(page)) is not None:
        correction.carried_version = _carry_to_frozen(page, frozen, correction, by, at)
        correction.carried = correction.carried_version is not None


def _carry_to_frozen(
    page: ContributionPage, frozen: Version, correction: Correction, by: User, at: datetime
) -> Version | None:
    """The version that takes the place of the one under decision; None where it says other
    words there. Its answers hold: what was agreed on is the same text."""
    put = restored if correction.undoes_id else corrected
    try:
        aimed = aimed_at(words_of_version(frozen), correction)
        if not aimed.after:
            return None
        made = put(frozen, aimed)
        return amend(page, frozen, made, author=correction.proposed_by, by=by, at=at)
    except (NotNow, TooMuch):
        return None


def _carry_to_draft(page: ContributionPage, correction: Correction, at: datetime) -> bool:
    """Put the correction into the shared document, as its author's; whether the draft said
    the old words there. Whoever writes sees it come, and what they type meanwhile stays."""
    author = correction.proposed_by
    room = lock_room(open_room(page, by=author).pk)
    doc: Doc = replay(room)[0]
    now = words_of(doc, room.base_body)
    try:
        aimed = aimed_at(now, correction)
    except NotNow:
        return False
    part = part_to_correct(now, aimed)
    if part is None:
        return False
    theirs = with_part(now, Part(part.key, part.kind, {**part.value, **aimed.after}))
    _report, client, payload = merge_words(room, doc, now, theirs, author)
    if payload != _NOTHING:
        Update.objects.create(
            room=room, epoch=room.epoch, person=author, client=client, at=at, payload=payload,
            octets=inspect(payload, UNLIMITED).octets,
        )  # fmt: skip
    save_now(page.pk)
    return True
