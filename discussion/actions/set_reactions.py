"""Open a published text to public reactions, and close it again."""

from __future__ import annotations

from datetime import datetime

from contributions.actions.base import locked
from contributions.models import ContributionPage
from discussion.models import Reactions
from discussion.reactions.rules import verdict_on_setting
from kit.access import require
from kit.clock import moment
from people.models import User


def set_reactions(
    page: ContributionPage, *, by: User, is_open: bool, at: datetime | None = None
) -> Reactions:
    """A closed text shows no reaction, and keeps them all. Doing it twice changes nothing."""
    with locked(page) as text:
        require(verdict_on_setting(User.objects.get(pk=by.pk), text))
        setting, _created = Reactions.objects.get_or_create(record=text.record)
        if setting.is_open != is_open:
            setting.is_open, setting.changed_at, setting.changed_by = is_open, moment(at), by
            setting.save()
    return setting
