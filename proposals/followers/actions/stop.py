"""Follow no more: the row goes, and with it the address."""

from __future__ import annotations

from collections.abc import Collection

from people.models import User
from proposals.models import Follower, Proposal


def stop_following(proposal: Proposal, *, by: User) -> None:
    """Doing it twice changes nothing."""
    Follower.objects.filter(proposal=proposal, person=by).delete()


def forget_followers(keys: Collection[int]) -> None:
    """What the signed link of a letter asks, without an account. Doing it twice changes
    nothing."""
    Follower.objects.filter(pk__in=keys).delete()
