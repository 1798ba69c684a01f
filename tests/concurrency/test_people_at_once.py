"""Two act on a group's people at once, in two processes: one is first, the other is told."""

from __future__ import annotations

import pytest

from groups.actions.invite_list import read_list
from groups.actions.invite_to_group import invite_to_group
from groups.actions.memberships import end_membership, join
from groups.actions.requests import ask_to_join
from groups.enums import Role
from groups.lists import read_words
from groups.models import JoinRequest, Membership
from people.models import Invitation, User

from .conftest import ROUNDS, Arena

pytestmark = pytest.mark.slow

FEW = min(ROUNDS, 25)


def test_two_coordinators_who_remove_each_other(arena: Arena) -> None:
    """One goes, one stays; who was removed first removes nobody."""
    cast = arena.cast
    group, pair = cast.mobility, [cast.other_coordinator, cast.other_member]
    for _round in range(min(ROUNDS, 50)):
        for one in pair:
            join(one, group, by=cast.network, role=Role.COORDINATOR, centre=cast.south)
        rows = [Membership.objects.current().get(person=one, group=group) for one in pair]
        ends = arena.duelists.duel(
            *(
                {"action": "leave", "target": row.pk, "by": other.pk}
                for row, other in zip(rows, pair[::-1], strict=True)
            )
        )
        assert sorted(ends) == ["done", "missing"]
        assert Membership.objects.current().coordinators().filter(group=group).count() == 1


def test_a_link_pressed_twice_at_once_opens_one_account(arena: Arena) -> None:
    cast = arena.cast
    for number in range(FEW):
        email = f"a-{number}@example.org"
        invitation = invite_to_group(cast.health, email, by=cast.network)
        order = {"action": "open_account", "target": invitation.pk, "by": cast.network.pk}
        assert sorted(arena.duelists.duel(order, order)) == ["done", "refused"]
        assert Membership.objects.filter(person__email=email).count() == 1
        assert User.objects.filter(email=email).count() == 1
        Invitation.objects.all().delete()


def test_a_link_accepted_twice_at_once_is_one_membership(arena: Arena) -> None:
    cast = arena.cast
    for _round in range(FEW):
        invitation = invite_to_group(cast.health, cast.account.email, by=cast.network)
        order = {"action": "accept", "target": invitation.pk, "by": cast.account.pk}
        assert sorted(arena.duelists.duel(order, order)) == ["done", "refused"]
        [row] = Membership.objects.current().filter(person=cast.account, group=cast.health)
        end_membership(row, by=cast.network)
        Invitation.objects.all().delete()


def test_a_request_accepted_and_refused_at_once_has_one_answer(arena: Arena) -> None:
    cast = arena.cast
    for _round in range(FEW):
        asked = ask_to_join(cast.health, by=cast.account)
        ends = arena.duelists.duel(
            {"action": "accept_request", "target": asked.pk, "by": cast.coordinator.pk},
            {"action": "refuse_request", "target": asked.pk, "by": cast.network.pk},
        )
        assert sorted(ends) == ["done", "refused"]
        inside = Membership.objects.current().filter(person=cast.account, group=cast.health)
        asked = JoinRequest.objects.get(pk=asked.pk)
        assert inside.exists() is (asked.answer == "accepted") is (ends[0] == "done")
        for row in inside:
            end_membership(row, by=cast.network)
        # One asks the same group once a day.
        asked.delete()


def test_a_list_confirmed_twice_at_once_invites_once(arena: Arena) -> None:
    cast = arena.cast
    words = "\n".join(f"p{number}@example.org" for number in range(20))
    for _round in range(min(ROUNDS, 8)):
        kept = read_list(cast.health, read_words(words), by=cast.coordinator)
        order = {"action": "confirm_list", "target": kept.pk, "by": cast.coordinator.pk}
        assert arena.duelists.duel(order, order) == ["done", "done"]
        assert Invitation.objects.filter(in_list=True).count() == 20
        Invitation.objects.all().delete()
