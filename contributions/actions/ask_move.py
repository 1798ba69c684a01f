"""Ask another group to carry a text or to write with us; answer, or take it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.associate import join_text
from contributions.actions.base import NotNow, decision, locked, write_event
from contributions.actions.move_text import hand_over, move_text, require_open
from contributions.enums import EventKind, MoveKind, MoveOutcome, Verb
from contributions.models.moves import ANSWERED_WITHIN, MoveRequest
from contributions.moving import agrees_for_both, can_answer, can_ask, can_take_back
from contributions.signals import move_answered, move_asked
from groups.models import WorkingGroupPage
from kit.access import Refused
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def ask_move(
    page: ContributionPage,
    *,
    by: User,
    group: WorkingGroupPage,
    kind: str = MoveKind.LEAD,
    note: str = "",
    at: datetime | None = None,
) -> MoveRequest | None:
    """Ask the other group, or do it at once where `by` speaks for both: then None.

    Asking again while the request stands gives the one that stands. Raises Refused for
    who does not coordinate the group that leads the text, or for a closed group.
    """
    when = moment(at)
    with decision(page, Verb.MOVE, by) as text:
        group = WorkingGroupPage.objects.select_related("record").get(pk=group.pk)
        if agrees_for_both(by, text.record, group):
            _do(text, kind, by=by, group=group, note=note, at=when)
            return None
        if not can_ask(by, text.record):
            raise Refused(_("L'animation du groupe qui porte le texte le demande."))
        require_open(group)
        return _asked_once(text, kind, group, by, note.strip(), when)


def answer_move(
    request: MoveRequest, *, by: User, accept: bool, note: str = "", at: datetime | None = None
) -> MoveRequest:
    """Say yes, and it is done; or no, with a word. Raises NotNow when it is too late."""
    when = moment(at)
    with locked(request.record.page) as text:
        asked, person = _fresh(request, text), User.objects.get(pk=by.pk)
        if not can_answer(person, asked):
            raise NotNow(_("Cette demande n'attend plus de réponse de votre part."))
        outcome = MoveOutcome.ACCEPTED if accept else MoveOutcome.REFUSED
        _close(asked, outcome, person, note.strip(), when)
        if accept:
            _carry_out(text, asked, person, when)
        else:
            write_event(
                text,
                EventKind.MOVE_REFUSED,
                person,
                when,
                note=note.strip(),
                group=asked.group.title,
            )
        move_answered.send(sender=type(text), page=text, request=asked, by=person, at=when)
    return asked


def take_back_move(
    request: MoveRequest, *, by: User, note: str = "", at: datetime | None = None
) -> MoveRequest:
    """Take a request back before its answer. Raises NotNow when it is too late."""
    when = moment(at)
    with locked(request.record.page) as text:
        asked, person = _fresh(request, text), User.objects.get(pk=by.pk)
        if not can_take_back(person, asked):
            raise NotNow(_("Cette demande n'attend plus de réponse."))
        _close(asked, MoveOutcome.TAKEN_BACK, person, note.strip(), when)
        write_event(text, EventKind.MOVE_TAKEN_BACK, person, when, group=asked.group.title)
    return asked


def _asked_once(
    text: ContributionPage,
    kind: str,
    group: WorkingGroupPage,
    by: User,
    note: str,
    at: datetime,
) -> MoveRequest:
    if text.record.associated_groups.filter(pk=group.pk).exists() and kind == MoveKind.ASSOCIATE:
        raise NotNow(_("Ce groupe est déjà associé au texte."))
    same = MoveRequest.objects.filter(record=text.record, kind=kind, group=group, outcome="")
    same.filter(~Q(left=text.record.lead_group) | Q(expires_at__lte=at)).update(
        outcome=MoveOutcome.LAPSED, answered_at=at
    )
    standing = same.first()
    if standing is not None:
        return standing
    asked = MoveRequest.objects.create(
        record=text.record, kind=kind, left=text.record.lead_group, group=group, note=note,
        asked_at=at, asked_by=by, expires_at=at + ANSWERED_WITHIN,
    )  # fmt: skip
    write_event(text, EventKind.MOVE_ASKED, by, at, note=note, group=group.title, move=kind)
    move_asked.send(sender=type(text), page=text, request=asked, by=by, at=at)
    return asked


def _fresh(request: MoveRequest, text: ContributionPage) -> MoveRequest:
    """The request as it stands, under the lock of its text. Raises Http404 when gone."""
    rows = MoveRequest.objects.select_related("group__record", "left")
    asked = rows.filter(pk=request.pk, record=text.record).first()
    if asked is None:
        raise Http404
    asked.record = text.record
    return asked


def _close(asked: MoveRequest, outcome: str, by: User, note: str, at: datetime) -> None:
    asked.outcome, asked.answered_by, asked.answer, asked.answered_at = outcome, by, note, at
    asked.save(update_fields=["outcome", "answered_by", "answer", "answered_at"])


def _carry_out(text: ContributionPage, asked: MoveRequest, by: User, at: datetime) -> None:
    if asked.kind == MoveKind.LEAD:
        hand_over(text, by=by, group=asked.group, note=asked.note, at=at)
    else:
        join_text(text, by=by, group=asked.group, note=asked.note, at=at)


def _do(
    text: ContributionPage,
    kind: str,
    *,
    by: User,
    group: WorkingGroupPage,
    note: str,
    at: datetime,
) -> None:
    if kind == MoveKind.LEAD:
        move_text(text, by=by, group=group, note=note, at=at)
    else:
        join_text(text, by=by, group=group, note=note, at=at)
