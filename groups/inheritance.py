"""The groups whose published texts the network's coordination takes care of."""

from __future__ import annotations

from django.db.models import Q

from kit.access import AnyUser
from people.rules import can_manage_network

from .models import GroupRecord, Membership


def inherited_by(user: AnyUser) -> frozenset[int]:
    """Keys of the groups whose published texts `user` takes care of for the network: twin
    of `rules.inherits`."""
    if not user.is_active or not can_manage_network(user):
        return frozenset()
    return left_groups()


def left_groups() -> frozenset[int]:
    """Keys of the groups that are left, in one query: twin of `rules.is_left`."""
    led = Membership.objects.current().coordinators().values("group")
    left = GroupRecord.objects.filter(Q(closed_at__isnull=False) | ~Q(page__in=led))
    return frozenset(left.values_list("page", flat=True))
