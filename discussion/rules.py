"""Who reads, writes and decides what among remarks.

Remarks are the draft's: whoever reads it reads them all. A moderator, a director who is
asked and a reader of one version read the threads that they began, and no other:
colleagues' hesitations are not evidence for those who decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from contributions import rules as texts
from contributions.enums import Verb, WorkState
from contributions.models import ContributionPage, Version
from contributions.standing import Case
from kit.access import ALLOWED, MISSING, SIGN_IN, AnyUser, Verdict, answer_for

from .enums import Outcome
from .models import Remark

#: From the moment that a text is submitted, moderators know of it.
_SUBMITTED = (WorkState.VALIDATION, WorkState.VALIDATED)


@dataclass
class Seat:
    """One person beside one text: what these rules ask of them, each read at most once."""

    user: AnyUser
    page: ContributionPage

    @cached_property
    def case(self) -> Case:
        return Case(self.user, self.page)

    @cached_property
    def is_someone(self) -> bool:
        return self.user.is_authenticated and self.user.is_active

    @cached_property
    def reads_all(self) -> bool:
        """Reads the draft, and so every remark on it."""
        return self.is_someone and texts.holds(Verb.READ_DRAFT, self.case)

    @cached_property
    def stands(self) -> bool:
        """Has something to say of the text, or had: then their own threads stay readable."""
        case = self.case
        if not self.is_someone or case.state.trashed:
            return False
        return case.moderator or case.asked_director or bool(case.grants)

    @cached_property
    def remarks(self) -> bool:
        """May remark, suggest and answer now."""
        return self.is_someone and texts.holds(Verb.REMARK, self.case)

    @cached_property
    def is_people(self) -> bool:
        """One of the text's people, who decide what becomes of a remark."""
        return self.is_someone and (self.case.superuser or self.case.member)

    @cached_property
    def coordinates(self) -> bool:
        return self.is_someone and (self.case.superuser or self.case.coordinator)

    @cached_property
    def writes_now(self) -> bool:
        """Nothing is decided about the remarks of a text that lies in the trash."""
        return not self.case.state.trashed

    @cached_property
    def lists(self) -> bool:
        """Has something to see in the list of a text's remarks, or to add to it."""
        if self.reads_all or self.remarks:
            return True
        return self.stands and self.page.record.remarks.filter(user=self.user.pk).exists()

    def reads(self, remark: Remark) -> bool:
        return self.reads_all or (self.stands and self.wrote(remark.root or remark))

    def wrote(self, remark: Remark) -> bool:
        return self.is_someone and remark.user_id == self.user.pk

    def reads_words(self, remark: Remark) -> bool:
        """What a hidden remark says stays before its author and the coordination."""
        if remark.hidden_at is None:
            return self.reads(remark)
        return self.reads(remark) and (self.coordinates or self.wrote(remark))

    def answers(self, root: Remark) -> bool:
        return self.reads(root) and self.remarks and root.hidden_at is None

    def changes(self, remark: Remark) -> bool:
        """One's own words, as long as the matter is open."""
        root = remark.root or remark
        untouched = remark.hidden_at is None and root.hidden_at is None
        return (
            self.wrote(remark) and self.reads(remark) and self.remarks
            and untouched and root.is_open
        )  # fmt: skip

    def settles(self, remark: Remark, outcome: Outcome) -> bool:
        """The text's people say any outcome; who remarked may say that it is resolved."""
        if remark.root_id is not None or not self.writes_now or not self.reads(remark):
            return False
        return self.is_people or (self.wrote(remark) and outcome is Outcome.RESOLVED)

    def reopens(self, remark: Remark) -> bool:
        """The text's people, or who remarked where they had ended it themselves."""
        if remark.root_id is not None or not self.writes_now or not self.reads(remark):
            return False
        ended_it = self.is_someone and remark.outcome_by_id == self.user.pk
        return self.is_people or (self.wrote(remark) and ended_it)

    def endorses(self, remark: Remark) -> bool:
        """Say that one agrees: with others, and with what is before everyone's eyes."""
        shown = remark.hidden_at is None
        return self.reads(remark) and self.remarks and shown and not self.wrote(remark)

    def may_be_told_of_hiding(self) -> bool:
        """Who learns why they may not hide: the rest is not told that the remark exists."""
        case = self.case
        if not self.is_someone:
            return False
        decides = case.moderator and case.state.work in _SUBMITTED
        return case.member or decides or case.asked_director


# -- Reading ---------------------------------------------------------------------------


def can_remark(user: AnyUser, page: ContributionPage) -> bool:
    """Remark and suggest on what one reads of a text, now."""
    return Seat(user, page).remarks


def can_read_remark(user: AnyUser, remark: Remark) -> bool:
    return seat_before(user, remark).reads(remark)


def can_read_all_remarks(user: AnyUser, page: ContributionPage) -> bool:
    """Every thread of a text: who reads its draft."""
    return Seat(user, page).reads_all


def seat_before(user: AnyUser, remark: Remark) -> Seat:
    return Seat(user, page_of(remark))


def page_of(remark: Remark) -> ContributionPage:
    """The text of a remark, with its record."""
    page: ContributionPage = remark.record.page
    page.record = remark.record
    return page


