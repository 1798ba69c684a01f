"""Enter a group, change role, leave: at once everywhere, never by deleting a row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from groups.actions.access import sync_person
from groups.enums import Role
from groups.models import Membership, WorkingGroupPage
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
        rows = Membership.objects.filter(person=person, group=group)
        running = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=when))
        for current in running.order_by("ends_at"):
            same = current.role == role and current.centre == centre
            if same and current.ends_at is None:
                return current
            _refuse_last_coordinator(current, becoming=role)
            current.ends_at = max(when, current.starts_at)
            current.save(update_fields=["ends_at"])
        membership = Membership.objects.create(
            person=person, group=group, role=role, centre=centre, starts_at=when
        )
        _after(person, group, by, "groups.join", membership)
    return membership


def end_membership(membership: Membership, *, by: User, at: datetime | None = None) -> Membership:
    """End a membership now or at `at`. Raises Refused for the last coordinator."""
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
        _after(membership.person, membership.group, by, "groups.leave", membership)
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
    person: User, group: WorkingGroupPage, by: User, action: str, membership: Membership
) -> None:
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
        },
    )
