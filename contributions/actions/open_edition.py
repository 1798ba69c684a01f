"""Start work again beside the text that the public reads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from contributions.actions.assign import release_all
from contributions.actions.base import decision, write_event
from contributions.enums import EventKind, Verb
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def open_edition(
    page: ContributionPage, *, by: User, note: str = "", at: datetime | None = None
) -> ContributionPage:
    """Open the text to writing again; what is published stays as it is meanwhile."""
    when = moment(at)
    with decision(page, Verb.OPEN_EDITION, by) as text:
        # What was left unwritten of the last edition binds nobody in this one.
        release_all(text.record, when)
        text.record.edition_opened_at = when
        text.record.save(update_fields=["edition_opened_at"])
        write_event(
            text, EventKind.EDITION_OPENED, by, when,
            version=text.record.current_version, note=note.strip(),
        )  # fmt: skip
    return text
