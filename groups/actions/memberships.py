"""Enter a group, change role, leave: at once everywhere, never by deleting a row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from groups.actions.access import sync_person
from groups.actions.take_back import take_back_invitations, take_back_sent
from groups.enums import Role
from groups.models import Membership, WorkingGroupPage
from groups.notifications import tell_removed
from groups.rules import can_invite, can_remove, is_member
from kit.access import Refused, answer_for, forget, require
from kit.clock import moment
from people.models import Centre, User
from people.rules import can_manage_network


def join(
    person: User,
    group: WorkingGroupPage,
    *,
    by: User,
    role: str = Role.MEMBER,
    centre: Centre | None = None,
    at: datetime | None = None,
) -> Membership:
    """Put a person in a group; someone already there keeps one row, with the new role.

    Raises what `require` raises when `by` may not invite.
    """
    when = moment(at)
    with transaction.atomic():
        _lock(group, person)
        forget(by)
        require(answer_for(by, can_invite(by, group), may_know=is_member(by, group)))
        return _enter(person, group, by=by, role=role, centre=centre, when=when)


def admit(
    person: User,
    group: WorkingGroupPage,
    *,
    by: User,
    role: str = Role.MEMBER,
    centre: Centre | None = None,
    at: datetime | None = None,
) -> Membership:
    """Let in whom `by` has invited: the right to was asked then, and is not asked again.

    Nobody loses a role by an older invitation.
    """
    with transaction.atomic():
        _lock(group, person)
        here = Membership.objects.current().filter(person=person, group=group).first()
        if here and (role == Role.MEMBER or here.role == role):
            return here
        when = moment(at)
        return _enter(person, group, by=by, role=role, centre=centre, when=when)


def _enter(
    person: User, group: WorkingGroupPage, *, by: User, role: str, centre: Centre | None,
    when: datetime,
) -> Membership:  # fmt: skip
    rows = Membership.objects.filter(person=person, group=group)
    running = list(rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=when)).order_by("ends_at"))
    for current in running:
        same = current.role == role and current.centre == centre
        if same and current.ends_at is None:
            return current
        _refuse_last_coordinator(current, becoming=role)
        current.ends_at = max(when, current.starts_at)
        current.save(update_fields=["ends_at"])
    membership = Membership.objects.create(
        person=person, group=group, role=role, centre=centre, starts_at=when
    )
    _after(person, group, by, "groups.change" if running else "groups.join", membership)
    if running and role != Role.COORDINATOR:
        take_back_sent(person, group, at=when)
    return membership


def end_membership(
    membership: Membership, *, by: User, reason: str = "", at: datetime | None = None
) -> Membership:
    """End a membership now or at `at`; who was removed by somebody else is told why.

    Raises Refused for the last coordinator.
    """
    when = moment(at)
    with transaction.atomic():
        _lock(membership.group, membership.person)
        membership = Membership.objects.select_related("person", "group").get(pk=membership.pk)
        if membership.ends_at is not None and membership.ends_at <= when:
            return membership
        forget(by)
        if is_member(by, membership.group) or can_manage_network(by):
            _refuse_last_coordinator(membership, becoming="")
        require(
            answer_for(
                by,
                can_remove(by, membership),
                may_know=is_member(by, membership.group),
                reason=_("Seule l'animation du groupe peut retirer quelqu'un."),
            )
        )
        membership.ends_at = max(when, membership.starts_at)
        membership.save(update_fields=["ends_at"])
        _after(membership.person, membership.group, by, "groups.leave", membership, reason)
        take_back_invitations(membership.person, membership.group, at=when)
        tell_removed(membership, by=by, reason=reason, at=when)
    return membership


def _lock(group: WorkingGroupPage, person: User) -> None:
    """Serialise changes of one group's people, so that two cannot both leave it empty,
    and of one person's groups, so that Wagtail's follow all of them."""
    WorkingGroupPage.objects.select_for_update().get(pk=group.pk)
    User.objects.select_for_update().get(pk=person.pk)


def _refuse_last_coordinator(membership: Membership, *, becoming: str) -> None:
    if membership.role != Role.COORDINATOR or becoming == Role.COORDINATOR:
        return
    others = Membership.objects.current().coordinators().filter(group=membership.group)
    if not others.exclude(pk=membership.pk).exists():
        raise Refused(_("Le groupe n'aurait plus d'animation : nommez d'abord une autre personne."))


def _after(
    person: User, group: WorkingGroupPage, by: User, action: str, membership: Membership,
    reason: str = "",
) -> None:  # fmt: skip
    sync_person(person)
    forget(person)
    log(
        instance=group,
        action=action,
        user=by,
        data={
            "person": person.pk,
            "role": membership.role,
            "centre": membership.centre.name if membership.centre else None,
        }
        | ({"reason": reason} if reason else {}),
    )
