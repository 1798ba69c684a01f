"""≠: nobody decides on what they wrote, proposed or submitted since its last publication."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from contributions import rules
from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.propose import propose
from contributions.actions.publish import publish
from contributions.actions.recall import recall
from contributions.actions.return_text import return_text
from contributions.actions.validate import validate
from contributions.actions.versions import name_version, restore
from contributions.actions.write import write
from contributions.enums import Verb
from contributions.models import ContributionPage
from groups.actions.memberships import end_membership, join
from groups.enums import Role
from groups.models import Membership
from kit.access import Refused
from people.models import User
from tests.cast import Cast, complete_body, draft, fresh

pytestmark = pytest.mark.django_db

DECISIONS = (Verb.VALIDATE, Verb.RETURN)
Hand = Callable[[ContributionPage, User], object]


def _create(text: ContributionPage, by: User) -> ContributionPage:
    mine = create_contribution(text.get_parent().specific, "Le mien", by=by)
    owner = User.objects.get(email="member@example.org")
    write(mine, by=owner, summary="s", approach="m", body=complete_body())
    return mine


def _restore(text: ContributionPage, by: User) -> None:
    owner = User.objects.get(email="member@example.org")
    restore(text, by=by, version=name_version(text, by=owner, label="v"))


HANDS: dict[str, Hand] = {
    "wrote": lambda text, by: write(text, by=by, summary="Autre chapô."),
    "proposed": lambda text, by: propose(text, by=by),
    "created": _create,
    "restored": _restore,
    "opened the review": lambda text, by: open_review(text, by=by),
    "submitted": lambda text, by: (open_review(text, by=by), close_review(text, by=by)),
}


def in_validation(cast: Cast, text: ContributionPage) -> ContributionPage:
    """Led on by others from wherever the hand left it."""
    text = fresh(text)
    if rules.can_open_review(cast.coordinator, text):
        open_review(text, by=cast.coordinator)
    if rules.can_close_review(cast.coordinator, fresh(text)):
        close_review(text, by=cast.coordinator)
    return fresh(text)


def make_coordinator(cast: Cast, person: User) -> Membership:
    return join(person, cast.health, by=cast.network, role=Role.COORDINATOR, centre=cast.south)


@pytest.mark.parametrize("hand", HANDS)
def test_a_moderator_with_a_hand_in_it_may_not_decide(cast: Cast, hand: str) -> None:
    make_coordinator(cast, cast.moderator)
    text = draft(cast)
    made = HANDS[hand](text, cast.moderator)
    text = in_validation(cast, made if isinstance(made, ContributionPage) else text)
    for verb in DECISIONS:
        refused = rules.verdict(verb, cast.moderator, text)
        assert not refused and "une autre personne" in refused.reason
        assert rules.can(verb, cast.moderator_two, text)
    with pytest.raises(Refused):
        validate(text, by=cast.moderator)
    with pytest.raises(Refused):
        return_text(text, by=cast.moderator, note="non")
    validate(text, by=cast.moderator_two)
    for verb in (Verb.PUBLISH, Verb.SCHEDULE):
        assert not rules.can(verb, cast.moderator, fresh(text))
        assert rules.can(verb, cast.moderator_two, fresh(text))


def test_having_left_the_group_does_not_wash_hands(cast: Cast) -> None:
    row = make_coordinator(cast, cast.moderator)
    text = draft(cast)
    write(text, by=cast.moderator, summary="Autre chapô.")
    end_membership(row, by=cast.network)
    text = in_validation(cast, text)
    assert not rules.can_validate(User.objects.get(pk=cast.moderator.pk), text)


def test_a_return_does_not_wash_hands(cast: Cast) -> None:
    """What was written before the return is still in the text."""
    make_coordinator(cast, cast.moderator)
    text = draft(cast)
    write(text, by=cast.moderator, summary="Autre chapô.")
    in_validation(cast, text)
    return_text(text, by=cast.moderator_two, note="à revoir")
    write(text, by=cast.member, summary="Encore un.")
    assert not rules.can_validate(cast.moderator, in_validation(cast, text))


def test_a_superuser_who_wrote_may_not_decide_either(cast: Cast) -> None:
    text = draft(cast)
    write(text, by=cast.superuser, summary="Autre chapô.")
    text = in_validation(cast, text)
    assert not rules.can_validate(cast.superuser, text)
    assert not rules.can_return(cast.superuser, text)


def test_publication_starts_the_count_anew(cast: Cast) -> None:
    make_coordinator(cast, cast.moderator)
    text = draft(cast)
    write(text, by=cast.moderator, summary="Autre chapô.")
    text = in_validation(cast, text)
    validate(text, by=cast.moderator_two)
    publish(text, by=cast.moderator_two)
    assert not rules.had_a_hand(cast.moderator, fresh(text))
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, summary="Une suite.")
    assert rules.can_validate(cast.moderator, in_validation(cast, text))


def test_a_hand_in_the_new_edition_counts(cast: Cast) -> None:
    make_coordinator(cast, cast.moderator)
    text = in_validation(cast, draft(cast))
    validate(text, by=cast.moderator_two)
    publish(text, by=cast.moderator_two)
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.moderator, summary="Une suite.")
    assert not rules.can_validate(cast.moderator, in_validation(cast, text))


def test_reading_naming_and_deciding_are_no_hand(cast: Cast) -> None:
    """Only words and submissions count: a moderator who returned once decides again."""
    text = in_validation(cast, draft(cast))
    return_text(text, by=cast.moderator, note="à revoir")
    text = in_validation(cast, text)
    recall(text, by=cast.coordinator)
    assert rules.can_validate(cast.moderator, in_validation(cast, text))


def test_purging_old_revisions_does_not_wash_hands(cast: Cast) -> None:
    make_coordinator(cast, cast.moderator)
    text = draft(cast)
    write(text, by=cast.moderator, summary="Autre chapô.")
    write(text, by=cast.member, summary="Encore un autre.")
    for revision in text.revisions.all():
        # What `purge_revisions` does with each, sparing those that refuse.
        with pytest.raises(ProtectedError), transaction.atomic():
            revision.delete()
    assert rules.had_a_hand(cast.moderator, fresh(text))


def test_revisions_of_a_published_edition_may_be_purged(cast: Cast) -> None:
    text = draft(cast)
    old = text.revisions.order_by("pk").first()
    in_validation(cast, text)
    validate(text, by=cast.moderator)
    publish(text, by=cast.moderator)
    old.delete()
    assert not text.revisions.filter(pk=old.pk).exists()


def test_a_page_saved_by_nobody_is_its_creators(cast: Cast) -> None:
    """A revision without a user must not escape ≠."""
    make_coordinator(cast, cast.moderator)
    text = create_contribution(cast.health, "Le mien", by=cast.moderator)
    text.record.created_at = timezone.now()
    text.save_revision()
    authors = text.get_latest_revision().written_by.values_list("person", flat=True)
    assert list(authors) == [cast.moderator.pk]
