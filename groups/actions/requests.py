"""Ask to join a group, take the request back, answer it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from groups.actions.memberships import join
from groups.enums import Answered
from groups.models import JoinRequest, WorkingGroupPage
from groups.notifications import tell_answered, tell_asked
from groups.rules import can_withdraw, is_open, verdict_on_inviting, verdict_on_joining
from kit.access import Refused, answer_for, forget, require
from kit.clock import moment
from people.models import Centre, User


def ask_to_join(
    group: WorkingGroupPage,
    *,
    by: User,
    centre: Centre | None = None,
    words: str = "",
    at: datetime | None = None,
) -> JoinRequest:
    """Ask; a request that waits already is returned as it is.

    Raises Refused when the group is closed or the person is in it.
    """
    with transaction.atomic():
        group = _locked(group)
        forget(by)
        require(verdict_on_joining(by, group))
        if not is_open(group):
            raise Refused(_("Ce groupe est fermé : il n'accueille plus personne."))
        waiting = JoinRequest.objects.waiting().filter(person=by, group=group).first()
        if waiting:
            return waiting
        asked = JoinRequest.objects.create(
            person=by, group=group, centre=centre, words=words, asked_at=moment(at)
        )
        tell_asked(asked)
    return asked


def withdraw_request(asked: JoinRequest, *, by: User, at: datetime | None = None) -> JoinRequest:
    """Take one's own request back; once it is answered, nothing changes."""
    with transaction.atomic():
        asked = _read_again(asked)
        require(answer_for(by, can_withdraw(by, asked), may_know=False))
        if asked.answered_at is None:
            _close(asked, Answered.WITHDRAWN, by=by, at=at)
    return asked


def accept_request(asked: JoinRequest, *, by: User, at: datetime | None = None) -> JoinRequest:
    """Let the person in, for the centre that they gave. Raises Refused when it was
    answered otherwise, or when the group is closed."""
    with transaction.atomic():
        asked = _to_answer(asked, by)
        if asked.answer == Answered.ACCEPTED:
            return asked
        _refuse_answered(asked)
        if not is_open(asked.group):
            raise Refused(_("Ce groupe est fermé : il n'accueille plus personne."))
        join(asked.person, asked.group, by=by, centre=asked.centre, at=at)
        _close(asked, Answered.ACCEPTED, by=by, at=at)
        tell_answered(asked, by=by)
    return asked


def refuse_request(
    asked: JoinRequest, *, by: User, reason: str, at: datetime | None = None
) -> JoinRequest:
    """Say no, with a reason that the person reads."""
    with transaction.atomic():
        asked = _to_answer(asked, by)
        if asked.answer == Answered.REFUSED:
            return asked
        _refuse_answered(asked)
        if not reason.strip():
            raise Refused(_("Un refus se motive : la personne lira vos mots."))
        _close(asked, Answered.REFUSED, by=by, at=at, reason=reason.strip())
        tell_answered(asked, by=by)
    return asked


def settle_requests(
    group: WorkingGroupPage, answer: Answered, *, by: User, person: User | None = None,
    at: datetime | None = None,
) -> None:  # fmt: skip
    """End what waits because of something else: the group closed, an invitation was
    accepted. The caller holds the group's lock."""
    waiting = JoinRequest.objects.waiting().filter(group=group).select_related("group", "person")
    for asked in waiting.filter(person=person) if person else waiting:
        _close(asked, answer, by=by, at=at)
        tell_answered(asked, by=by)


def _locked(group: WorkingGroupPage) -> WorkingGroupPage:
    WorkingGroupPage.objects.select_for_update().get(pk=group.pk)
    return WorkingGroupPage.objects.select_related("record").get(pk=group.pk)


def _read_again(asked: JoinRequest) -> JoinRequest:
    _locked(asked.group)
    rows = JoinRequest.objects.select_related("person", "group__record", "centre")
    found = rows.filter(pk=asked.pk).first()
    if found is None:
        raise Http404
    return found


def _to_answer(asked: JoinRequest, by: User) -> JoinRequest:
    asked = _read_again(asked)
    forget(by)
    require(verdict_on_inviting(by, asked.group))
    return asked


def _refuse_answered(asked: JoinRequest) -> None:
    if asked.answered_at is not None:
        raise Refused(
            _("Cette demande n'attend plus de réponse : %(answer)s.")
            % {"answer": asked.get_answer_display()}
        )


def _close(
    asked: JoinRequest, answer: Answered, *, by: User, at: datetime | None, reason: str = ""
) -> None:
    asked.answer, asked.answered_at = answer, moment(at)
    asked.answered_by, asked.reason = by, reason
    asked.save(update_fields=["answer", "answered_at", "answered_by", "reason"])
