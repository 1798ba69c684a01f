"""Whose withdrawal requests wait for whom: two persons, of the two roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from groups.enums import Role
from groups.inheritance import inherited_by, left_groups
from groups.models import Membership
from groups.rules import memberships_of
from kit.access import AnyUser
from people.enums import MandateKind
from people.models import Mandate
from people.rules import is_moderator

if TYPE_CHECKING:
    from .models import ContributionPage


def groups_of(page: ContributionPage) -> frozenset[int]:
    """Keys of the text's groups, from what was prefetched."""
    associated = (group.pk for group in page.record.associated_groups.all())
    return frozenset({page.record.lead_group_id, *associated})


def confirmable_by(user: AnyUser, pages: Sequence[ContributionPage]) -> frozenset[int]:
    """Texts whose withdrawal was asked by a person of the other role than `user`'s, in a
    constant number of queries; twin of `actions.withdraw`."""
    asked = {page: page.record.withdrawal_asked_by_id for page in pages}
    others = {page: by for page, by in asked.items() if by and by != user.pk}
    if not others:
        return frozenset()
    people = set(others.values())
    mandates = Mandate.objects.current().filter(kind=MandateKind.MODERATOR, person__in=people)
    moderate = set(mandates.values_list("person_id", flat=True))
    follow = _followers(others)
    led = {key for key, role in memberships_of(user).items() if role == Role.COORDINATOR}
    inherited, moderates = inherited_by(user), is_moderator(user)
    found = set()
    for page, by in others.items():
        groups = groups_of(page)
        cares = bool(groups & led) or groups <= inherited
        if (cares and by in moderate) or (moderates and (by, page.pk) in follow):
            found.add(page.pk)
    return frozenset(found)


def _followers(askers: Mapping[ContributionPage, int]) -> set[tuple[int, int]]:
    """Of people and the texts whose withdrawal they asked for, those who follow them up."""
    people = set(askers.values())
    memberships = Membership.objects.current().coordinators().filter(person__in=people)
    led = set(memberships.values_list("person_id", "group_id"))
    mandates = Mandate.objects.current().filter(kind=MandateKind.NETWORK, person__in=people)
    network = set(mandates.values_list("person_id", flat=True))
    left = left_groups() if network else frozenset()
    return {
        (by, page.pk)
        for page, by in askers.items()
        if any((by, group) in led for group in groups_of(page))
        or (by in network and groups_of(page) <= left)
    }
