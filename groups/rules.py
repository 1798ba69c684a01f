"""Who may do what in a group, and which groups a person is in today."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from kit.access import AnyUser, Verdict, answer_for
from people.rules import can_manage_network, is_director, is_moderator, mandates_of

from .enums import Role
from .models.membership import Membership

if TYPE_CHECKING:
    from .models import GroupRecord, JoinRequest

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


def has_coordination(group: GroupLike) -> bool:
    """Whether anyone whose account is open coordinates the group today."""
    return Membership.objects.current().coordinators().filter(group=group.pk).exists()


def can_appoint(user: AnyUser, group: GroupLike) -> bool:
    """Name a coordinator from outside: the network, where none is active."""
    return user.is_active and can_manage_network(user) and not has_coordination(group)


def can_change_roles(user: AnyUser, group: GroupLike) -> bool:
    """Make a coordinator of somebody, or a member: coordinators, or who names the first."""
    return user.is_active and (is_coordinator(user, group) or can_appoint(user, group))


def can_change_centre(user: AnyUser, membership: Membership) -> bool:
    """Say for which centre somebody is in the group: who may invite them for it."""
    return membership.is_current() and can_invite(user, membership.group)


def can_see_some_members(user: AnyUser, group: GroupLike) -> bool:
    """Names of a group, or of one's own centre's people in it."""
    return can_see_members(user, group) or bool(own_centres_in(user, group))


def own_centres_in(user: AnyUser, group: GroupLike) -> frozenset[int]:
    """The centres that `user` directs and that have people in the group today."""
    centres = mandates_of(user).centres
    if not centres:
        return frozenset()
    rows = Membership.objects.current().filter(group=group.pk, centre__in=centres)
    return frozenset(rows.values_list("centre_id", flat=True))  # type: ignore[arg-type]


def can_export_members(user: AnyUser, group: GroupLike) -> bool:
    return user.is_active and (can_manage_network(user) or is_coordinator(user, group))


def is_left(group: GroupLike) -> bool:
    """Whether the care of what the group published falls to the network: the group is
    closed, or nobody coordinates it."""
    return not (is_open(group) and has_coordination(group))


def inherits(user: AnyUser, group: GroupLike) -> bool:
    """The network, before a group that is left; `inheritance.inherited_by` is its twin."""
    return user.is_active and can_manage_network(user) and is_left(group)


def follows_up(user: AnyUser, group: GroupLike) -> bool:
    """Take care of what the group published: its coordinators, and who inherits it."""
    return user.is_active and (is_coordinator(user, group) or inherits(user, group))


def can_ask_to_join(user: AnyUser, group: GroupLike) -> bool:
    """Anyone with an account, where they are not yet."""
    return user.is_authenticated and user.is_active and not is_member(user, group)


def can_answer_requests(user: AnyUser, group: GroupLike) -> bool:
    return can_invite(user, group)


def can_withdraw(user: AnyUser, asked: JoinRequest) -> bool:
    return user.is_active and asked.person_id == user.pk


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


def verdict_on_people(user: AnyUser, group: GroupLike | None) -> Verdict:
    """The answer to the list of a group's people, or of one's own centre's among them."""
    allowed = group is not None and user.is_authenticated and can_see_some_members(user, group)
    return answer_for(user, allowed, may_know=False)


def verdict_on_inviting(user: AnyUser, group: GroupLike | None) -> Verdict:
    """The answer to inviting, and to answering those who ask."""
    return _verdict_of_coordination(
        user, group, group is not None and can_invite(user, group), others=is_moderator(user)
    )


def verdict_on_appointing(user: AnyUser, group: GroupLike | None) -> Verdict:
    """The answer to naming a coordinator where none is active."""
    return _verdict_of_coordination(
        user,
        group,
        group is not None and can_manage_network(user),
        others=is_moderator(user) or is_director(user),
        reason=_("La coordination du réseau nomme une animation là où il n'y en a plus."),
    )


def verdict_on_exporting(user: AnyUser, group: GroupLike | None) -> Verdict:
    allowed = group is not None and can_export_members(user, group)
    return _verdict_of_coordination(user, group, allowed, others=is_moderator(user))


def verdict_on_log(user: AnyUser, group: GroupLike | None) -> Verdict:
    allowed = group is not None and can_read_log(user, group)
    return answer_for(user, allowed, may_know=False)


def verdict_on_joining(user: AnyUser, group: GroupLike | None) -> Verdict:
    """The answer to asking to join: any account; who is in the group already is told so."""
    allowed = group is not None and can_ask_to_join(user, group)
    inside = group is not None and user.is_authenticated and is_member(user, group)
    return answer_for(
        user, allowed, may_know=inside, reason=_("Vous êtes déjà membre de ce groupe.")
    )


def _verdict_of_coordination(
    user: AnyUser, group: GroupLike | None, allowed: bool, *, others: bool, reason: str = ""
) -> Verdict:
    """`others`: whether this person, who is not of the group, may know why not."""
    may_know = group is not None and user.is_authenticated and (is_member(user, group) or others)
    return answer_for(
        user,
        user.is_authenticated and allowed,
        may_know=may_know,
        reason=reason or _("Seules l'animation du groupe et la coordination du réseau le peuvent."),
    )
