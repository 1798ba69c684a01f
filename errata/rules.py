"""Who corrects the form of a text, who approves it, who reads it and who contests it.

They rest on the facts of the charter of texts (`contributions.standing`).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from contributions.amending import version_of_the_public, version_under_decision
from contributions.enums import PublicState, Verb, WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, Version
from contributions.rules import verdict_on_missing
from contributions.standing import Case
from kit.access import ALLOWED, AnyUser, Verdict, answer_for
from people.models import Centre
from people.rules import mandates_of

from .enums import Ruling
from .models import Correction

_SUBMITTED = (WorkState.VALIDATION, WorkState.VALIDATED)


# -- Proposing -------------------------------------------------------------------------


def targets_for(user: AnyUser, page: ContributionPage) -> list[Version]:
    """The versions of which `user` may correct the form: the one under decision, then what
    everyone reads."""
    return _targets(Case(user, page))


def _targets(case: Case) -> list[Version]:
    if not case.user.is_authenticated or not case.user.is_active:
        return []
    inside = case.superuser or case.member
    decided = version_under_decision(case.page) if inside or _submitted_to(case) else None
    public = version_of_the_public(case.page) if inside or case.moderator else None
    return [version for version in (decided, public) if version is not None]


def _submitted_to(case: Case) -> bool:
    return case.moderator and case.state.work in _SUBMITTED


def verdict_on_proposing(user: AnyUser, page: ContributionPage | None) -> Verdict:
    """The answer to proposing a correction; those who may know are told that the moment is
    wrong."""
    if page is None:
        return verdict_on_missing(Verb.READ_FROZEN, user)
    case = Case(user, page)
    if not user.is_authenticated or not user.is_active:
        return answer_for(user, False, may_know=False)
    known = case.state.public is not PublicState.NONE or case.state.work in _SUBMITTED
    told = case.superuser or case.member or (case.moderator and known)
    return answer_for(user, bool(_targets(case)), may_know=told, reason=_why_not_now(case))


def _why_not_now(case: Case) -> str:
    if case.state.work is WorkState.DRAFTING and not case.state.trashed:
        return _("Ce texte s'écrit en ce moment : corrigez-le dans le texte lui-même.")
    return _("Ce texte ne se corrige pas : il est retiré, ou à la corbeille.")


# -- Reading ---------------------------------------------------------------------------


def can_read(user: AnyUser, page: ContributionPage, correction: Correction) -> bool:
    """The text's people; the moderation, of what was submitted or published; once it is
    applied, who speaks for a centre that was asked its answer."""
    if not user.is_authenticated or not user.is_active:
        return False
    case = Case(user, page)
    if case.superuser or case.member:
        return True
    if case.state.trashed:
        return False
    if case.moderator and moderation_reads(page, correction):
        return True
    return bool(_centres(case, correction))


def moderation_reads(page: ContributionPage, correction: Correction) -> bool:
    """Whether the moderation has before it what a correction is about."""
    if _was_public(page, correction):
        return True
    decided = version_under_decision(page)
    if decided is None or state_of(page).work not in _SUBMITTED:
        return False
    return not {correction.version_id, correction.made_id}.isdisjoint(decided.same_text())


def _was_public(page: ContributionPage, correction: Correction) -> bool:
    """Whether its words were everyone's to read."""
    if not state_of(page).public.is_read_by_all:
        return False
    current, made = page.record.current_version, correction.made
    if correction.in_public or correction.version.published_at is not None:
        return True
    if made is not None and made.published_at is not None:
        return True
    return current is not None and made is not None and made.pk in current.same_text()


def _centres(case: Case, correction: Correction) -> set[int]:
    """Keys of the centres for which this person may contest a correction."""
    mine = mandates_of(case.user).centres
    if not mine or correction.made is None:
        return set()
    versions = [key for key in (correction.made_id, correction.carried_version_id) if key]
    rows = Version.asked_centres.through.objects.filter(version__in=versions, centre__in=mine)
    asked = set(rows.values_list("centre", flat=True))
    if not asked or _was_public(case.page, correction):
        return asked
    decided = version_under_decision(case.page)
    return asked if decided is not None and correction.made_id in decided.same_text() else set()


