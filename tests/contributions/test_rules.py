"""`permissions.md`, as one table: verb × state × role → answer.

✓ yes · L sign in · 4 the same as missing · 3 refused, with a reason. Where the document
says nothing (the wrong moment for a verb), a refusal still tells only those who may know
that the text exists.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contributions import rules
from contributions.enums import Verb
from kit.access import Answer
from tests.cast import STATES

from .conftest import World

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous", "account", "member", "coordinator", "associated", "moderator", "network",
    "director", "delegate", "other_director", "partner", "other_member", "gone", "reader",
    "superuser",
)  # fmt: skip

#: One letter a state, in the order of `tests.cast.STATES`.
LETTERS = dict(zip("DRVASPNXWT", STATES, strict=True))
HIDDEN, DECIDED, PUBLIC, KNOWN = "DRVAST", "RVAS", "PNX", "PNXW"
ALL = "DRVASPNXWT"


@dataclass(frozen=True)
class Row:
    states: str
    cells: str

    def expected(self) -> dict[str, str]:
        return dict(zip(ROLES, self.cells.split(), strict=True))


# Refused at the wrong moment: who is told why. The director of the cast is asked from the
# review on; `other_director`'s centre never is.
#                     anon acc mem coo ass mod net dir del odi par oth gon rea sup
TOLD_PEOPLE = [Row(ALL, "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3")]
TOLD_DIRECTORS = [
    Row("DT",      "L   4   3   3   3   4   4   4   4   4   4   4   4   4   3"),
    Row("RVAS",    "L   4   3   3   3   4   4   3   3   4   4   4   4   4   3"),
    Row("PNXW",    "L   4   3   3   3   4   4   3   3   3   4   4   4   4   3"),
]  # fmt: skip
TOLD_MODERATION = [
    Row("DT",      "L   4   3   3   3   3   4   4   4   4   4   4   4   4   3"),
    Row("RVAS",    "L   4   3   3   3   3   4   3   3   4   4   4   4   4   3"),
    Row("PNXW",    "L   4   3   3   3   3   4   3   3   3   4   4   4   4   3"),
]  # fmt: skip
#: What the whole public may be refused once the text is public, and its own people before.
TOLD_WHO_KNOWS = [
    Row("D",       "L   4   3   3   3   3   3   4   4   4   4   4   4   3   3"),
    Row("T",       "L   4   3   3   3   3   3   4   4   4   4   4   4   4   3"),
    Row("RVAS",    "L   4   3   3   3   3   3   3   3   4   4   4   4   3   3"),
    Row("PNXW",    "L   3   3   3   3   3   3   3   3   3   3   3   3   3   3"),
]  # fmt: skip
TO_WRITERS = [
    Row("DN",      "L   4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
    Row("RVAS",    "L   4   3   3   3   3   4   4   4   4   4   4   4   4   3"),
    *TOLD_PEOPLE,
]  # fmt: skip
TO_MODERATORS = "L   4   3   3   3   ✓   4   3   3   4   4   4   4   4   ✓"

#: The first row of a verb that names the state holds.
TABLE: dict[Verb, list[Row]] = {
    #                anon acc mem coo ass mod net dir del odi par oth gon rea sup
    Verb.READ_DRAFT: [
        Row("T",       "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        Row(ALL,       "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓   ✓"),
    ],
    Verb.READ_FROZEN: [
        Row("R",       "L  4   ✓   ✓   ✓   4   4   ✓   ✓   4   4   4   4   ✓   ✓"),
        Row("VAS",     "L  4   ✓   ✓   ✓   ✓   4   ✓   ✓   4   4   4   4   ✓   ✓"),
        Row("T",       "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        Row(ALL,       "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓   ✓"),
    ],
    Verb.READ_PUBLISHED: [
        Row(PUBLIC,    "✓  ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓"),
        *TOLD_WHO_KNOWS,
    ],
    Verb.READ_WITHDRAWN: [
        Row("W",       "L  4   ✓   ✓   ✓   ✓   ✓   ✓   ✓   4   4   4   4   4   ✓"),
        Row(ALL,       "L  4   4   4   4   4   4   4   4   4   4   4   4   4   3"),
    ],
    Verb.SEE_PROGRESS: [
        Row("DT",      "L  4   ✓   ✓   ✓   ✓   ✓   4   4   4   4   4   4   4   ✓"),
        Row(ALL,       "L  4   ✓   ✓   ✓   ✓   ✓   ✓   ✓   4   4   4   4   4   ✓"),
    ],
    Verb.EDIT: TO_WRITERS,
    Verb.RESTORE: TO_WRITERS,
    Verb.COPY: [
        Row(PUBLIC,    "L  3   ✓   ✓   ✓   3   3   3   3   3   3   ✓   3   3   ✓"),
        Row("T",       "L  3   3   3   3   3   3   3   3   3   3   4   3   3   3"),
        Row(ALL,       "L  3   ✓   ✓   ✓   3   3   3   3   3   3   4   3   3   ✓"),
    ],
    Verb.REMARK: [
        Row("R",       "L  4   ✓   ✓   ✓   4   4   ✓   ✓   4   4   4   4   ✓   ✓"),
        Row("VAS",     "L  4   ✓   ✓   ✓   ✓   4   ✓   ✓   4   4   4   4   ✓   ✓"),
        Row("T",       "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"),
        Row(ALL,       "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓   ✓"),
    ],
    Verb.TAKE_BLOCK: [
        Row("DN",      "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   4"),
        Row(ALL,       "L  4   3   3   3   4   4   4   4   4   4   4   4   4   4"),
    ],
    Verb.ASSIGN: [
        Row("DN",      "L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        *TOLD_PEOPLE,
    ],
    Verb.SET_DATES: [
        Row("DRVASN",  "L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        *TOLD_PEOPLE,
    ],
    Verb.GRANT_READING: [
        Row(ALL,       "L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
    ],
    Verb.PROPOSE: [
        Row("DN",      "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   4"),
        Row(ALL,       "L  4   3   3   3   4   4   4   4   4   4   4   4   4   4"),
    ],
    Verb.OPEN_REVIEW: [
        Row("D",       "L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        Row("N",       "L  4   3   ✓   ✓   4   4   3   3   3   4   4   4   4   ✓"),
        *TOLD_DIRECTORS,
    ],
    Verb.CLOSE_REVIEW: [
        Row("R",       "L  4   3   ✓   ✓   4   4   3   3   4   4   4   4   4   ✓"),
        *TOLD_DIRECTORS,
    ],
    Verb.RECALL: [
        Row("RV",      "L  4   3   ✓   ✓   4   4   3   3   4   4   4   4   4   ✓"),
        *TOLD_DIRECTORS,
    ],
    Verb.RECALL_VALIDATED: [
        Row("AS",      "L  4   3   ✓   ✓   ✓   4   3   3   4   4   4   4   4   ✓"),
        *TOLD_MODERATION,
    ],
    Verb.VALIDATE: [Row("V", TO_MODERATORS), *TOLD_MODERATION],
    Verb.RETURN: [Row("V", TO_MODERATORS), *TOLD_MODERATION],
    Verb.PUBLISH: [Row("AS", TO_MODERATORS), *TOLD_MODERATION],
    Verb.SCHEDULE: [Row("AS", TO_MODERATORS), *TOLD_MODERATION],
    Verb.UNSCHEDULE: [Row("S", TO_MODERATORS), *TOLD_MODERATION],
    Verb.OPEN_EDITION: [
        Row("PXW",     "L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        *TOLD_PEOPLE,
    ],
    Verb.REPLACE: [
        Row("PN",      "L  3   3   ✓   ✓   ✓   3   3   3   3   3   3   3   3   ✓"),
        *TOLD_WHO_KNOWS,
    ],
    Verb.WITHDRAW: [
        Row(PUBLIC,    "L  3   3   ✓   ✓   ✓   3   3   3   3   3   3   3   3   ✓"),
        Row(ALL,       "L  3   3   3   3   3   3   3   3   3   3   3   3   3   3"),
    ],
    Verb.MASK: [
        Row(ALL,       "L  3   3   ✓   ✓   ✓   ✓   3   3   3   3   3   3   3   ✓"),
    ],
    Verb.MOVE: [
        Row(ALL,       "L  4   4   ✓   ✓   4   ✓   4   4   4   4   4   4   4   ✓"),
    ],
    Verb.TRASH: [
        Row("D",       "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        *TOLD_PEOPLE,
    ],
    Verb.BRING_BACK: [
        Row("T",       "L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"),
        *TOLD_PEOPLE,
    ],
    Verb.DELETE: [
        Row("T",       "L  4   4   4   4   4   4   4   4   4   4   4   4   4   ✓"),
        Row(ALL,       "L  4   4   4   4   4   4   4   4   4   4   4   4   4   3"),
    ],
}  # fmt: skip

MARKS = {
    Answer.ALLOWED: "✓",
    Answer.SIGN_IN: "L",
    Answer.MISSING: "4",
    Answer.FORBIDDEN: "3",
}


def expected(verb: Verb, letter: str) -> dict[str, str]:
    return next(row for row in TABLE[verb] if letter in row.states).expected()


def test_the_table_speaks_of_every_verb_in_every_state() -> None:
    assert set(TABLE) == set(Verb) == set(rules.CHARTER)
    assert all(expected(verb, letter) for verb in Verb for letter in LETTERS)


@pytest.mark.parametrize("verb", Verb)
def test_each_role_gets_the_answer_of_the_charter(world: World, verb: Verb) -> None:
    wrong = []
    for letter, state in LETTERS.items():
        for role, mark in expected(verb, letter).items():
            verdict = rules.verdict(verb, world.roles[role], world.texts[state])
            if MARKS[verdict.answer] != mark:
                wrong.append(f"{state} | {role}: expected {mark}, got {MARKS[verdict.answer]}")
            if mark == "3" and role != "superuser" and not verdict.reason:
                wrong.append(f"{state} | {role}: refused without a reason")
    assert wrong == []


@pytest.mark.parametrize("letter", LETTERS, ids=LETTERS.values())
def test_what_a_person_may_do_is_what_they_are_offered(world: World, letter: str) -> None:
    """`abilities`, which pages ask, are the ✓ of the same table."""
    text = world.texts[LETTERS[letter]]
    for role in ROLES:
        allowed = {verb for verb in Verb if expected(verb, letter)[role] == "✓"}
        offered = rules.abilities(world.roles[role], text)
        assert {verb for verb, yes in offered.items() if yes} == allowed, role


@pytest.mark.parametrize("letter", HIDDEN)
def test_a_hidden_text_is_refused_in_the_very_words_of_a_missing_one(
    world: World, letter: str
) -> None:
    text = world.texts[LETTERS[letter]]
    for role in ("anonymous", "account", "other_director", "partner", "other_member", "gone"):
        user = world.roles[role]
        for verb in Verb:
            hidden, missing = rules.verdict(verb, user, text), rules.verdict_on_missing(verb, user)
            assert hidden == missing, (role, verb)


def test_an_outsiders_refusal_names_no_state(world: World) -> None:
    """Withdrawing and masking answer 403 to all who are signed in, for what exists and what
    does not."""
    for verb in (Verb.WITHDRAW, Verb.MASK):
        reason = rules.verdict(verb, world.roles["account"], world.texts["review"]).reason
        assert reason
        assert "Relecture" not in reason


def test_a_closed_account_may_nothing_at_all(world: World) -> None:
    """Even a published text is read as a visitor: an inactive account has no rights."""
    person = world.cast.account
    person.is_active = False
    try:
        text = world.texts["published"]
        assert not any(rules.can(verb, person, text) for verb in Verb)
    finally:
        person.is_active = True
