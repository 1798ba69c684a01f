"""A director, or a delegate, before a text whose answer their centre owes."""

from __future__ import annotations

import pytest

from contributions import rules
from contributions.actions.close_review import close_review
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.write import write
from contributions.enums import Verb
from contributions.models import ContributionPage
from groups.actions.memberships import end_membership
from kit.access import Answer
from people.actions.mandates import end_mandate, entrust
from people.enums import MandateKind
from people.models import Centre, User
from tests.cast import Cast, draft, fresh, person, text_in

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_the_centres_of_the_groups_people_are_asked_when_the_review_opens(cast: Cast) -> None:
    Centre.objects.create(name="Centre Ouest", slug="ouest")
    version = open_review(draft(cast), by=cast.coordinator)
    assert set(version.asked_centres.all()) == {cast.north, cast.south}


def test_who_left_the_group_owes_nothing(cast: Cast) -> None:
    text = draft(cast)
    end_membership(cast.member.memberships.get(), by=cast.network)
    version = open_review(text, by=cast.coordinator)
    assert set(version.asked_centres.all()) == {cast.south}


def test_the_centres_of_an_associated_group_are_asked(cast: Cast) -> None:
    text = draft(cast)
    row = cast.member.memberships.get()
    end_membership(row, by=cast.network)
    text.record.associated_groups.add(cast.housing)
    cast.associated_member.memberships.update(centre=cast.north)
    version = open_review(text, by=cast.coordinator)
    assert cast.north in version.asked_centres.all()


def test_a_director_reads_the_frozen_version_while_it_is_decided(cast: Cast) -> None:
    text = draft(cast)
    assert not rules.can_read_frozen(cast.director, text)
    open_review(text, by=cast.coordinator)
    assert rules.can_read_frozen(cast.director, fresh(text))
    assert not rules.can_read_draft(cast.director, fresh(text))
    close_review(text, by=cast.coordinator)
    assert rules.can_read_frozen(cast.director, fresh(text))
    recall(text, by=cast.coordinator)
    assert not rules.can_read_frozen(cast.director, fresh(text))


def test_a_delegate_reads_as_the_director_does(cast: Cast) -> None:
    delegate = person("delegate")
    entrust(delegate, MandateKind.DELEGATE, centre=cast.north, by=cast.network)
    text = text_in(cast, "validation")
    assert rules.can_read_frozen(delegate, text)


def test_a_director_of_no_asked_centre_learns_nothing(cast: Cast) -> None:
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    other = person("other_director")
    entrust(other, MandateKind.DIRECTOR, centre=away, by=cast.network)
    text = text_in(cast, "validation")
    for verb in (Verb.READ_FROZEN, Verb.SEE_PROGRESS, Verb.VALIDATE, Verb.CLOSE_REVIEW):
        assert rules.verdict(verb, other, text).answer is Answer.MISSING, verb


def test_a_mandate_that_ended_reads_nothing(cast: Cast) -> None:
    text = text_in(cast, "review")
    end_mandate(cast.director.mandates.get(), by=cast.network)
    assert not rules.can_read_frozen(again(cast.director), text)


def test_the_position_is_the_centres_and_passes_to_the_next_director(cast: Cast) -> None:
    text = text_in(cast, "review")
    end_mandate(cast.director.mandates.get(), by=cast.network)
    successor = person("successor")
    entrust(successor, MandateKind.DIRECTOR, centre=cast.north, by=cast.network)
    assert rules.can_read_frozen(successor, text)


def test_having_been_asked_once_does_not_open_the_next_edition(cast: Cast) -> None:
    """The centre's last member left between two editions: its director is not asked."""
    text = text_in(cast, "published")
    end_membership(cast.member.memberships.get(), by=cast.network)
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.coordinator, summary="Une suite.")
    open_review(text, by=cast.coordinator)
    director, text = again(cast.director), fresh(text)
    assert not rules.can_read_frozen(director, text)
    assert not rules.can_read_version(director, text.record.reviewed_version, text)
    listed = ContributionPage.objects.frozen_visible_to(director)
    assert not listed.filter(pk=text.pk).exists()


def test_a_director_reads_why_a_text_was_withdrawn(cast: Cast) -> None:
    text = text_in(cast, "withdrawn")
    assert rules.can_read_withdrawn(cast.director, text)
    assert not rules.can_read_withdrawn(cast.partner, text)
