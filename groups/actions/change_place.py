"""Change what somebody is in a group: their role, their centre; name who coordinates."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from groups.actions.memberships import join
from groups.enums import Role
from groups.models import Membership, WorkingGroupPage
from groups.notifications import tell_appointed, tell_new_role
from groups.rules import (
    can_appoint,
    can_change_roles,
    is_open,
    verdict_on_appointing,
    verdict_on_inviting,
)
from kit.access import Refused, forget, require
from people.models import Centre, User


def change_role(
    membership: Membership, role: str, *, by: User, at: datetime | None = None
) -> Membership:
    """Give a member another role; the same one again changes nothing.

    Raises Refused for the last coordinator, and for the network where somebody
    coordinates: they decide.
    """
    with transaction.atomic():
        row = _read_again(membership)
        _ask(by, row.group)
        if row.role == role:
            return row
        if not can_change_roles(by, row.group):
            raise Refused(_("Le groupe a une animation : c'est elle qui change les rôles."))
        changed = join(row.person, row.group, by=by, role=role, centre=row.centre, at=at)
        tell_new_role(changed, by=by)
    return changed


def change_centre(
    membership: Membership, centre: Centre | None, *, by: User, at: datetime | None = None
) -> Membership:
    """Say for which centre a person is in the group from now on; what they wrote and
    signed before stays under the centre of its date."""
    with transaction.atomic():
        row = _read_again(membership)
        _ask(by, row.group)
        if row.centre == centre:
            return row
        changed = join(row.person, row.group, by=by, role=row.role, centre=centre, at=at)
        tell_new_role(changed, by=by)
    return changed


def appoint(
    person: User,
    group: WorkingGroupPage,
    *,
    by: User,
    centre: Centre | None = None,
    at: datetime | None = None,
) -> Membership:
    """Name a coordinator where none is active: the network's right alone, in the log.

    Somebody who is in the group keeps their centre. Raises Refused where the group has
    a coordinator.
    """
    with transaction.atomic():
        group = WorkingGroupPage.objects.select_for_update().get(pk=group.pk)
        forget(by)
        require(verdict_on_appointing(by, group))
        if not can_appoint(by, group):
            raise Refused(_("Ce groupe a une animation : c'est elle qui nomme une suppléance."))
        here = Membership.objects.current().filter(person=person, group=group).first()
        row = join(
            person, group, by=by, role=Role.COORDINATOR, at=at,
            centre=here.centre if here else centre,
        )  # fmt: skip
        log(instance=group, action="groups.appoint", user=by, data={"person": person.pk})
        tell_appointed(row, by=by)
    return row


def place(
    person: User,
    group: WorkingGroupPage,
    *,
    by: User,
    role: str = Role.MEMBER,
    centre: Centre | None = None,
    at: datetime | None = None,
) -> Membership:
    """Put a person in a group from outside it, or elsewhere in it.

    Roles are the group's own business while it has a coordinator; where it has none, one
    is named as `appoint` does. Raises Refused otherwise, and for a closed group.
    """
    with transaction.atomic():
        WorkingGroupPage.objects.select_for_update().get(pk=group.pk)
        group = WorkingGroupPage.objects.select_related("record").get(pk=group.pk)
        _ask(by, group)
        if not is_open(group):
            raise Refused(_("Ce groupe est fermé : il n'accueille plus personne."))
        here = Membership.objects.current().filter(person=person, group=group).first()
        if role != (here.role if here else Role.MEMBER):
            if role == Role.COORDINATOR and can_appoint(by, group):
                return appoint(person, group, by=by, centre=centre, at=at)
            if not can_change_roles(by, group):
                raise Refused(_("Le groupe a une animation : c'est elle qui change les rôles."))
        return join(person, group, by=by, role=role, centre=centre, at=at)


def _read_again(membership: Membership) -> Membership:
    """The row as it stands once the group is locked. Raises Http404 when it is over."""
    WorkingGroupPage.objects.select_for_update().get(pk=membership.group_id)
    rows = Membership.objects.current().select_related("person", "group__record", "centre")
    row = rows.filter(pk=membership.pk).first()
    if row is None:
        raise Http404
    return row


def _ask(by: User, group: WorkingGroupPage) -> None:
    forget(by)
    require(verdict_on_inviting(by, group))
