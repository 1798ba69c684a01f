"""What a text asks of a person: the words, the date and the one link of each task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assent.selectors import Owed, owed_by
from contributions.enums import WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from contributions.next_step import due_now
from contributions.selectors import texts_with_own_hand
from contributions.withdrawals import confirmable_by, groups_of
from groups.enums import Role
from groups.inheritance import inherited_by
from groups.rules import memberships_of
from kit.access import AnyUser
from people.rules import is_moderator, mandates_of

DECIDED = (WorkState.VALIDATION, WorkState.VALIDATED)


@dataclass(frozen=True)
class Task:
    """One thing to do about a text. `own`: whether it is this person's to do; the others
    are shown apart, since they only wait.

    `at_desk`: it waits on the moderation's desk too. `url` tells of the text; `action` is the one thing to press, which leads there too
    unless `action_url` says where.
    """

    what: str | Promise
    title: str
    group: str
    url: str
    hue: str = ""
    due: datetime | None = None
    note: str | Promise = ""
    own: bool = True
    overdue: bool = False
    action: str | Promise = ""
    action_url: str = ""
    at_desk: bool = False

    def at(self, now: datetime) -> Task:
        return replace(self, overdue=self.due is not None and self.due < now)

    @property
    def action_goes_to(self) -> str:
        return self.action_url or self.url

    @property
    def order(self) -> tuple[bool, float, str]:
        """Dated tasks first, the most overdue before all."""
        return self.due is None, self.due.timestamp() if self.due else 0.0, self.title


@dataclass(frozen=True)
class Person:
    """What a person is towards all texts, read once for the whole desk.

    `inherited`: groups left to the network, for who takes care of them.
    """

    user: AnyUser
    groups: frozenset[int]
    led: frozenset[int]
    inherited: frozenset[int]
    centres: frozenset[int]
    moderates: bool

    @classmethod
    def of(cls, user: AnyUser) -> Person:
        roles = memberships_of(user)
        led = frozenset(group for group, role in roles.items() if role == Role.COORDINATOR)
        centres = frozenset(mandates_of(user).centres)
        return cls(user, frozenset(roles), led, inherited_by(user), centres, is_moderator(user))

    def follows_up(self, groups: frozenset[int]) -> bool:
        """Whether they take care of a published text of these groups (see
        `contributions.standing.Case.follows_up`)."""
        return bool(groups & self.led) or groups <= self.inherited


@dataclass(frozen=True)
class Facts:
    """What is read of all the texts of a desk at once.

    `written`: pages on which the person may not decide; `asked`: by the number of their
    text, the answers that their centres owe; `confirmable`: pages whose withdrawal waits
    for this person. `answers_apart`: what centres owe is told elsewhere on the page.
    """

    written: frozenset[int] = frozenset()
    asked: Mapping[int, Sequence[Owed]] = field(default_factory=dict)
    confirmable: frozenset[int] = frozenset()
    answers_apart: bool = False

    @classmethod
    def of(
        cls,
        who: Person,
        pages: Sequence[ContributionPage],
        asked: Mapping[int, Sequence[Owed]],
        *,
        answers_apart: bool = False,
    ) -> Facts:
        written = texts_with_own_hand(who.user, pages) if who.moderates else frozenset()
        return cls(written, asked, confirmable_by(who.user, pages), answers_apart)


def texts_asking(who: Person) -> dict[int, list[Owed]]:
    """What one's centres have still to answer, by the number of the text."""
    found: dict[int, list[Owed]] = {}
    for one in owed_by(who.user):
        if one.answer is None:
            found.setdefault(one.record.pk, []).append(one)
    return found


def tasks_of(page: ContributionPage, who: Person, facts: Facts) -> Iterator[Task]:
    """What one text asks of one person."""
    groups = groups_of(page)
    leads = bool(groups & who.led)
    cares = who.follows_up(groups) or who.moderates
    if page.record.withdrawal_asked_at is not None and cares:
        yield _of_withdrawal(page, page.pk in facts.confirmable)
    if not facts.answers_apart:
        yield from map(of_centre, facts.asked.get(page.record.pk, ()))
    if groups & who.groups:
        yield from _of_group(page, leads, page.record.pk in facts.asked)
    if who.moderates:
        yield from _of_moderation(page, page.pk in facts.written)


