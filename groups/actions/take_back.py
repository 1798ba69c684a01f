"""Take back the invitations that a person's place in a group carried, once it is over."""

from __future__ import annotations

from datetime import datetime

from groups.invitations import JOIN
from groups.models import WorkingGroupPage
from groups.rules import can_invite
from people.models import Invitation, User
from people.querysets import InvitationQuerySet


def take_back_invitations(person: User, group: WorkingGroupPage, *, at: datetime) -> int:
    """What waits at the address of who left opens nothing any more, nor what they sent
    while they might: not even the letters of a list that are still to leave.

    The caller holds the group's lock. Returns how many invitations were taken back.
    """
    theirs = _standing().filter(email__iexact=person.email, scope=group.pk)
    return theirs.update(revoked_at=at) + take_back_sent(person, group, at=at)


def take_back_sent(person: User, group: WorkingGroupPage, *, at: datetime) -> int:
    """The same for what they sent alone: they stay, and may no longer invite."""
    if can_invite(person, group):
        return 0
    return _standing().filter(invited_by=person, scope=group.pk).update(revoked_at=at)


def take_back_all_sent(person: User, *, at: datetime) -> int:
    """The same for every group: the account is closed."""
    return _standing().filter(invited_by=person).update(revoked_at=at)


def _standing() -> InvitationQuerySet:
    return Invitation.objects.standing().filter(purpose=JOIN)
