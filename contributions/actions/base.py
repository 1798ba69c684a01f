"""What every action on a text begins and ends with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from contributions import rules
from contributions.enums import EventKind, Verb
from contributions.lifecycle import TRANSITIONS, current_task_state, state_of
from contributions.models.events import TextEvent
from contributions.models.masks import Mask
from contributions.models.versions import Version
from contributions.records import lock_text
from contributions.signals import life_written
from kit.access import Answer, Refused, require
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


class NotNow(Refused):
    """The text has moved on since the person looked: somebody decided before them."""


@contextmanager
def locked(page: ContributionPage) -> Iterator[ContributionPage]:
    """The text, locked and read again, until the block ends and commits.

    Whoever else decides on the same text waits, then reads what this one left. Raises
    Http404 for a text that was deleted meanwhile.
    """
    with transaction.atomic():
        record = lock_text(page.pk)
        if record is None:
            raise Http404
        fresh: ContributionPage = type(page).objects.get(pk=page.pk)
        fresh.record = record
        yield fresh


@contextmanager
def decision(
    page: ContributionPage, verb: Verb, by: User, *, task_state_id: int | None = None
) -> Iterator[ContributionPage]:
    """`locked`, once the rule allows `verb` on the locked text to `by` as they are now.

    `task_state_id`: the step that the person saw; another one is a text that moved on.
    Raises NotNow, Refused or Http404.
    """
    with locked(page) as fresh:
        person = User.objects.get(pk=by.pk)
        verdict = rules.verdict(verb, person, fresh)
        # Only those who may know of the text learn that it moved on.
        if task_state_id is not None and verdict.answer in (Answer.ALLOWED, Answer.FORBIDDEN):
            _require_step(fresh, task_state_id)
        if not verdict and verdict.reason and not state_of(fresh).allows(verb):
            raise NotNow(verdict.reason)
        require(verdict)
        yield fresh


def _require_step(page: ContributionPage, task_state_id: int) -> None:
    step = current_task_state(page)
    if step is None or step.pk != task_state_id:
        raise NotNow(_("Une décision a déjà été prise sur ce texte."))


def require_step(page: ContributionPage) -> TaskState:
    """The step in progress. Raises NotNow when there is none."""
    step = current_task_state(page)
    if step is None:
        raise NotNow(_("Une décision a déjà été prise sur ce texte."))
    return step


def require_arrival(page: ContributionPage, verb: Verb) -> None:
    """The text is where the table says that `verb` leads.

    Raises Refused when Wagtail's workflow led elsewhere (a step was added, or switched
    off): skipping a step would be approving in its place.
    """
    if state_of(page).work is not TRANSITIONS[verb].to_work:
        raise Refused(_("Le circuit de validation a changé : prévenez la coordination."))


def write_event(
    page: ContributionPage,
    kind: EventKind,
    by: User | None,
    at: datetime,
    *,
    version: Version | None = None,
    note: str = "",
    **data: Any,
) -> TextEvent:
    """Write a line in the life of the text, without what is masked in it, and tell the rooms
    above."""
    note = Mask.objects.cover(page.pk, note)
    event = TextEvent.objects.create(
        record=page.record, kind=kind, actor=by, at=at, version=version, note=note, data=data
    )
    life_written.send(sender=type(page), page=page, event=event)
    return event


def required_note(note: str, message: str) -> str:
    """The words that a decision needs. Raises Refused with `message` when there are none."""
    words = note.strip()
    if not words:
        raise Refused(message)
    return words
