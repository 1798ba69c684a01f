"""Who follows what."""

from __future__ import annotations

from kit.access import AnyUser
from proposals.models import Follower, Proposal


def is_followed_by(proposal: Proposal, user: AnyUser) -> bool:
    """Whether this account follows it; no query for a visitor."""
    return (
        user.is_authenticated
        and Follower.objects.filter(proposal=proposal, person=user.pk).exists()
    )
