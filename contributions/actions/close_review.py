"""Close the group's review and submit the frozen version to the network."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from contributions.actions.base import decision, require_arrival, require_step, write_event
from contributions.enums import EventKind, Verb
from contributions.gates import at_closing, require_gates, review_gates
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def close_review(
    page: ContributionPage,
    *,
    by: User,
    note: str = "",
    at: datetime | None = None,
    task_state_id: int | None = None,
) -> ContributionPage:
    """Move the workflow on to the network's validation.

    Raises Refused with the gate's reason while something still has to happen before.
    """
    when = moment(at)
    with decision(page, Verb.CLOSE_REVIEW, by, task_state_id=task_state_id) as text:
        require_gates(review_gates, text)
        require_step(text).approve(user=by, comment=note.strip())
        text.record.refresh_from_db()
        require_arrival(text, Verb.CLOSE_REVIEW)
        for close in at_closing:
            close(text, by, when)
        write_event(
            text, EventKind.SUBMITTED, by, when,
            version=text.record.reviewed_version, note=note.strip(),
        )  # fmt: skip
    return text
