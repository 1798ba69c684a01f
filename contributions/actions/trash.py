"""Put a draft aside, bring it back within thirty days, delete it for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, decision, write_event
from contributions.enums import EventKind, Verb
from contributions.settling import settle
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage

#: How long a draft can be brought back.
KEPT_FOR = timedelta(days=30)


def trash(
    page: ContributionPage, *, by: User, note: str = "", at: datetime | None = None
) -> ContributionPage:
    """Put a draft that was never published in the trash; nothing of it is deleted."""
    when = moment(at)
    with decision(page, Verb.TRASH, by) as text:
        settle(text)
        text.record.trashed_at, text.record.trashed_by = when, by
        text.record.save(update_fields=["trashed_at", "trashed_by"])
        write_event(text, EventKind.TRASHED, by, when, note=note.strip())
    return text


def bring_back(
    page: ContributionPage, *, by: User, note: str = "", at: datetime | None = None
) -> ContributionPage:
    """Take a draft out of the trash. Raises NotNow after thirty days."""
    when = moment(at)
    with decision(page, Verb.BRING_BACK, by) as text:
        if text.record.trashed_at and when - text.record.trashed_at > KEPT_FOR:
            raise NotNow(_("Ce texte est à la corbeille depuis plus de trente jours."))
        text.record.trashed_at = text.record.trashed_by = None
        text.record.save(update_fields=["trashed_at", "trashed_by"])
        write_event(text, EventKind.BROUGHT_BACK, by, when, note=note.strip())
    return text


def delete_for_good(page: ContributionPage, *, by: User) -> None:
    """Delete a trashed draft of which nothing was ever frozen."""
    with decision(page, Verb.DELETE, by) as text:
        text.delete(user=by)