def verdict_on_threads(user: AnyUser, page: ContributionPage) -> Verdict:
    """The page of a text's remarks: for who reads them all, who may write one, and who wrote
    one in a text where they still have something to say."""
    return verdict_on_list(Seat(user, page))


def verdict_on_list(seat: Seat) -> Verdict:
    return answer_for(seat.user, seat.lists, may_know=False)


def verdict_on_reading(user: AnyUser, remark: Remark) -> Verdict:
    return answer_for(user, can_read_remark(user, remark), may_know=False)


def verdict_on_missing(user: AnyUser) -> Verdict:
    """The answer for a remark that does not exist: the same as for a hidden one."""
    return MISSING if user.is_authenticated else SIGN_IN


# -- Writing ---------------------------------------------------------------------------


def verdict_on_remarking(
    user: AnyUser,
    page: ContributionPage,
    version: Version | None = None,
    seat: Seat | None = None,
) -> Verdict:
    """A remark or a suggestion on the draft, or on one frozen version: on what one reads."""
    seat = seat or Seat(user, page)
    if not seat.remarks:
        return texts.verdict(Verb.REMARK, user, page)
    if version is None:
        return answer_for(user, seat.reads_all, may_know=False)
    if not _is_of(version, page):
        return verdict_on_missing(user)
    return texts.verdict_on_version(user, version, page)


def _is_of(version: Version, page: ContributionPage) -> bool:
    return version.record_id == page.record.pk


def verdict_on_answering(user: AnyUser, root: Remark) -> Verdict:
    seat = seat_before(user, root)
    if root.hidden_at is not None:
        why = _("Cette remarque est masquée : on n'y répond plus.")
    else:
        why = _not_now()
    return _told(seat, root, seat.answers(root), why)


def verdict_on_changing(user: AnyUser, remark: Remark) -> Verdict:
    seat = seat_before(user, remark)
    if not seat.wrote(remark):
        why = _("On ne modifie que ses propres remarques.")
    elif not seat.remarks:
        why = _not_now()
    else:
        why = _("Cette remarque est close ou masquée : ses mots ne changent plus.")
    return _told(seat, remark, seat.changes(remark), why)


def verdict_on_rebasing(user: AnyUser, remark: Remark) -> Verdict:
    """Lead a suggestion to words of the draft: its author, or the text's people.

    Not where its author reads one version alone: they would be shown words of the draft.
    """
    seat = seat_before(user, remark)
    why = _("La personne qui propose et les membres du groupe reprennent une suggestion.")
    if not seat.remarks:
        why = _not_now()
    elif seat.is_people and not _may_see_draft(remark):
        why = _("Son auteur ne lit que la version figée : proposez ces mots en votre nom.")
    allowed = seat.answers(remark) and seat.reads_all and (seat.is_people or seat.wrote(remark))
    return _told(seat, remark, allowed and _may_see_draft(remark), why)


def _may_see_draft(remark: Remark) -> bool:
    """An invited reader is shown the passage as they chose it; others, as it was led."""
    return remark.user is None or texts.can_read_draft(remark.user, page_of(remark))


def verdict_on_endorsing(user: AnyUser, remark: Remark) -> Verdict:
    seat = seat_before(user, remark)
    why = _not_now()
    if seat.wrote(remark):
        why = _("On ne se donne pas raison à soi-même.")
    return _told(seat, remark, seat.endorses(remark), why)


# -- Deciding --------------------------------------------------------------------------


def verdict_on_settling(user: AnyUser, remark: Remark, outcome: Outcome) -> Verdict:
    seat = seat_before(user, remark)
    why = _("Les membres du groupe décident de l'issue ; l'auteur peut dire qu'elle est résolue.")
    if not seat.writes_now:
        why = _not_now()
    return _told(seat, remark, seat.settles(remark, outcome), why)


def verdict_on_reopening(user: AnyUser, remark: Remark) -> Verdict:
    seat = seat_before(user, remark)
    why = _("Les membres du groupe peuvent rouvrir cette remarque.")
    return _told(seat, remark, seat.reopens(remark), why if seat.writes_now else _not_now())


def verdict_on_hiding(user: AnyUser, remark: Remark) -> Verdict:
    """The row "hide an internal remark" of the matrix."""
    seat = seat_before(user, remark)
    return answer_for(
        user, seat.coordinates, may_know=seat.may_be_told_of_hiding(),
        reason=_("L'animation du groupe masque une remarque."),
    )  # fmt: skip


def verdict_on_history(user: AnyUser, remark: Remark) -> Verdict:
    """What a remark said before it was changed: the coordination's."""
    seat = seat_before(user, remark)
    return answer_for(
        user, seat.coordinates, may_know=seat.is_people,
        reason=_("L'animation du groupe voit ce que disait une remarque."),
    )  # fmt: skip


def _not_now() -> str:
    return _("Vous ne pouvez pas écrire de remarque sur ce texte maintenant.")


def _told(seat: Seat, remark: Remark, allowed: bool, why: str) -> Verdict:
    """A refusal says why to whoever reads the remark; for others it does not exist."""
    if allowed:
        return ALLOWED
    return answer_for(seat.user, False, may_know=seat.reads(remark), reason=why)
