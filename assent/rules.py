"""Who opens, answers and reads a round of consent.

The coordination's acts are those of the text's review (`contributions.rules`); nobody
answers for a centre in the place of who speaks for it, superusers included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.utils.translation import gettext as _

from assent.enums import AnswerKind
from assent.models import Answer, Owing, Round
from contributions.enums import Verb, WorkState
from contributions.models import ContributionPage
from contributions.rules import can, verdict, verdict_on_missing
from contributions.standing import Case
from groups.deadlines import in_both_zones
from kit.access import ALLOWED, AnyUser, Verdict, answer_for, forbidden
from kit.access import Answer as Reply
from kit.clock import moment
from people.enums import MandateKind
from people.models import Centre, Mandate, User
from people.querysets import current_at
from people.rules import mandates_of

# -- Answering for a centre ------------------------------------------------------------


def verdict_on_answering(user: AnyUser, round_: Round, centre: Centre) -> Verdict:
    """Whether `user` answers this round for `centre`: its director or delegate of today,
    while the round is open, where the centre owes an answer.

    A date gone by is no matter of who: see `why_too_late`.
    """
    page = round_.record.page
    if not user.is_authenticated or not user.is_active:
        return verdict_on_missing(Verb.READ_FROZEN, user)
    centres = mandates_of(user).centres
    owing = set(Owing.objects.filter(round=round_).values_list("centre_id", flat=True))
    speaks, case = centre.pk in centres, Case(user, page)
    if speaks and centre.pk in owing:
        reason = _why_not_open(round_, case)
        return forbidden(reason) if reason else ALLOWED
    told = case.superuser or case.member or not owing.isdisjoint(centres)
    reason = _(
        "Seules la direction du centre et la personne qu'elle a désignée répondent pour lui."
    )
    return answer_for(user, False, may_know=told and centre.pk in owing, reason=reason)


def _why_not_open(round_: Round, case: Case) -> str:
    if round_.is_open and case.state.work is WorkState.REVIEW and not case.state.trashed:
        return ""
    return _("Ce tour est clos : il n'est plus possible d'y répondre.")


def why_too_late(round_: Round, at: datetime | None = None) -> str:
    """Why the moment to answer has passed, for who might; empty when it has not."""
    if not round_.is_open:
        return _("Ce tour est clos : il n'est plus possible d'y répondre.")
    if round_.due is not None and round_.is_past(moment(at)):
        date = in_both_zones(round_.due)
        return _("La date est passée : les centres pouvaient répondre jusqu'au %(date)s.") % {
            "date": date
        }
    return ""


def centres_directed_by(user: User) -> set[int]:
    """Keys of the centres that `user` speaks for as their director, and not by delegation."""
    rows = Mandate.objects.current().filter(person=user, kind=MandateKind.DIRECTOR)
    return {key for key in rows.values_list("centre_id", flat=True) if key is not None}


def is_delegate_for(user: User, centre: Centre, *, at: datetime | None = None) -> bool:
    """Whether `user` speaks for `centre` by delegation alone, or spoke so at a moment."""
    held = Mandate.objects.filter(current_at(at)) if at else Mandate.objects.current()
    directs = held.filter(person=user, centre=centre, kind=MandateKind.DIRECTOR)
    return not directs.exists()


# -- Leading a round -------------------------------------------------------------------


def verdict_on_opening(user: AnyUser, page: ContributionPage) -> Verdict:
    return verdict(Verb.OPEN_REVIEW, user, page)


def verdict_on_extending(user: AnyUser, page: ContributionPage) -> Verdict:
    return _leading(user, page, _("Seule l'animation du groupe peut prolonger la relecture."))


def verdict_on_second_round(user: AnyUser, page: ContributionPage) -> Verdict:
    return _leading(user, page, _("Seule l'animation du groupe peut ouvrir un nouveau tour."))


def verdict_on_detaching(user: AnyUser, page: ContributionPage) -> Verdict:
    return _leading(user, page, _("Seule l'animation du groupe peut détacher une proposition."))


def _leading(user: AnyUser, page: ContributionPage, why: str) -> Verdict:
    """As closing the review is; a role that is refused is told of this act."""
    answer = verdict(Verb.CLOSE_REVIEW, user, page)
    in_time = Case(user, page).state.allows(Verb.CLOSE_REVIEW)
    return forbidden(why) if answer.answer is Reply.FORBIDDEN and in_time else answer


# -- Reading a round -------------------------------------------------------------------


class Sight(Enum):
    """How much of the answers of others a person sees."""

    ALL = "all"
    #: Kinds, and public reserves: who speaks for a centre that is asked.
    KINDS = "kinds"
    #: Who answered or not.
    PROGRESS = "progress"


def verdict_on_round(user: AnyUser, page: ContributionPage) -> Verdict:
    """Whether `user` sees the page of a text's rounds: who follows its progress."""
    return verdict(Verb.SEE_PROGRESS, user, page)


def sight_of(user: AnyUser, page: ContributionPage) -> Sight:
    """What somebody who sees a text's rounds sees of the answers."""
    case = Case(user, page)
    if case.superuser or case.member:
        return Sight.ALL
    if not can(Verb.READ_FROZEN, user, page):
        return Sight.PROGRESS
    if case.moderator and case.state.work is not WorkState.REVIEW:
        return Sight.ALL
    return Sight.KINDS if case.asked_now else Sight.PROGRESS


@dataclass(frozen=True)
class Seen:
    """What one person may see of one answer; empty where they may not."""

    kind: AnswerKind | None = None
    words: str = ""


def seen_of(answer: Answer, user: AnyUser, sight: Sight) -> Seen:
    """An answer as somebody with this sight reads it; one's own centre's, whole."""
    kind = AnswerKind(answer.kind)
    if sight is Sight.ALL or answer.centre_id in mandates_of(user).centres:
        return Seen(kind, answer.words)
    if sight is Sight.KINDS:
        return Seen(kind, answer.words if answer.is_public else "")
    return Seen()
