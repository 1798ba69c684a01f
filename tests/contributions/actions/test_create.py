"""Starting a text in a group."""

from __future__ import annotations

import pytest
from django.http import Http404

from contributions.actions.create import create_contribution
from contributions.enums import EventKind
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from groups.actions.close_group import close_group
from kit.access import Refused
from tests.cast import Cast, at, fresh

from ..life import kinds

pytestmark = pytest.mark.django_db


def test_a_member_starts_a_draft_that_nobody_else_sees(cast: Cast) -> None:
    text = create_contribution(cast.health, "Rapprocher la santé", by=cast.member)
    text = fresh(text)
    assert state_of(text).work.value == "drafting"
    assert (text.live, text.owner, text.slug) == (False, cast.member, "rapprocher-la-sante")
    assert text.record.lead_group == cast.health
    assert kinds(text) == [EventKind.CREATED]
    authors = text.latest_revision.written_by.values_list("person", flat=True)
    assert list(authors) == [cast.member.pk]


def test_a_draft_keeps_the_date_of_its_story(cast: Cast) -> None:
    text = create_contribution(cast.health, "T", by=cast.member, at=at("2020-05-25"))
    assert text.record.created_at == at("2020-05-25")
    assert text.record.events.get().at == at("2020-05-25")


def test_two_texts_of_one_title_have_two_addresses(cast: Cast) -> None:
    slugs = [create_contribution(cast.health, "Même", by=cast.member).slug for _ in range(3)]
    assert slugs == ["meme", "meme-2", "meme-3"]


def test_the_sites_own_addresses_are_not_taken(cast: Cast) -> None:
    assert create_contribution(cast.health, "Espace", by=cast.member).slug == "espace-2"


@pytest.mark.parametrize("title", ["···", "(?)"])
def test_a_title_without_letters_still_has_an_address(cast: Cast, title: str) -> None:
    assert create_contribution(cast.health, title, by=cast.member).slug == "contribution"


@pytest.mark.parametrize(
    "role", ["account", "moderator", "director", "partner", "other_member", "gone", "network"]
)
def test_nobody_else_starts_one(cast: Cast, role: str) -> None:
    with pytest.raises(Http404):
        create_contribution(cast.health, "T", by=getattr(cast, role))
    assert not ContributionPage.objects.exists()


def test_a_closed_group_takes_no_new_text_even_from_an_old_window(cast: Cast) -> None:
    """The group as it was when the form was opened does not decide."""
    seen_open = type(cast.health).objects.get(pk=cast.health.pk)
    assert seen_open.record.is_open
    close_group(cast.health, by=cast.network)
    for person in (cast.member, cast.coordinator):
        with pytest.raises(Refused):
            create_contribution(seen_open, "T", by=person)
    assert not ContributionPage.objects.exists()
