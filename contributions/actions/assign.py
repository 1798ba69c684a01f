"""Share out the writing of a text: entrust a block, take one, write it, give it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, decision
from contributions.enums import Verb
from contributions.fitting import fitted
from contributions.models.assignments import BlockAssignment
from contributions.models.record import ContributionRecord
from contributions.outline import Block, outline_of
from contributions.settling import settle
from contributions.sharing import orphans, writers_of
from contributions.signals import block_assigned, block_done, block_released
from contributions.standing import Case
from kit.access import Refused
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def assign(
    page: ContributionPage,
    *,
    by: User,
    block_id: str,
    person: User,
    due: datetime | None = None,
    at: datetime | None = None,
) -> BlockAssignment:
    """Entrust a block to one of the text's people; whoever held it gives it back.

    The same person keeps their row, with the new date. Raises NotNow for a block that is
    gone from the text, Refused for a person of no group of the text or a date gone by.
    """
    when = moment(at)
    with decision(page, Verb.ASSIGN, by) as text:
        # A block of a moment ago is in the room, and not in the draft yet.
        settle(text)
        block = _block_of(text, block_id)
        if person not in writers_of(text):
            raise Refused(_("Cette personne n'est plus dans un groupe de ce texte."))
        held = _held(text, block_id)
        if held and held.person_id == person.pk and held.done_at is None and held.due == due:
            return held
        if due is not None and due <= when:
            raise Refused(_("Choisissez une date à venir."))
        if held and held.person_id == person.pk:
            held.due, held.done_at, held.title = due, None, fitted(block.title, 255)
            held.save(update_fields=["due", "done_at", "title"])
            return _told(text, held, by, when)
        if held:
            _release(text, held, by, when)
        return _entrust(text, block, person, by, due, when)


def take(
    page: ContributionPage, *, by: User, block_id: str, at: datetime | None = None
) -> BlockAssignment:
    """Take a free block to write oneself. Raises NotNow when somebody was faster."""
    when = moment(at)
    with decision(page, Verb.TAKE_BLOCK, by) as text:
        block = _block_of(text, block_id)
        held = _held(text, block_id)
        if held and held.person_id == by.pk:
            return held
        if held:
            raise NotNow(_("%(person)s écrit déjà ce bloc.") % {"person": held.person.public_name})
        return _entrust(text, block, by, by, None, when)


def finish(
    page: ContributionPage, *, by: User, assignment: BlockAssignment, at: datetime | None = None
) -> BlockAssignment:
    """Say that a block is written: one's own, or any as coordinator. Once is enough."""
    when = moment(at)
    with decision(page, _verb_on(assignment, by), by) as text:
        held = _own_row(text, assignment)
        if held.done_at is None:
            held.done_at = when
            held.save(update_fields=["done_at"])
            block_done.send(sender=type(text), page=text, assignment=held, by=by, at=when)
    return held


def release(
    page: ContributionPage, *, by: User, assignment: BlockAssignment, at: datetime | None = None
) -> BlockAssignment:
    """Give a block back: one's own, or any as coordinator. Once is enough."""
    when = moment(at)
    with decision(page, _verb_on(assignment, by), by) as text:
        held = _row(text, assignment)
        if held.released_at is None:
            _release(text, held, by, when)
    return held


@transaction.atomic
def release_orphans(at: datetime | None = None) -> int:
    """Take back what is entrusted to who left the groups of the text; how many."""
    when = moment(at)
    found = list(orphans(when).select_for_update(of=("self",)).select_related("record__page"))
    for row in found:
        row.released_at = when
        row.save(update_fields=["released_at"])
        block_released.send(
            sender=type(row.record.page), page=row.record.page, assignment=row, by=None, at=when
        )
    return len(found)


def release_all(record: ContributionRecord, at: datetime) -> int:
    """Take back all that is still to be written, when the text changes hands."""
    owed = BlockAssignment.objects.standing().filter(record=record, done_at__isnull=True)
    return owed.update(released_at=at)


def _block_of(text: ContributionPage, block_id: str) -> Block:
    found = next((block for block in outline_of(text) if block.key == block_id), None)
    if found is None:
        raise NotNow(_("Ce bloc n'est plus dans le texte : rien n'a été confié."))
    return found


def _held(text: ContributionPage, block_id: str) -> BlockAssignment | None:
    rows = BlockAssignment.objects.standing().select_for_update(of=("self",))
    return rows.select_related("person").filter(record=text.record, block_id=block_id).first()


def _row(text: ContributionPage, assignment: BlockAssignment) -> BlockAssignment:
    """The row of this text, locked. Raises Http404 for another text's."""
    rows = BlockAssignment.objects.select_for_update(of=("self",)).select_related("person")
    held = rows.filter(pk=assignment.pk, record=text.record).first()
    if held is None:
        raise Http404
    return held


def _own_row(text: ContributionPage, assignment: BlockAssignment) -> BlockAssignment:
    held = _row(text, assignment)
    if held.released_at is not None:
        raise NotNow(_("Ce bloc n'est plus confié à cette personne."))
    return held


def _verb_on(assignment: BlockAssignment, by: User) -> Verb:
    """One's own block is a member's to write; another's, the coordination's."""
    return Verb.TAKE_BLOCK if assignment.person_id == by.pk else Verb.ASSIGN


def _entrust(
    text: ContributionPage, block: Block, person: User, by: User, due: datetime | None, at: datetime
) -> BlockAssignment:
    row = BlockAssignment.objects.create(
        record=text.record, block_id=block.key, title=fitted(block.title, 255), person=person, due=due,
        assigned_at=at, assigned_by=by,
    )  # fmt: skip
    return _told(text, row, by, at)


def _told(text: ContributionPage, row: BlockAssignment, by: User, at: datetime) -> BlockAssignment:
    block_assigned.send(sender=type(text), page=text, assignment=row, by=by, at=at)
    return row


def _release(text: ContributionPage, held: BlockAssignment, by: User | None, at: datetime) -> None:
    held.released_at = at
    held.save(update_fields=["released_at"])
    if by is not None and held.person_id == by.pk and Case(by, text).coordinator:
        return
    block_released.send(sender=type(text), page=text, assignment=held, by=by, at=at)