def _task(page: ContributionPage, what: str | Promise, **more: object) -> Task:
    record = page.record
    base = Task(
        what,
        page.draft_title,
        record.lead_group.title,
        reverse("contributions:work", args=[record.pk]),
        record.lead_group.hue,
    )
    return replace(base, **{"due": due_now(page, state_of(page))} | more)  # type: ignore[arg-type]


def _act(page: ContributionPage, slug: str) -> str:
    return reverse("contributions:act", args=[page.record.pk, slug])


def _of_withdrawal(page: ContributionPage, own: bool) -> Task:
    if not own:
        note = _("Une personne de l'autre rôle doit le confirmer.")
        return _task(page, _("Retrait demandé, à confirmer"), due=None, note=note, own=False)
    return _task(
        page, _("Confirmer le retrait demandé"), due=None, at_desk=True,
        action=_("Décider du retrait"), action_url=_act(page, "retirer"),
    )  # fmt: skip


def of_centre(owed: Owed) -> Task:
    """An answer that one's centre owes, given on the page that asks it."""
    record = owed.record
    to_answer = reverse("assent:answer", args=[record.pk, owed.centre.slug])
    confirms = owed.carried is not None
    return Task(
        _("Confirmer ou changer la réponse de votre centre")
        if confirms
        else _("Donner la réponse de votre centre"),
        owed.round.version.title, record.lead_group.title, to_answer, record.lead_group.hue,
        owed.round.due, action=_("Confirmer ou changer") if confirms else _("Répondre"),
    )  # fmt: skip


def _of_group(page: ContributionPage, leads: bool, asked: bool) -> Iterator[Task]:
    work, proposed = state_of(page).work, page.record.proposed_at is not None
    if work is WorkState.DRAFTING and not proposed:
        editor = reverse("writing:write", args=[page.pk])
        yield _task(page, _("Écrire le brouillon"), action=_("Écrire"), action_url=editor)
    elif work is WorkState.DRAFTING and leads:
        yield _task(
            page, _("Ouvrir la relecture : la soumission est proposée"),
            action=_("Ouvrir la relecture"), action_url=_act(page, "ouvrir-relecture"),
        )  # fmt: skip
    elif work is WorkState.DRAFTING:
        yield _task(
            page, _("L'animation ouvrira la relecture : la soumission est proposée"), own=False
        )
    elif work is WorkState.REVIEW and leads:
        yield _task(
            page, _("Clore la relecture et soumettre le texte au réseau"),
            action=_("Clore la relecture"), action_url=_act(page, "clore-relecture"),
        )  # fmt: skip
    elif work is WorkState.REVIEW and not asked:
        yield _of_reader(page)


def _of_reader(page: ContributionPage) -> Task:
    version = page.record.reviewed_version
    to_read = version.get_absolute_url() if version else ""
    what = _("Relire la version figée")
    return _task(page, what, action=_("Lire la version"), action_url=to_read)


def _of_moderation(page: ContributionPage, written: bool) -> Iterator[Task]:
    record, work = page.record, state_of(page).work
    if work not in DECIDED:
        return
    if record.embargo_until is not None:
        what = _("Sera publiée d'elle-même")
        yield _task(page, what, due=record.embargo_until, own=False)
        return
    validating = work is WorkState.VALIDATION
    what = _("Valider ou renvoyer le texte") if validating else _("Publier ou programmer le texte")
    if written:
        note = _("Vous y avez contribué : une autre personne doit en décider.")
        yield _task(page, what, note=note, own=False)
        return
    action = _("Lire et décider") if validating else _("Choisir la publication")
    yield _task(page, what, action=action, at_desk=True)
