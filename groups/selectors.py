"""Questions that pages ask of groups, each in a constant number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kit.access import AnyUser
from people.rules import can_manage_network

from .enums import Role
from .models.arrival import JoinRequest
from .models.membership import Membership
from .rules import can_ask_to_join, can_write_in, is_member, is_open, memberships_of

if TYPE_CHECKING:
    from .models import WorkingGroupPage


def listed(groups: QuerySet[WorkingGroupPage]) -> list[WorkingGroupPage]:
    """The live ones of `groups`, open ones first, with their records and themes."""
    live = groups.filter(live=True).select_related("record").prefetch_related("themes")
    return sorted(live.order_by("title"), key=lambda group: not group.record.is_open)


def group_context(group: WorkingGroupPage, user: AnyUser) -> dict[str, Any]:
    """What a group's page shows: what it published, and to its people the way in."""
    return {
        "record": getattr(group, "record", None),
        "published": _texts(group)
        .filter(page__live=True, withdrawn_at__isnull=True, replaced_by__isnull=True)
        .order_by("-published_at", "-pk"),
        "is_member": user.is_authenticated and is_member(user, group),
        "can_write": user.is_authenticated and can_write_in(user, group),
        "can_ask": can_ask_to_join(user, group) and is_open(group),
    }


def _texts(group: WorkingGroupPage) -> QuerySet[Any]:
    """Records of the texts that the group leads or is associated with.

    Reached through the group's reverse relations: what a text is belongs to a room
    above. Its blocks are not read.
    """
    records = group.led_records.model.objects  # type: ignore[attr-defined]
    mine = Q(lead_group=group.pk) | Q(
        pk__in=group.associated_records.values("pk")  # type: ignore[attr-defined]
    )
    return records.filter(mine).select_related("page", "lead_group").defer("page__body")


def requests_waiting_for(user: AnyUser) -> list[JoinRequest]:
    """The requests to join that `user` may answer, oldest first: as a coordinator, or as
    the network where a group has none."""
    if not user.is_authenticated or not user.is_active:
        return []
    groups = memberships_of(user)
    answered = Q(group__in=[pk for pk, role in groups.items() if role == Role.COORDINATOR])
    if can_manage_network(user):
        led = Membership.objects.current().coordinators().filter(group=OuterRef("group"))
        answered |= Q(~Exists(led))
    waiting = JoinRequest.objects.waiting().filter(answered)
    return list(waiting.select_related("person", "centre", "group"))
