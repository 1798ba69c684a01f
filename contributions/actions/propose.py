"""Tell the coordination that the text is ready for the group's review."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from contributions.actions.base import decision, write_event
from contributions.enums import EventKind, Verb
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def propose(
    page: ContributionPage, *, by: User, note: str = "", at: datetime | None = None
) -> ContributionPage:
    """Note the proposal; a text already proposed stays so, and nothing is written twice."""
    when = moment(at)
    with decision(page, Verb.PROPOSE, by) as text:
        if text.record.proposed_at is None:
            text.record.proposed_at, text.record.proposed_by = when, by
            text.record.save(update_fields=["proposed_at", "proposed_by"])
            write_event(text, EventKind.PROPOSED, by, when, note=note.strip())
    return text
