"""The scene for pages of proposals: two addresses that follow one, one of them not yet."""

from __future__ import annotations

from proposals.followers.actions.confirm import confirm
from proposals.followers.actions.follow import follow
from proposals.followers.links import stop_token_of, token_of
from proposals.models import Follower, Proposal


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    row = Proposal.objects.standing().order_by("pk")[0]
    rows = [_asked(row, f"passant{number}@example.net") for number in (1, 2)]
    confirm(rows[1])
    return {"follow link": token_of(rows[0]), "stop link": stop_token_of(rows[1:])}


def _asked(row: Proposal, email: str) -> Follower:
    follow(row, email=email)
    return Follower.objects.get(proposal=row, email=email)
