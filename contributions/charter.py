"""How a rule is entered, asked, and refused without telling more than it should."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from groups.rules import memberships_of
from kit.access import ALLOWED, MISSING, SIGN_IN, AnyUser, Verdict, answer_for, forbidden

from .enums import Verb, WorkState
from .standing import Case, Standing

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from .models import ContributionPage

Predicate = Callable[[Case], bool]
Rule = Callable[[AnyUser, "ContributionPage"], bool]


@dataclass(frozen=True)
class Article:
    """One line of the charter.

    `tells`: who learns that the text exists when refused; `tells_later`: who does so
    once it has left drafting; `tells_superuser` is False for what is a member's alone.
    """

    holds: Predicate
    tells: frozenset[Standing]
    tells_later: frozenset[Standing]
    tells_superuser: bool
    why: StrPromise | str

    def tells_to(self, case: Case) -> bool:
        if case.superuser:
            return self.tells_superuser
        told = self.tells
        if case.state.work in (WorkState.REVIEW, WorkState.VALIDATION, WorkState.VALIDATED):
            told |= self.tells_later
        return not case.standings.isdisjoint(told)


CHARTER: dict[Verb, Article] = {}

#: Refused in the same words for every text, there or not.
_REFUSED_TO_ALL = frozenset({Verb.WITHDRAW, Verb.MASK})


def article(
    verb: Verb,
    *tells: Standing,
    later: tuple[Standing, ...] = (),
    superuser: bool = True,
    why: StrPromise | str = "",
) -> Callable[[Predicate], Rule]:
    """Enter a predicate into the charter and make it the public rule of its verb.

    The predicate says who; the lifecycle table says when, and both must agree.
    """

    def enter(holds: Predicate) -> Rule:
        CHARTER[verb] = Article(holds, frozenset(tells), frozenset(later), superuser, why)

        def rule(user: AnyUser, page: ContributionPage) -> bool:
            return can(verb, user, page)

        rule.__name__, rule.__doc__ = holds.__name__, holds.__doc__
        return rule

    return enter


def can(verb: Verb, user: AnyUser, page: ContributionPage) -> bool:
    """Whether `user` may `verb` this text now."""
    return holds(verb, Case(user, page))


def holds(verb: Verb, case: Case) -> bool:
    """Whether person, moment and rule agree, for facts that are read already."""
    if not case.user.is_active and case.user.is_authenticated:
        return False
    return case.state.allows(verb) and CHARTER[verb].holds(case)


def verdict(verb: Verb, user: AnyUser, page: ContributionPage) -> Verdict:
    """The rule's answer, with what a refusal may tell this person."""
    case = Case(user, page)
    line = CHARTER[verb]
    if user.is_authenticated and not case.superuser and refused_whatever(verb, user):
        return forbidden(str(line.why))
    if holds(verb, case):
        return ALLOWED
    if not case.knows:
        return verdict_on_missing(verb, user)
    return answer_for(user, False, may_know=line.tells_to(case), reason=_why_not(verb, case, line))


def refused_whatever(verb: Verb, user: AnyUser) -> bool:
    """Whether `user` can do this to no text at all, and may be told so even about one
    that does not exist."""
    return verb is Verb.COPY and not memberships_of(user)


def verdict_on_missing(verb: Verb, user: AnyUser) -> Verdict:
    """The answer for a text that does not exist: the same as for one that is hidden."""
    if not user.is_authenticated:
        return SIGN_IN
    if not user.is_superuser and refused_whatever(verb, user):
        return forbidden(str(CHARTER[verb].why))
    return forbidden(str(CHARTER[verb].why)) if verb in _REFUSED_TO_ALL else MISSING


def _why_not(verb: Verb, case: Case, line: Article) -> str:
    """Why a person who may know is refused: the moment, or the role."""
    if not case.state.allows(verb):
        return _("Ce n'est pas possible maintenant : le texte est à l'étape « %(state)s ».") % {
            "state": case.state.work.label
        }
    if verb is Verb.UNSCHEDULE and case.record.embargo_until is None:
        return _("Aucune publication n'est programmée pour ce texte.")
    return str(line.why)


def only_the_moment_is_wrong(verb: Verb, user: AnyUser, page: ContributionPage) -> bool:
    """Whether `user` might do it to this text in another state: it has moved on, or is
    not there yet."""
    case = Case(user, page)
    return not case.state.allows(verb) and CHARTER[verb].holds(case)


def abilities(user: AnyUser, page: ContributionPage) -> dict[Verb, bool]:
    """Every verb and whether `user` may do it now, for pages that show what is possible."""
    case = Case(user, page)
    return {verb: holds(verb, case) for verb in CHARTER}
