"""Before a date: a word to those who still owe something, and to nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.open_review import open_review
from contributions.actions.propose import propose
from contributions.actions.trash import trash
from contributions.actions.validate import validate
from contributions.models import ContributionPage
from contributions.reminders import DUE_SOON, remind
from groups.actions.memberships import join
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, fresh, person, text_in
from tests.contributions.test_news import knows, line_for

NOW = timezone.make_aware(datetime(2031, 6, 9, 12, 0))
IN_TWO_DAYS, TONIGHT = NOW + timedelta(days=2), NOW + timedelta(hours=10)
ALL_DATES = ("writing_due", "review_due", "validation_due", "publication_due")


def due(text: ContributionPage, day: datetime | None, *names: str) -> ContributionPage:
    for name in names or ALL_DATES:
        setattr(text.record, name, day)
    text.record.save()
    return fresh(text)


def reminded() -> Any:
    return Notice.objects.filter(kind=DUE_SOON).order_by("pk")


def names_of(cast: Cast) -> set[str]:
    names = {user.pk: name for name, user in cast.people().items()}
    return {names[row.person_id] for row in reminded()}


#: From whom a text in each state still waits for something.
OWES = [
    ("drafting", {"member", "coordinator"}),
    ("review", {"coordinator"}),
    ("validation", {"moderator", "moderator_two"}),
    ("validated", {"moderator", "moderator_two"}),
    ("scheduled", set()),
    ("published", set()),
    ("withdrawn", set()),
    ("trashed", set()),
]


@pytest.mark.parametrize(("state", "who"), OWES)
def test_only_those_who_owe_something_are_reminded(cast: Cast, state: str, who: set[str]) -> None:
    due(text_in(cast, state), IN_TWO_DAYS)
    assert remind(NOW) == len(who)
    assert names_of(cast) == who
    assert all(knows(row) for row in reminded())


def test_once_a_text_is_proposed_only_the_coordination_is_reminded(cast: Cast) -> None:
    text = due(text_in(cast, "drafting"), IN_TWO_DAYS)
    propose(text, by=cast.member)
    remind(NOW)
    assert names_of(cast) == {"coordinator"}


def test_a_moderator_with_a_hand_in_it_is_not_reminded(cast: Cast) -> None:
    join(cast.moderator, cast.health, by=cast.network)
    text = text_in(cast, "drafting")
    propose(text, by=User.objects.get(pk=cast.moderator.pk))
    open_review(fresh(text), by=cast.coordinator)
    close_review(fresh(text), by=cast.coordinator)
    due(fresh(text), IN_TWO_DAYS)
    remind(NOW)
    assert names_of(cast) == {"moderator_two"}


@pytest.mark.parametrize(
    ("day", "told"),
    [(NOW + timedelta(days=4), 0), (NOW - timedelta(minutes=1), 0), (None, 0), (TONIGHT, 2)],
)
def test_only_a_date_that_is_near_presses(cast: Cast, day: datetime | None, told: int) -> None:
    due(text_in(cast, "drafting"), day)
    assert remind(NOW) == told


def test_only_the_present_step_presses(cast: Cast) -> None:
    due(text_in(cast, "drafting"), IN_TWO_DAYS, "review_due", "validation_due")
    assert remind(NOW) == 0


def test_each_word_is_said_once_and_again_on_the_last_day(cast: Cast) -> None:
    due(text_in(cast, "drafting"), IN_TWO_DAYS)
    assert remind(NOW) == 2
    assert remind(NOW + timedelta(minutes=1)) == 0
    assert remind(NOW + timedelta(days=1, hours=1)) == 2
    assert remind(NOW + timedelta(days=1, hours=2)) == 0


def test_a_date_that_was_moved_presses_anew(cast: Cast) -> None:
    text = due(text_in(cast, "drafting"), IN_TWO_DAYS)
    assert remind(NOW) == 2
    due(text, IN_TWO_DAYS + timedelta(hours=6))
    assert remind(NOW) == 2


def test_who_came_later_is_told_too(cast: Cast) -> None:
    due(text_in(cast, "drafting"), IN_TWO_DAYS)
    remind(NOW)
    join(cast.account, cast.health, by=cast.network)
    assert remind(NOW) == 1


def test_the_date_of_a_call_presses_as_well(cast: Cast) -> None:
    open_call("Chaleurs", [AskedOf(cast.health, "Santé")], by=cast.network, writing_due=TONIGHT)
    assert remind(NOW) == 2


def test_a_word_that_waits_is_forgotten_once_the_step_is_done(cast: Cast) -> None:
    text = due(text_in(cast, "validation"), IN_TWO_DAYS)
    remind(NOW)
    told = reminded()[0]
    assert knows(told)
    validate(text, by=cast.moderator_two)
    assert not knows(told)


def test_a_trashed_draft_is_forgotten(cast: Cast) -> None:
    text = due(text_in(cast, "drafting"), IN_TWO_DAYS)
    remind(NOW)
    trash(text, by=cast.member)
    assert not any(knows(row) for row in reminded())


def test_the_line_says_what_and_when_and_leads_to_it(cast: Cast) -> None:
    text = due(text_in(cast, "review"), IN_TWO_DAYS)
    remind(NOW)
    line = line_for(reminded().get(person=cast.coordinator))
    assert line.headline == (
        "Avant le 11 juin 2031 à 12\u00a0h : Clore la relecture et soumettre le texte au réseau"
    )
    assert line.about == "Rapprocher la santé"
    assert line.url == f"/contributions/{text.record.pk}/suivi/"
    assert line.private


def test_two_hundred_members_are_reminded_for_the_price_of_two(cast: Cast) -> None:
    def cost(day: datetime) -> int:
        due(text, day)
        with CaptureQueriesContext(connection) as queries:
            remind(NOW)
        return len(queries)

    text = text_in(cast, "drafting")
    cost(IN_TWO_DAYS)
    few = cost(IN_TWO_DAYS + timedelta(hours=1))
    for number in range(198):
        join(person(f"m{number}"), cast.health, by=cast.network)
    assert cost(IN_TWO_DAYS + timedelta(hours=2)) == few
    assert reminded().count() == 2 + 2 + 200