def verdict_on_reading(
    user: AnyUser, page: ContributionPage | None, correction: Correction | None
) -> Verdict:
    if page is None or correction is None:
        return verdict_on_missing(Verb.READ_FROZEN, user)
    return answer_for(user, can_read(user, page, correction), may_know=False)


# -- Deciding, contesting, ruling --------------------------------------------------------------


def verdict_on_deciding(user: AnyUser, page: ContributionPage, correction: Correction) -> Verdict:
    """The answer to approving or refusing it: the coordination or the moderation, and
    another person than who proposed it."""
    reads = verdict_on_reading(user, page, correction)
    if not reads:
        return reads
    case = Case(user, page)
    if not (case.superuser or case.coordinator or _moderates(case, correction)):
        reason = _("L'animation du groupe ou la modération approuve une correction de forme.")
        return answer_for(user, False, may_know=True, reason=reason)
    if correction.proposed_by_id == user.pk:
        reason = _("Une autre personne que vous doit approuver ce que vous avez corrigé.")
        return answer_for(user, False, may_know=True, reason=reason)
    return ALLOWED


def verdict_on_taking_back(
    user: AnyUser, page: ContributionPage, correction: Correction
) -> Verdict:
    """The answer to taking back what one proposed oneself."""
    reads = verdict_on_reading(user, page, correction)
    if not reads:
        return reads
    own = correction.proposed_by_id is not None and correction.proposed_by_id == user.pk
    reason = _("Seule la personne qui a proposé une correction la reprend.")
    return answer_for(user, own, may_know=True, reason=reason)


def verdict_on_ruling(
    user: AnyUser, page: ContributionPage, correction: Correction, ruling: Ruling
) -> Verdict:
    """The answer to ruling on what centres contest: the coordination or the moderation, and
    none of those who contest. Who proposed or approved the correction may undo it; that it
    stands is another person's to say."""
    reads = verdict_on_reading(user, page, correction)
    if not reads:
        return reads
    case = Case(user, page)
    if not (case.superuser or case.coordinator or _moderates(case, correction)):
        reason = _("L'animation du groupe ou la modération tranche ce qu'un centre conteste.")
        return answer_for(user, False, may_know=True, reason=reason)
    own = {contest.by_id for contest in correction.contests.all()}
    if ruling == Ruling.KEPT:
        own |= {correction.proposed_by_id, correction.decided_by_id}
    reason = _("Une autre personne doit trancher : vous avez proposé, approuvé ou contesté.")
    return answer_for(user, user.pk not in own, may_know=True, reason=reason)


def _moderates(case: Case, correction: Correction) -> bool:
    trashed = case.state.trashed
    return case.moderator and not trashed and moderation_reads(case.page, correction)


def centres_contesting(
    user: AnyUser, page: ContributionPage, correction: Correction
) -> list[Centre]:
    """The centres for which `user` may say that more than the form changed."""
    if not user.is_authenticated or not user.is_active or page.record.trashed_at is not None:
        return []
    return list(Centre.objects.filter(pk__in=_centres(Case(user, page), correction)))


def verdict_on_contesting(
    user: AnyUser, page: ContributionPage, correction: Correction, centre: Centre | None
) -> Verdict:
    """The answer to contesting it for a centre: its director or delegate, once applied."""
    reads = verdict_on_reading(user, page, correction)
    if not reads:
        return reads
    undone = correction.contests.filter(ruling=Ruling.UNDONE).exists()
    speaks = centre is not None and centre in centres_contesting(user, page, correction)
    allowed = speaks and not undone
    reason = (
        _("Cette correction a été défaite : les mots d'avant sont revenus.")
        if undone
        else _("La direction d'un centre dont la réponse est demandée conteste une correction.")
    )
    return answer_for(user, allowed, may_know=True, reason=reason)
