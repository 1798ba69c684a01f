"""Ask to join a group, take the request back, answer it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.actions.memberships import admit
from groups.enums import Answered
from groups.models import JoinRequest, WorkingGroupPage
from groups.notifications import tell_answered, tell_asked
from groups.rules import can_withdraw, is_open, verdict_on_inviting, verdict_on_joining
from kit.access import Refused, answer_for, forget, require
from kit.clock import moment
from kit.formats import moment_words
from people.models import Centre, User

#: How soon one may ask the same group again, and how many groups in a day.
AGAIN_AFTER, AGAIN_AFTER_REFUSAL = timedelta(days=1), timedelta(days=7)
DAILY_LIMIT = 10


def ask_to_join(
    group: WorkingGroupPage,
    *,
    by: User,
    centre: Centre | None = None,
    words: str = "",
    at: datetime | None = None,
) -> JoinRequest:
    """Ask; a request that waits already is returned as it is.

    Raises Refused when the group is closed, when the person is in it, and when they asked
    too lately or too often.
    """
    when = moment(at)
    with transaction.atomic():
        group = _locked(group)
        # Locked, so that the day's limit counts one request at a time.
        User.objects.select_for_update().get(pk=by.pk)
        forget(by)
        require(verdict_on_joining(by, group))
        if not is_open(group):
            raise Refused(_("Ce groupe est fermé : il n'accueille plus personne."))
        waiting = JoinRequest.objects.waiting().filter(person=by, group=group).first()
        if waiting:
            return waiting
        _refuse_flood(by, group, when)
        asked = JoinRequest.objects.create(
            person=by, group=group, centre=centre, words=words, asked_at=when
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
        # Who came meanwhile keeps the place that they have.
        admit(asked.person, asked.group, by=by, centre=asked.centre, at=at)
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


def _refuse_flood(by: User, group: WorkingGroupPage, when: datetime) -> None:
    """A request writes to people: one a day to a group, a week after a refusal."""
    own = JoinRequest.objects.filter(person=by)
    free_at = max((_free_at(asked) for asked in own.filter(group=group)), default=when)
    if free_at > when:
        raise Refused(
            _("Vous avez déjà demandé à rejoindre ce groupe : vous pourrez le redemander à partir du %(when)s.")
            % {"when": moment_words(timezone.localtime(free_at))}
        )  # fmt: skip
    if own.filter(asked_at__gt=when - AGAIN_AFTER).count() >= DAILY_LIMIT:
        raise Refused(
            _("Vous avez demandé à rejoindre %(limit)d groupes en un jour : réessayez demain.")
            % {"limit": DAILY_LIMIT}
        )


def _free_at(asked: JoinRequest) -> datetime:
    """When the same person may ask the same group again."""
    if asked.answer == Answered.REFUSED and asked.answered_at:
        return asked.answered_at + AGAIN_AFTER_REFUSAL
    return asked.asked_at + AGAIN_AFTER


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
