"""Who is in a group, who is coming, who left: as one person may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kit.access import AnyUser
from people.models import Centre, Invitation

from .enums import Role
from .invitations import JOIN
from .models import JoinRequest, Membership, WorkingGroupPage
from .rules import (
    can_appoint,
    can_change_roles,
    can_export_members,
    can_invite,
    can_read_log,
    can_see_addresses,
    can_see_members,
    is_open,
    own_centres_in,
)

#: How many departures are shown, and pending invitations.
_DEPARTURES, _INVITATIONS = 30, 100


@dataclass(frozen=True)
class CentreRows:
    """The people of one centre, coordinators first; no centre: outside experts."""

    centre: Centre | None
    rows: list[Membership]
    shows_addresses: bool = False


@dataclass(frozen=True)
class Roster:
    """`partial`: only the people of a centre that the reader directs are shown;
    `shows_addresses`: of anybody, each centre says whether of its people."""

    group: WorkingGroupPage
    centres: list[CentreRows]
    members: int
    coordinators: int
    own: Membership | None
    partial: bool
    shows_addresses: bool
    shows_own_centre: bool
    can_invite: bool
    can_change_roles: bool
    can_appoint: bool
    can_export: bool
    can_read_log: bool
    invitations: list[Invitation] = field(default_factory=list)
    invitations_in_all: int = 0
    requests: list[JoinRequest] = field(default_factory=list)
    departures: list[Membership] = field(default_factory=list)


def roster_of(group: WorkingGroupPage, user: AnyUser) -> Roster:
    """The caller has asked `verdict_on_people`. A constant number of queries."""
    partial = not can_see_members(user, group)
    rows = list(current_rows(group))
    sees_all = can_see_addresses(user, group)
    own_centres = frozenset() if sees_all else own_centres_in(user, group)
    shown = [row for row in rows if row.centre_id in own_centres] if partial else rows
    invites = can_invite(user, group)
    coordinators = sum(row.role == Role.COORDINATOR for row in rows)
    invitations = Invitation.objects.standing().filter(purpose=JOIN, scope=group.pk)
    return Roster(
        group=group,
        centres=[
            replace(line, shows_addresses=sees_all or _is_of(line, own_centres))
            for line in by_centre(shown)
        ],
        members=len(shown),
        coordinators=coordinators,
        own=next((row for row in rows if row.person_id == user.pk), None),
        partial=partial,
        shows_addresses=sees_all or bool(own_centres),
        shows_own_centre=bool(own_centres),
        can_invite=invites and is_open(group),
        can_change_roles=invites and can_change_roles(user, group),
        can_appoint=not coordinators and can_appoint(user, group),
        can_export=can_export_members(user, group),
        can_read_log=can_read_log(user, group),
        invitations=list(invitations.select_related("centre")[:_INVITATIONS]) if invites else [],
        invitations_in_all=invitations.count() if invites else 0,
        requests=list(requests_of(group)) if invites else [],
        departures=[] if partial else _departures(group, {row.person_id for row in rows}),
    )


def _is_of(line: CentreRows, centres: frozenset[int]) -> bool:
    return line.centre is not None and line.centre.pk in centres


def current_rows(group: WorkingGroupPage) -> Iterator[Membership]:
    """The memberships of today, coordinators first, then by name."""
    rows = Membership.objects.current().filter(group=group).select_related("person", "centre")
    yield from sorted(rows, key=lambda r: (r.role != Role.COORDINATOR, r.person.display_name))


def requests_of(group: WorkingGroupPage) -> Iterator[JoinRequest]:
    waiting = JoinRequest.objects.waiting().filter(group=group)
    yield from waiting.select_related("person", "centre", "group")


def by_centre(rows: list[Membership]) -> list[CentreRows]:
    """Centres that coordinate first, then by name; outside experts last."""
    lines: dict[Centre | None, list[Membership]] = {}
    for row in rows:
        lines.setdefault(row.centre, []).append(row)

    def order(line: CentreRows) -> tuple[bool, bool, str]:
        led = any(row.role == Role.COORDINATOR for row in line.rows)
        return line.centre is None, not led, line.centre.name if line.centre else ""

    return sorted((CentreRows(centre, people) for centre, people in lines.items()), key=order)


def _departures(group: WorkingGroupPage, here: set[int]) -> list[Membership]:
    """The last row of each person who is in the group no more, latest first."""
    ended = Membership.objects.filter(group=group, ends_at__isnull=False)
    ended = ended.exclude(person__in=here).select_related("person", "centre").order_by("-ends_at")
    last: dict[int, Membership] = {}
    for row in ended[: _DEPARTURES * 4]:
        last.setdefault(row.person_id, row)
    return list(last.values())[:_DEPARTURES]
