"""Entering a group, changing role, leaving: at once, in our rules and in Wagtail's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from wagtail.models import PageLogEntry

from groups.actions.memberships import end_membership, join
from groups.enums import Role
from groups.models import Membership, WorkingGroupPage
from groups.rules import is_coordinator, is_member, memberships_of
from kit.access import Refused
from people.actions.close_account import close_account
from people.models import User
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def wagtail_groups(user: User, group: WorkingGroupPage) -> set[str]:
    """Which of a group's two Wagtail groups a person is in."""
    record = type(group).objects.get(pk=group.pk).record
    names = {record.auth_group_id: "people", record.keepers_id: "keepers"}
    mine = user.groups.values_list("pk", flat=True)
    return {names[key] for key in mine if key in names}


def row_of(user: User, group: WorkingGroupPage) -> Membership:
    return Membership.objects.get(person=user, group=group, ends_at__isnull=True)


def test_who_joins_writes_at_once(cast: Cast) -> None:
    assert not is_member(cast.account, cast.health)
    row = join(cast.account, cast.health, by=cast.coordinator, centre=cast.north)
    assert (row.role, row.centre) == (Role.MEMBER, cast.north)
    # On the very object whose rights were read before.
    assert is_member(cast.account, cast.health)
    assert wagtail_groups(cast.account, cast.health) == {"people"}


def test_a_new_role_ends_the_old_row_and_keeps_one_open(cast: Cast) -> None:
    join(cast.member, cast.health, by=cast.network, role=Role.COORDINATOR, centre=cast.north)
    rows = Membership.objects.filter(person=cast.member, group=cast.health).order_by("pk")
    assert [(row.role, row.ends_at is None) for row in rows] == [
        (Role.MEMBER, False), (Role.COORDINATOR, True),
    ]  # fmt: skip
    assert is_coordinator(again(cast.member), cast.health)
    assert wagtail_groups(cast.member, cast.health) == {"people", "keepers"}
    join(cast.member, cast.health, by=cast.network, centre=cast.north)
    assert wagtail_groups(cast.member, cast.health) == {"people"}


def test_joining_twice_alike_changes_nothing(cast: Cast) -> None:
    before = PageLogEntry.objects.count()
    row = row_of(cast.member, cast.health)
    assert join(cast.member, cast.health, by=cast.network, centre=cast.north) == row
    assert Membership.objects.filter(person=cast.member).count() == 1
    assert PageLogEntry.objects.count() == before


def test_a_new_centre_is_a_new_row(cast: Cast) -> None:
    """What was written before stays under the centre of its time."""
    old = row_of(cast.member, cast.health)
    new = join(cast.member, cast.health, by=cast.network, centre=cast.south)
    old.refresh_from_db()
    assert (old.centre, new.centre) == (cast.north, cast.south)
    assert old.ends_at is not None


def test_the_database_holds_one_open_row(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=cast.member, group=cast.health)


def test_a_planned_end_does_not_leave_two_current_rows(cast: Cast) -> None:
    row = row_of(cast.member, cast.health)
    row.ends_at = timezone.now() + timedelta(days=30)
    row.save()
    join(cast.member, cast.health, by=cast.network, role=Role.COORDINATOR, centre=cast.north)
    current = Membership.objects.current().filter(person=cast.member, group=cast.health)
    assert [row.role for row in current] == [Role.COORDINATOR]


def test_who_leaves_reads_nothing_more_at_once(cast: Cast) -> None:
    assert is_member(cast.member, cast.health)
    row = end_membership(row_of(cast.member, cast.health), by=cast.member)
    assert row.ends_at is not None
    assert not is_member(again(cast.member), cast.health)
    assert wagtail_groups(cast.member, cast.health) == set()


def test_leaving_one_group_keeps_the_others(cast: Cast) -> None:
    join(cast.member, cast.mobility, by=cast.network, role=Role.COORDINATOR)
    end_membership(row_of(cast.member, cast.health), by=cast.network)
    assert dict(memberships_of(again(cast.member))) == {cast.mobility.pk: Role.COORDINATOR}
    assert wagtail_groups(cast.member, cast.mobility) == {"people", "keepers"}


