"""Invite somebody to a group by e-mail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from groups.enums import Role
from groups.invitations import JOIN
from groups.models import Membership, WorkingGroupPage
from groups.rules import can_change_roles, verdict_on_inviting
from kit.access import Refused, forget, require
from people.actions.invite import invite
from people.invitations import DEFAULT_DAYS
from people.models import Centre, Invitation, User


def invite_to_group(
    group: WorkingGroupPage,
    email: str,
    *,
    by: User,
    role: str = Role.MEMBER,
    centre: Centre | None = None,
    name: str = "",
    message: str = "",
    days: int = DEFAULT_DAYS,
    next_path: str = "",
    at: datetime | None = None,
) -> Invitation:
    """Send a link that puts who holds the address in the group.

    Without a centre: an outside expert. Raises Refused for somebody who is in the group,
    for a closed group, and for a coordinator invited over the heads of those in place.
    """
    with transaction.atomic():
        WorkingGroupPage.objects.select_for_update().get(pk=group.pk)
        group = WorkingGroupPage.objects.select_related("record").get(pk=group.pk)
        forget(by)
        require(verdict_on_inviting(by, group))
        if role == Role.COORDINATOR and not can_change_roles(by, group):
            raise Refused(_("Le groupe a une animation : c'est elle qui nomme une suppléance."))
        here = Membership.objects.current().filter(group=group, person__email__iexact=email.strip())
        if row := here.select_related("person").first():
            raise Refused(
                _("%(who)s est déjà membre de ce groupe.") % {"who": row.person.public_name}
            )
        return invite(
            email, by=by, purpose=JOIN, scope=group, terms={"role": role}, centre=centre,
            name=name, message=message, days=days, next_path=next_path, at=at,
        )  # fmt: skip
