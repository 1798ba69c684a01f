"""Who may do what in a group, and which groups a person is in today."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from kit.access import AnyUser, Verdict, answer_for
from people.rules import can_manage_network, is_moderator

from .enums import Role
from .models.membership import Membership

if TYPE_CHECKING:
    from .models import GroupRecord

_CACHE = "_membership_facts"
_NOBODY: Mapping[int, str] = MappingProxyType({})


class GroupLike(Protocol):
    """A group page, specific or not: its key and its record are all that rules read."""

    pk: int


def memberships_of(user: AnyUser) -> Mapping[int, str]:
    """Group page key → role, for the current memberships of `user`.

    Read once per account object (one request); see `people.rules.mandates_of`.
    """
    if not user.is_authenticated or not user.is_active:
        return _NOBODY
    cached: Mapping[int, str] | None = getattr(user, _CACHE, None)
    if cached is None:
        rows = Membership.objects.current().filter(person=user)
        cached = dict(rows.values_list("group_id", "role"))
        setattr(user, _CACHE, cached)
    return cached


def is_member(user: AnyUser, group: GroupLike) -> bool:
    """Whether `user` is in the group today, in whichever role."""
    return group.pk in memberships_of(user)


def is_coordinator(user: AnyUser, group: GroupLike) -> bool:
    return memberships_of(user).get(group.pk) == Role.COORDINATOR


def has_membership(user: AnyUser) -> bool:
    """Whether `user` is in any group today, which opens the editing rooms."""
    return bool(memberships_of(user))


def is_open(group: GroupLike) -> bool:
    """Whether the group takes new texts and new words."""
    record: GroupRecord | None = getattr(group, "record", None)
    return record is not None and record.is_open


def can_write_in(user: AnyUser, group: GroupLike) -> bool:
    """Create a contribution: members and coordinators of an open group."""
    if not user.is_active:
        return False
    return (user.is_superuser or is_member(user, group)) and is_open(group)


def can_see_members(user: AnyUser, group: GroupLike) -> bool:
    """Names and centres of a group."""
    return user.is_active and (
        user.is_superuser
        or is_member(user, group)
        or is_moderator(user)
        or can_manage_network(user)
    )


def can_enter_space(user: AnyUser, group: GroupLike) -> bool:
    """A group's space: its people today, and the network's coordination, who follow
    progress and see names without reading a text."""
    return user.is_active and (is_member(user, group) or can_manage_network(user))


def can_see_addresses(user: AnyUser, group: GroupLike) -> bool:
    """E-mail addresses of a group's people: its coordinators and the network."""
    return user.is_active and (can_manage_network(user) or is_coordinator(user, group))


def can_remove(user: AnyUser, membership: Membership) -> bool:
    """End a membership: one's own, or as coordinator; never the last coordinator's."""
    if not user.is_active or not membership.is_current():
        return False
    others = Membership.objects.current().coordinators().filter(group=membership.group_id)
    if membership.role == Role.COORDINATOR and not others.exclude(pk=membership.pk).exists():
        return False
    return (
        membership.person_id == user.pk
        or can_manage_network(user)
        or is_coordinator(user, membership.group)
    )


def can_invite(user: AnyUser, group: GroupLike) -> bool:
    return user.is_active and (can_manage_network(user) or is_coordinator(user, group))


def can_read_log(user: AnyUser, group: GroupLike) -> bool:
    return user.is_active and (can_manage_network(user) or is_coordinator(user, group))


def can_move_inside(user: AnyUser, group: GroupLike) -> bool:
    """Reorder the texts of a group."""
    return user.is_active and (user.is_superuser or is_coordinator(user, group))


def verdict_on_writing_in(user: AnyUser, group: GroupLike) -> Verdict:
    """The answer to "new contribution here"; a closed group tells its people so."""
    return answer_for(
        user,
        can_write_in(user, group),
        may_know=user.is_authenticated and is_member(user, group),
        reason=_("Ce groupe est fermé : il ne reçoit plus de nouveaux textes."),
    )


def verdict_on_space(user: AnyUser, group: GroupLike | None) -> Verdict:
    """The answer to a group's space, the same for one that does not exist."""
    allowed = group is not None and can_enter_space(user, group)
    return answer_for(user, allowed, may_know=False)


def verdict_on_network(user: AnyUser) -> Verdict:
    """The answer to the coordination's screens: missing for everyone else."""
    return answer_for(user, can_manage_network(user), may_know=False)
