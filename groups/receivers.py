"""What groups do when a room below tells them something."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext as _

from kit.access import Refused
from notifications.scopes import scopes
from people.models import Invitation, User
from people.signals import account_closed, invitation_accepted

from .actions.memberships import admit
from .actions.requests import settle_requests
from .actions.take_back import take_back_all_sent
from .enums import Answered, Role
from .invitations import JOIN, group_of
from .models import WorkingGroupPage
from .notifications import tell_arrived
from .rules import can_invite, is_open, memberships_of


@scopes.register
def groups_of(person: User) -> QuerySet[WorkingGroupPage]:
    """The groups that a person is in today, whose news they may choose apart."""
    groups = WorkingGroupPage.objects.filter(pk__in=list(memberships_of(person)))
    return groups.order_by("title")


@receiver(account_closed)
def end_memberships(sender: Any, person: User, at: datetime, **kwargs: Any) -> None:
    """Who closed their account is in no group any more, asks nothing of one and
    invites nobody to one."""
    person.memberships.filter(ends_at__isnull=True).update(ends_at=at)
    take_back_all_sent(person, at=at)
    waiting = person.join_requests.filter(answered_at__isnull=True)
    waiting.update(answered_at=at, answer=Answered.WITHDRAWN)


@receiver(invitation_accepted)
def let_in(sender: Any, invitation: Invitation, person: User, at: datetime, **kwargs: Any) -> None:
    """Who accepted an invitation to a group is in it, and what they asked is settled.

    Raises Refused when the group closed, or when who invited no longer may (their mandate
    ended): it undoes the acceptance.
    """
    group = group_of(invitation.scope) if invitation.purpose == JOIN else None
    if group is None:
        return
    if not is_open(group):
        raise Refused(_("Ce groupe est fermé : il n'accueille plus personne."))
    if not can_invite(invitation.invited_by, group):
        raise Refused(
            _("Cette invitation n'a plus cours : qui l'a envoyée n'invite plus dans ce groupe. Demandez-en une autre à son animation.")
        )  # fmt: skip
    membership = admit(
        person, group, by=invitation.invited_by, centre=invitation.centre, at=at,
        role=invitation.terms.get("role", Role.MEMBER),
    )  # fmt: skip
    settle_requests(group, Answered.ACCEPTED, by=invitation.invited_by, person=person, at=at)
    tell_arrived(membership, at=at)
