"""Close a link to a version at once."""

from __future__ import annotations

from datetime import datetime

from contributions.actions.base import decision
from contributions.enums import Verb
from discussion.models import ReviewerLink
from kit.clock import moment
from people.models import User


def revoke_link(link: ReviewerLink, *, by: User, at: datetime | None = None) -> ReviewerLink:
    """From now on the link opens nothing; what came by it stays. Twice changes nothing."""
    with decision(link.version.record.page, Verb.GRANT_READING, by):
        link = ReviewerLink.objects.select_for_update().get(pk=link.pk)
        if link.revoked_at is None:
            link.revoked_at = moment(at)
            link.save(update_fields=["revoked_at"])
    return link
