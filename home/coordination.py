"""The network's coordination at a glance: its calls, its groups, who leads them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contributions.progress import progress_of_calls
from groups.models import Call, Membership, WorkingGroupPage
from groups.views import for_coordination
from moderation.texts.alerts import alert_for
from people.querysets import current_at


@dataclass(frozen=True)
class GroupLine:
    """A group as the coordination sees it; an empty `led_by` is a group without anyone."""

    group: WorkingGroupPage
    led_by: list[str]
    members: int


def group_lines() -> list[GroupLine]:
    """Every group, by name, in two queries."""
    coordinators: dict[int, list[str]] = {}
    for row in Membership.objects.current().coordinators().select_related("person"):
        coordinators.setdefault(row.group_id, []).append(row.person.public_name)
    current = current_at(prefix="memberships__") & Q(memberships__person__is_active=True)
    groups = WorkingGroupPage.objects.select_related("record").annotate(
        people=Count("memberships", filter=current, distinct=True)
    )
    return [
        GroupLine(group, coordinators.get(group.pk, []), group.people)
        for group in groups.order_by(F("record__closed_at").asc(nulls_first=True), "title")
    ]


@for_coordination
def coordination(request: HttpRequest) -> HttpResponse:
    """Calls in progress with where their texts stand, and groups."""
    calls = list(Call.objects.filter(closed_at__isnull=True))
    context = {
        "calls": progress_of_calls(calls),
        "groups": group_lines(),
        "alert": alert_for(request.user),
    }
    return render(request, "groups/coordination.html", context)
