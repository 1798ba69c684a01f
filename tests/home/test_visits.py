"""What is new in a group's space since a person's last visit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from groups.models import WorkingGroupPage
from home.models import SpaceVisit
from home.moves import Move, split_at
from home.visits import note_visit
from tests.cast import Cast, draft
from tests.work.helpers import Browser, text

pytestmark = pytest.mark.django_db

URL = "/groupes/sante/espace/"
NOON = timezone.make_aware(datetime(2026, 5, 21, 12))


def minutes(count: int) -> datetime:
    return NOON + timedelta(minutes=count)


def test_a_first_visit_has_nothing_before_it(cast: Cast) -> None:
    assert note_visit(cast.member, cast.health, NOON) is None
    assert note_visit(cast.member, cast.health, minutes(5)) is None


def test_the_line_is_where_the_visit_before_ended(cast: Cast) -> None:
    for count in (0, 20, 40):
        assert note_visit(cast.member, cast.health, minutes(count)) is None
    assert note_visit(cast.member, cast.health, minutes(90)) == minutes(40)


def test_reading_again_within_half_an_hour_moves_no_line(cast: Cast) -> None:
    note_visit(cast.member, cast.health, NOON)
    for count in (60, 75, 100):
        assert note_visit(cast.member, cast.health, minutes(count)) == NOON
    assert note_visit(cast.member, cast.health, minutes(130)) == minutes(100)


def test_each_person_has_their_own_line_in_each_group(cast: Cast) -> None:
    places: list[WorkingGroupPage] = [cast.health, cast.mobility]
    for person in (cast.member, cast.coordinator):
        for group in places:
            note_visit(person, group, NOON)
    assert SpaceVisit.objects.count() == 4


def test_what_is_new_comes_first_and_some_of_what_came_before(cast: Cast) -> None:
    moves = [Move(minutes(-count), "", "", count) for count in range(20)]
    parted = split_at(moves, minutes(-12), 10)
    assert [move.number for move in parted.new] == list(range(12))
    assert [move.number for move in parted.before] == [12, 13, 14]
    first = split_at(moves, None, 10)
    assert (first.new, len(first.before)) == ([], 10)


def test_the_space_says_what_is_new(cast: Cast, client_of: Browser) -> None:
    browser, today = client_of(cast.member), timezone.now()
    draft(cast, "Ancien")
    with freeze_time(today + timedelta(days=1)):
        assert "C'est votre première visite ici" in text(browser.get(URL))
    with freeze_time(today + timedelta(days=2)):
        assert "Rien de nouveau" in text(browser.get(URL))
    with freeze_time(today + timedelta(days=3)):
        draft(cast, "Récent")
        seen = browser.get(URL)
    assert "Depuis votre dernière visite" in text(seen)
    activity = seen.context["space"].activity
    assert {move.title for move in activity.new} == {"Récent"}
    assert {move.title for move in activity.before} == {"Ancien"}
