"""What a text waits for, from whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.enums import Step

from .enums import WorkState
from .lifecycle import State

if TYPE_CHECKING:
    from .models import ContributionPage

_MEMBERS = _("les membres du groupe")
_COORDINATION = _("l'animation du groupe")
_MODERATION = _("la modération du réseau")


@dataclass(frozen=True)
class NextStep:
    what: str | Promise
    who: str | Promise
    due: datetime | None = None


_STEP_OF: dict[WorkState, tuple[str | Promise, str | Promise, Step]] = {
    WorkState.DRAFTING: (
        _("écrire, puis proposer la soumission ou ouvrir la relecture"), _MEMBERS, Step.WRITING
    ),
    WorkState.REVIEW: (
        _("relire la version figée, puis clore la relecture et soumettre le texte au réseau"),
        _COORDINATION,
        Step.REVIEW,
    ),
    WorkState.VALIDATION: (
        _("valider le texte, ou le renvoyer au groupe avec des remarques"),
        _MODERATION,
        Step.VALIDATION,
    ),
    WorkState.VALIDATED: (
        _("publier le texte, ou programmer sa publication"), _MODERATION, Step.PUBLICATION
    ),
}  # fmt: skip


def step_of(state: WorkState) -> Step | None:
    """Which dated step a state of work belongs to; none when the text is at rest."""
    return _STEP_OF[state][2] if state in _STEP_OF else None


def due_now(page: ContributionPage, state: State) -> datetime | None:
    """When the present step of a text ends."""
    step = step_of(state.work)
    return page.record.effective_due(step) if step else None


def next_step(page: ContributionPage, state: State) -> NextStep | None:
    """What is expected next, or nothing: a text in the trash or at rest waits for no one."""
    record = page.record
    if state.trashed:
        return None
    if record.withdrawal_asked_at is not None:
        return NextStep(
            _("confirmer ou non le retrait demandé"),
            _("l'animation du groupe et la modération, l'autre personne que celle qui l'a demandé"),
        )
    if state.work not in _STEP_OF:
        return None
    if record.embargo_until is not None:
        return NextStep(
            _("la publication, qui se fera d'elle-même"), _("personne"), record.embargo_until
        )
    what, who, _step = _STEP_OF[state.work]
    if state.work is WorkState.DRAFTING and record.proposed_at is not None:
        what, who = _("ouvrir la relecture : la soumission est proposée"), _COORDINATION
    return NextStep(what, who, due_now(page, state))
