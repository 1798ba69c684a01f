"""Take a text back to write in it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.actions.base import decision, require_step, required_note, write_event
from contributions.enums import EventKind, Verb
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def recall(
    page: ContributionPage,
    *,
    by: User,
    note: str = "",
    at: datetime | None = None,
    task_state_id: int | None = None,
) -> ContributionPage:
    """Take a submission back before its decision; the workflow is cancelled.

    Submitting again starts at the review, on a new version.
    """
    when = moment(at)
    with decision(page, Verb.RECALL, by, task_state_id=task_state_id) as text:
        version = text.record.reviewed_version
        require_step(text).workflow_state.cancel(user=by)
        back_to_drafting(text)
        write_event(text, EventKind.RECALLED, by, when, version=version, note=note.strip())
    return text


def recall_validated(
    page: ContributionPage, *, by: User, note: str = "", at: datetime | None = None
) -> ContributionPage:
    """Take a validated or scheduled text back. Raises Refused without a reason."""
    when = moment(at)
    with decision(page, Verb.RECALL_VALIDATED, by) as text:
        reason = required_note(note, _("Dites pourquoi ce texte validé est rappelé."))
        version = text.record.validated_version
        back_to_drafting(text)
        write_event(text, EventKind.RECALLED, by, when, version=version, note=reason)
    return text


def back_to_drafting(page: ContributionPage) -> None:
    """Clear every decision on the edition in progress; the caller holds the lock."""
    record = page.record
    record.reviewed_version = record.validated_version = None
    record.validated_at = record.embargo_until = record.scheduled_by = None
    record.proposed_at = record.proposed_by = None
    record.save(
        update_fields=[
            "reviewed_version", "validated_version", "validated_at", "embargo_until",
            "scheduled_by", "proposed_at", "proposed_by",
        ]
    )  # fmt: skip
