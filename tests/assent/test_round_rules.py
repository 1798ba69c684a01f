"""Two rows of `permissions.md` as tables: leading a round of consent, answering it for a
centre; and what each role sees of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from assent.models import Answer, AnswerKind, Round
from assent.rules import (
    Sight,
    seen_of,
    sight_of,
    verdict_on_answering,
    verdict_on_detaching,
    verdict_on_extending,
    verdict_on_opening,
    verdict_on_round,
    verdict_on_second_round,
)
from kit.access import Answer as Reply
from people.actions.mandates import end_mandate, entrust
from people.enums import MandateKind
from tests.contributions.conftest import World, build_world

from .rounds import again, speaker

pytestmark = pytest.mark.django_db

MARKS = {Reply.ALLOWED: "✓", Reply.SIGN_IN: "L", Reply.MISSING: "4", Reply.FORBIDDEN: "3"}

#: `south_director` directs another centre that is asked, `other_director` one that is not.
ROLES = (
    "anonymous", "account", "member", "coordinator", "associated", "moderator", "network",
    "director", "delegate", "south_director", "other_director", "partner", "other_member", "gone",
    "reader", "superuser", "gone_director",
)  # fmt: skip

#                ano acc mem coo ass mod net dir del sou odi par oth gon rea sup god
OPEN_ROUND =    "L   4   3   3   3   4   4   ✓   ✓   3   4   4   4   4   4   3   4"  # fmt: skip
CLOSED_ROUND =  "L   4   3   3   3   4   4   3   3   3   4   4   4   4   4   3   4"  # fmt: skip
NOT_ASKED =     "L   4   4   4   4   4   4   4   4   4   4   4   4   4   4   4   4"  # fmt: skip
LEADING =       "L   4   3   ✓   ✓   4   4   3   3   3   4   4   4   4   4   ✓   4"  # fmt: skip
LED_ALREADY =   "L   4   3   3   3   4   4   3   3   3   4   4   4   4   4   3   4"  # fmt: skip
PAGE =          "L   4   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   4   4   4   4   4   ✓   4"  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once a module and rolled back after it; its tests change nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = build_world()
        cast = made.cast
        made.roles["south_director"] = speaker(cast, "south_director", cast.south)
        gone = speaker(cast, "gone_director", cast.north)
        end_mandate(gone.mandates.get(), by=cast.superuser)
        made.roles["gone_director"] = gone
        yield made
        transaction.set_rollback(True)


def cells(row: str) -> dict[str, str]:
    return dict(zip(ROLES, row.split(), strict=True))


def who(world: World, role: str) -> Any:
    user = world.roles[role]
    return user if isinstance(user, AnonymousUser) else again(user)


def round_in(world: World, state: str) -> Round:
    return Round.objects.filter(record=world.texts[state].record).latest("pk")


@pytest.mark.parametrize(
    ("state", "row"),
    [
        ("review", OPEN_ROUND),
        ("validation", CLOSED_ROUND),
        ("validated", CLOSED_ROUND),
        ("published", CLOSED_ROUND),
    ],
)
def test_answering_the_round_for_a_centre(world: World, state: str, row: str) -> None:
    round_, north = round_in(world, state), world.cast.north
    found = {
        role: MARKS[verdict_on_answering(who(world, role), round_, north).answer] for role in ROLES
    }
    assert found == cells(row)


def test_a_centre_that_owes_nothing_is_a_missing_one_for_everybody(world: World) -> None:
    away = world.roles["other_director"].mandates.get().centre  # type: ignore[union-attr]
    round_ = round_in(world, "review")
    found = {
        role: MARKS[verdict_on_answering(who(world, role), round_, away).answer] for role in ROLES
    }
    assert found == cells(NOT_ASKED)


@pytest.mark.parametrize(
    "rule", [verdict_on_extending, verdict_on_second_round, verdict_on_detaching]
)
def test_leading_the_round(world: World, rule: Any) -> None:
    for state, row in (("review", LEADING), ("validation", LED_ALREADY)):
        found = {role: rule(who(world, role), world.texts[state]) for role in ROLES}
        assert {role: MARKS[verdict.answer] for role, verdict in found.items()} == cells(row)
        refused = [verdict for verdict in found.values() if verdict.answer is Reply.FORBIDDEN]
        assert all(verdict.reason for verdict in refused)


def test_opening_the_round_is_opening_the_review(world: World) -> None:
    text = world.texts["drafting"]
    found = {role: MARKS[verdict_on_opening(who(world, role), text).answer] for role in ROLES}
    # No centre is asked before it opens: nobody knows of the draft as a director.
    unasked = cells(LEADING) | dict.fromkeys(("director", "delegate", "south_director"), "4")
    assert found == unasked


def test_the_page_of_the_rounds_is_for_who_follows_the_text(world: World) -> None:
    text = world.texts["review"]
    found = {role: MARKS[verdict_on_round(who(world, role), text).answer] for role in ROLES}
    assert found == cells(PAGE)


@pytest.mark.parametrize(
    ("state", "role", "sight"),
    [
        ("review", "member", Sight.ALL),
        ("review", "associated", Sight.ALL),
        ("review", "superuser", Sight.ALL),
        ("review", "moderator", Sight.PROGRESS),
        ("validation", "moderator", Sight.ALL),
        ("validated", "moderator", Sight.ALL),
        ("published", "moderator", Sight.PROGRESS),
        ("review", "network", Sight.PROGRESS),
        ("validation", "network", Sight.PROGRESS),
        ("review", "director", Sight.KINDS),
        ("validation", "south_director", Sight.KINDS),
        ("review", "other_director", Sight.PROGRESS),
        ("review", "reader", Sight.PROGRESS),
    ],
)
def test_who_sees_how_much_of_the_answers(
    world: World, state: str, role: str, sight: Sight
) -> None:
    assert sight_of(who(world, role), world.texts[state]) is sight


def test_words_are_read_by_those_who_may(world: World) -> None:
    """Another centre's director reads a public reserve, and neither an internal one nor the
    reason of an objection; one's own centre's words are one's own."""

    def seen(kind: AnswerKind, role: str, sight: Sight, *, is_public: bool = False) -> Any:
        said = Answer(kind=kind, words="Mots.", is_public=is_public, centre=world.cast.north)
        return seen_of(said, who(world, role), sight)

    reserve, objection = AnswerKind.RESERVE, AnswerKind.OBJECTION
    assert seen(objection, "member", Sight.ALL).words
    assert seen(reserve, "south_director", Sight.KINDS, is_public=True).words
    assert seen(reserve, "south_director", Sight.KINDS).words == ""
    assert seen(objection, "south_director", Sight.KINDS).words == ""
    assert seen(objection, "south_director", Sight.KINDS).kind is objection
    assert seen(objection, "director", Sight.KINDS).words
    assert seen(reserve, "network", Sight.PROGRESS, is_public=True) == seen_of(
        Answer(kind=reserve), AnonymousUser(), Sight.PROGRESS
    )


def test_a_mandate_to_come_or_gone_by_answers_nothing(world: World) -> None:
    round_, cast = round_in(world, "review"), world.cast
    heir = speaker(cast, "a_venir", cast.north)
    assert verdict_on_answering(again(heir), round_, cast.north)
    heir.mandates.update(starts_at=timezone.now() + timedelta(days=1))
    assert MARKS[verdict_on_answering(again(heir), round_, cast.north).answer] == "4"


def test_a_superuser_who_directs_the_centre_answers_as_its_director(world: World) -> None:
    cast = world.cast
    with transaction.atomic():
        entrust(cast.superuser, MandateKind.DIRECTOR, centre=cast.north, by=cast.superuser)
        assert verdict_on_answering(again(cast.superuser), round_in(world, "review"), cast.north)
        transaction.set_rollback(True)
