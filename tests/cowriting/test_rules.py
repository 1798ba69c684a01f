"""The two rows of `permissions.md` about co-writing sockets, for every role and state."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contributions.enums import EventKind
from contributions.models import TextEvent
from cowriting.rules import Mode, admit, mode_for, modes_of, page_for_rules, readers_of_refused
from groups.actions.memberships import join
from kit.access import forget
from people.models import User
from tests.cast import STATES, Cast, draft, fresh, text_in
from tests.contributions.conftest import World, world
from tests.contributions.test_rules import ROLES

__all__ = ["world"]

pytestmark = pytest.mark.django_db

#: One answer a role, in the order of `ROLES`: rw, ro, sh for the present words alone,
#: O for signed out, - for no right.
#            anon acc mem coo ass mod net dir del odi par oth gon rea sup
DRAFTING = "O    -   rw  rw  rw  -   -   -   -   -   -   -   -   -   ro"
LATER = "   O    -   ro  ro  ro  -   -   -   -   -   -   -   -   -   ro"
DECIDED = " O    -   ro  ro  ro  sh  -   -   -   -   -   -   -   -   ro"
TRASHED = " O    -   -   -   -   -   -   -   -   -   -   -   -   -   -"

MATRIX = {
    "drafting": DRAFTING,
    "review": LATER,
    "validation": DECIDED,
    "validated": DECIDED,
    "scheduled": DECIDED,
    "published": LATER,
    "new_edition": DRAFTING,
    "replaced": LATER,
    "withdrawn": LATER,
    "trashed": TRASHED,
}
ANSWERS = {
    "rw": Mode.RW, "ro": Mode.RO, "sh": Mode.SHOWN, "O": Mode.SIGNED_OUT, "-": Mode.FORBIDDEN,
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_each_role_enters_as_the_matrix_says(world: World, state: str) -> None:
    answers = {role: mode_for(world.roles[role], world.texts[state]) for role in ROLES}
    cells = dict(zip(ROLES, MATRIX[state].split(), strict=True))
    assert answers == {role: ANSWERS[cell] for role, cell in cells.items()}


@pytest.mark.parametrize("state", STATES)
def test_asked_of_many_at_once_the_rule_says_the_same(world: World, state: str) -> None:
    page = page_for_rules(world.texts[state].pk)
    people = {role: user for role, user in world.roles.items() if user.is_authenticated}
    modes = modes_of([user.pk for user in people.values()], page)
    for role, user in people.items():
        assert modes[user.pk] is mode_for(user, world.texts[state]), role


def test_the_codes_are_those_of_the_wire() -> None:
    codes = {mode: mode.close_code for mode in Mode}
    assert codes == {
        Mode.RW: None, Mode.RO: None, Mode.SHOWN: None,
        Mode.SIGNED_OUT: 4401, Mode.FORBIDDEN: 4403,
    }  # fmt: skip
    entering = {mode: mode.word for mode in Mode if mode.enters}
    assert entering == {Mode.RW: "rw", Mode.RO: "ro", Mode.SHOWN: "ro"}


def test_a_closed_account_is_nobody_here(cast: Cast) -> None:
    text = draft(cast)
    cast.member.is_active = cast.superuser.is_active = False
    assert mode_for(cast.member, text) is Mode.FORBIDDEN
    assert mode_for(cast.superuser, text) is Mode.FORBIDDEN


def test_a_superuser_of_the_group_writes_as_a_member(cast: Cast) -> None:
    text = draft(cast)
    join(cast.superuser, cast.health, by=cast.network)
    forget(cast.superuser)
    assert mode_for(cast.superuser, text) is Mode.RW


def test_a_superuser_s_visit_is_written_in_the_life_of_the_text(cast: Cast) -> None:
    text = draft(cast)
    visits = TextEvent.objects.filter(record=text.record, kind=EventKind.ADMIN_ACCESS)
    assert admit(cast.member, text) is Mode.RW
    assert mode_for(cast.superuser, text) is Mode.RO
    assert not visits.exists()
    assert admit(cast.superuser, text) is Mode.RO
    assert visits.get().actor == cast.superuser


def test_a_refused_visit_is_not_written(cast: Cast) -> None:
    text = text_in(cast, "trashed")
    assert admit(cast.superuser, text) is Mode.FORBIDDEN
    assert not TextEvent.objects.filter(kind=EventKind.ADMIN_ACCESS).exists()


def test_asking_of_twenty_costs_what_asking_of_two_costs(cast: Cast) -> None:
    page = draft(cast)
    people = [cast.member, cast.coordinator]
    for number in range(18):
        person = User.objects.create_user(f"m{number}@example.org", display_name=f"M{number}")
        join(person, cast.health, by=cast.network)
        people.append(person)
    costs = []
    for some in (people[:2], people):
        text = page_for_rules(page.pk)
        with CaptureQueriesContext(connection) as queries:
            modes = modes_of([person.pk for person in some], text)
        assert set(modes.values()) == {Mode.RW}
        costs.append(len(queries))
    assert costs == [2, 2]


@pytest.mark.parametrize("state", STATES)
def test_refused_words_are_their_author_s_and_the_coordination_s(world: World, state: str) -> None:
    page = world.texts[state]
    member = world.cast.member.pk
    may = {
        role for role, user in world.roles.items() if readers_of_refused(user, fresh(page))(member)
    }
    # The people of the associated group are coordinators of theirs, and of the text.
    assert may == {"member", "coordinator", "associated"}
    assert not readers_of_refused(world.cast.member, page)(world.cast.coordinator.pk)
    assert not readers_of_refused(world.cast.member, page)(None)
