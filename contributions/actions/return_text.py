"""Send a text back to its group with remarks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.actions.base import decision, require_step, required_note, write_event
from contributions.actions.recall import back_to_drafting
from contributions.enums import EventKind, Verb
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def return_text(
    page: ContributionPage,
    *,
    by: User,
    note: str,
    at: datetime | None = None,
    task_state_id: int | None = None,
) -> ContributionPage:
    """Refuse the step with remarks, and cancel the workflow.

    Cancelled rather than left to be resumed: resuming would start again at validation
    and skip the group's review. Raises Refused without remarks.
    """
    when = moment(at)
    with decision(page, Verb.RETURN, by, task_state_id=task_state_id) as text:
        remarks = required_note(note, _("Dites au groupe ce qu'il doit revoir."))
        version = text.record.reviewed_version
        step = require_step(text)
        step.reject(user=by, comment=remarks)
        step.workflow_state.refresh_from_db()
        step.workflow_state.cancel(user=by)
        back_to_drafting(text)
        write_event(text, EventKind.RETURNED, by, when, version=version, note=remarks)
    return text
