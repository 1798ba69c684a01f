"""The rows of `permissions.md` on remarks, as one table: verb × state × role → answer.

✓ yes · L sign in · 4 the same as missing · 3 refused, with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from contributions.models import ContributionPage
from discussion import rules
from discussion.actions.base import write_down
from discussion.enums import Outcome
from discussion.models import Remark
from kit.access import Answer, AnyUser, Verdict
from people.models import User
from tests.contributions.conftest import World, build_world
from tests.contributions.test_rules import LETTERS, MARKS, ROLES, Row

pytestmark = pytest.mark.django_db

ALL = "DRVASPNXWT"


@dataclass
class Said:
    """One remark of the member on each text, and one of each role; by state, then by role."""

    world: World
    member: dict[str, Remark]
    own: dict[str, dict[str, Remark]]


Asked = Callable[[Said, str, str], Verdict]


def ask(verdict: Callable[..., Verdict], *more: Any, own: bool = False) -> Asked:
    """The verdict on the member's remark, or on one's own where one can have one."""

    def asked(said: Said, role: str, state: str) -> Verdict:
        remark = said.own[state].get(role) if own else None
        return verdict(said.world.roles[role], remark or said.member[state], *more)

    return asked


def to_remark(said: Said, role: str, state: str) -> Verdict:
    return rules.verdict_on_remarking(said.world.roles[role], said.world.texts[state])


def to_remark_on_version(said: Said, role: str, state: str) -> Verdict:
    page = said.world.texts[state]
    version = page.record.versions.last()
    return rules.verdict_on_remarking(said.world.roles[role], page, version)


#: The first row that names the state holds.
#           anon acc mem coo ass mod net dir del odi par oth gon rea sup
READERS = [
    Row("T", "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
    Row(ALL, "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓   ✓"),
]
TABLE: dict[str, tuple[Asked, list[Row]]] = {
    "remark, suggest on the draft": (to_remark, [
        Row("T",        "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"),
        Row(ALL,        "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓   ✓"),
    ]),
    "remark, suggest on a version": (to_remark_on_version, [
        Row("R",        "L  4   ✓   ✓   ✓   4   4   ✓   ✓   4   4   4   4   ✓   ✓"),
        Row("VAS",      "L  4   ✓   ✓   ✓   ✓   4   ✓   ✓   4   4   4   4   ✓   ✓"),
        Row("PNXW",     "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓   ✓"),
    ]),
    "read a member's thread": (ask(rules.verdict_on_reading), READERS),
    "read one's own thread": (ask(rules.verdict_on_reading, own=True), [
        Row("T",        "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        Row("D",        "L  4   ✓   ✓   ✓   ✓   4   4   4   4   4   4   4   ✓   ✓"),
        Row(ALL,        "L  4   ✓   ✓   ✓   ✓   4   ✓   ✓   4   4   4   4   ✓   ✓"),
    ]),
    "answer a member": (ask(rules.verdict_on_answering), [
        Row("T",        "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"),
        Row(ALL,        "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓   ✓"),
    ]),
    "answer, and change one's words, in one's own thread": (
        ask(rules.verdict_on_answering, own=True), [
        Row("T",        "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"),
        Row("D",        "L  4   ✓   ✓   ✓   3   4   4   4   4   4   4   4   ✓   ✓"),
        Row("R",        "L  4   ✓   ✓   ✓   3   4   ✓   ✓   4   4   4   4   ✓   ✓"),
        Row("VAS",      "L  4   ✓   ✓   ✓   ✓   4   ✓   ✓   4   4   4   4   ✓   ✓"),
        Row("PNXW",     "L  4   ✓   ✓   ✓   3   4   3   3   4   4   4   4   ✓   ✓"),
    ]),
    "refuse a member's remark": (ask(rules.verdict_on_settling, Outcome.REFUSED), [
        Row("T",        "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"),
        Row(ALL,        "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   3   ✓"),
    ]),
    "say that one's own is resolved": (
        ask(rules.verdict_on_settling, Outcome.RESOLVED, own=True), [
        Row("T",        "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"),
        Row("D",        "L  4   ✓   ✓   ✓   ✓   4   4   4   4   4   4   4   ✓   ✓"),
        Row(ALL,        "L  4   ✓   ✓   ✓   ✓   4   ✓   ✓   4   4   4   4   ✓   ✓"),
    ]),
    "say that one's own is refused": (
        ask(rules.verdict_on_settling, Outcome.REFUSED, own=True), [
        Row("T",        "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"),
        Row("D",        "L  4   ✓   ✓   ✓   3   4   4   4   4   4   4   4   3   ✓"),
        Row(ALL,        "L  4   ✓   ✓   ✓   3   4   3   3   4   4   4   4   3   ✓"),
    ]),
    # The associated member of the cast coordinates the associated group.
    "hide an internal remark": (ask(rules.verdict_on_hiding), [
        Row("DT",       "L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        Row("VAS",      "L  4   3   ✓   ✓   3   4   3   3   4   4   4   4   4   ✓"),
        Row("RPNXW",    "L  4   3   ✓   ✓   4   4   3   3   4   4   4   4   4   ✓"),
    ]),
    "see what it said before": (ask(rules.verdict_on_history), [
        Row(ALL,        "L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
    ]),
}  # fmt: skip


def build() -> Said:
    world = build_world()
    member: dict[str, Remark] = {}
    own: dict[str, dict[str, Remark]] = {}
    for state, page in world.texts.items():
        member[state] = _written(page, world.cast.member)
        own[state] = {
            role: _written(page, user)
            for role, user in world.roles.items()
            if isinstance(user, User)
        }
    return Said(world, member, own)


def _written(page: ContributionPage, by: User) -> Remark:
    """As it was made when its author could; `write_down` asks no rule."""
    words = f"Une remarque de {by.display_name}."
    return write_down(page, words, by=by, at=timezone.now()).remark


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker: Any) -> Iterator[Said]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.mark.parametrize("verb", TABLE)
def test_each_role_gets_the_answer_of_the_table(said: Said, verb: str) -> None:
    asked, rows = TABLE[verb]
    wrong = []
    for letter, state in LETTERS.items():
        row = next((row for row in rows if letter in row.states), None)
        for role, mark in row.expected().items() if row else ():
            verdict = asked(said, role, state)
            if MARKS[verdict.answer] != mark:
                wrong.append(f"{state} | {role}: expected {mark}, got {MARKS[verdict.answer]}")
            if verdict.answer is Answer.FORBIDDEN and role != "superuser" and not verdict.reason:
                wrong.append(f"{state} | {role}: refused without a reason")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_list_of_remarks_shows_what_the_rule_allows(said: Said, role: str) -> None:
    """`Remark.objects.visible_to` is the twin of `can_read_remark`."""
    user: AnyUser = said.world.roles[role]
    listed = list(Remark.objects.visible_to(user).values_list("pk", flat=True))
    allowed = {
        remark.pk
        for remark in Remark.objects.select_related("record__page").order_by("pk")
        if rules.can_read_remark(user, remark)
    }
    assert set(listed) == allowed
    assert len(listed) == len(set(listed))


def test_answers_are_read_with_their_thread(said: Said) -> None:
    """What a member answers a director is read by them, and by no other director."""
    root = said.own["review"]["director"]
    page = said.world.texts["review"]
    reply = write_down(
        page, "Merci.", by=said.world.cast.member, root=root, at=timezone.now()
    ).remark
    for role, reads in (("director", True), ("delegate", False), ("member", True)):
        user = said.world.roles[role]
        assert rules.can_read_remark(user, reply) is reads, role
        assert Remark.objects.visible_to(user).filter(pk=reply.pk).exists() is reads, role


def test_hidden_words_stay_before_the_coordination_and_their_author(said: Said) -> None:
    remark = Remark.objects.select_related("record__page").get(pk=said.member["drafting"].pk)
    remark.hidden_at = timezone.now()
    page = rules.page_of(remark)
    seen = {
        role
        for role, user in said.world.roles.items()
        if rules.Seat(user, page).reads_words(remark)
    }
    assert seen == {"member", "coordinator", "associated", "superuser"}


def test_a_closed_account_reads_nothing(said: Said) -> None:
    person = said.world.cast.member
    person.is_active = False
    try:
        assert not Remark.objects.visible_to(person).exists()
        assert not rules.can_read_remark(person, said.member["drafting"])
    finally:
        person.is_active = True