def test_a_person_keeps_the_wagtail_groups_that_are_not_ours(cast: Cast) -> None:
    from django.contrib.auth.models import Group as AuthGroup

    other = AuthGroup.objects.create(name="Traduction")
    cast.member.groups.add(other)
    end_membership(row_of(cast.member, cast.health), by=cast.network)
    assert list(cast.member.groups.all()) == [other]


def test_leaving_twice_changes_nothing(cast: Cast) -> None:
    row = end_membership(row_of(cast.member, cast.health), by=cast.network)
    assert end_membership(row, by=cast.network).ends_at == row.ends_at
    log = PageLogEntry.objects.filter(page=cast.health.pk, action="groups.leave")
    assert log.count() == 2  # this one, and the cast's departed member


def test_a_row_never_ends_before_it_began(cast: Cast) -> None:
    row = row_of(cast.member, cast.health)
    assert end_membership(row, by=cast.network, at=at("2001-01-01")).ends_at == row.starts_at


def test_the_last_coordinator_neither_leaves_nor_steps_down(cast: Cast) -> None:
    row = row_of(cast.coordinator, cast.health)
    for person in (cast.coordinator, cast.network, cast.superuser):
        with pytest.raises(Refused, match="animation"):
            end_membership(row, by=person)
    with pytest.raises(Refused, match="animation"):
        join(cast.coordinator, cast.health, by=cast.network, centre=cast.south)
    assert is_coordinator(again(cast.coordinator), cast.health)


def test_with_a_substitute_the_coordinator_may_leave(cast: Cast) -> None:
    join(cast.member, cast.health, by=cast.coordinator, role=Role.COORDINATOR, centre=cast.north)
    end_membership(row_of(cast.coordinator, cast.health), by=cast.coordinator)
    with pytest.raises(Refused):
        end_membership(row_of(cast.member, cast.health), by=cast.member)


def test_a_coordinator_whose_account_is_closed_is_no_substitute(cast: Cast) -> None:
    join(cast.member, cast.health, by=cast.coordinator, role=Role.COORDINATOR, centre=cast.north)
    close_account(cast.member, by=cast.superuser)
    with pytest.raises(Refused):
        end_membership(row_of(cast.coordinator, cast.health), by=cast.coordinator)


def test_a_last_coordinator_may_change_centre(cast: Cast) -> None:
    join(cast.coordinator, cast.health, by=cast.network, role=Role.COORDINATOR, centre=cast.north)
    assert row_of(cast.coordinator, cast.health).centre == cast.north


@pytest.mark.parametrize("role", ["member"])
def test_a_member_invites_nobody_and_removes_nobody_else(cast: Cast, role: str) -> None:
    person = getattr(cast, role)
    with pytest.raises(Refused):
        join(cast.account, cast.health, by=person)
    join(cast.account, cast.health, by=cast.network)
    with pytest.raises(Refused):
        end_membership(row_of(cast.account, cast.health), by=person)


@pytest.mark.parametrize("role", ["account", "moderator", "director", "other_coordinator", "gone"])
def test_outsiders_do_not_touch_a_groups_people(cast: Cast, role: str) -> None:
    person = getattr(cast, role)
    with pytest.raises((Http404, Refused)):
        join(cast.partner, cast.health, by=person)
    for row in (row_of(cast.member, cast.health), row_of(cast.coordinator, cast.health)):
        with pytest.raises(Http404):
            end_membership(row, by=person)
    assert not Membership.objects.filter(person=cast.partner).exists()


def test_nobody_lets_themselves_in(cast: Cast) -> None:
    with pytest.raises(Http404):
        join(cast.account, cast.health, by=cast.account)


def test_who_was_removed_while_the_form_was_open_invites_nobody(cast: Cast) -> None:
    """The person acting is asked again, not as they were when the page was opened."""
    join(cast.member, cast.health, by=cast.network, role=Role.COORDINATOR, centre=cast.north)
    stale = again(cast.member)
    assert is_coordinator(stale, cast.health)
    end_membership(row_of(cast.member, cast.health), by=cast.network)
    with pytest.raises(Http404):
        join(cast.account, cast.health, by=stale)
