"""What changed between two published versions, at its address."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from contributions.models import ContributionPage
from people.models import User
from tests.cast import Cast, complete_body, fresh

from .conftest import Seen
from .test_query_counts import cost
from .texts import every_block, published, published_again, reordered, stored


def address(page: ContributionPage, number: int) -> str:
    return f"/contributions/{page.record.pk}/versions/{number}/changements/"


def look(client: Client, page: ContributionPage, number: int = 2) -> Seen:
    return Seen(client.get(address(page, number)))


def two_editions(cast: Cast) -> ContributionPage:
    """A second edition without the last proposal, and with another summary."""
    page = published(cast)
    return published_again(
        page,
        cast,
        body=reordered(page, 0, 1, 2),
        summary="La crise a rendu criantes des inégalités.",
    )


def test_a_visitor_sees_word_by_word_what_an_edition_changed(cast: Cast, visitor: Client) -> None:
    page = two_editions(cast)
    seen = look(visitor, page)
    assert seen.status == 200
    assert "La crise a rendu ôté : visibles ajouté : criantes des inégalités" in seen.words
    assert len(seen.all("del")) > len(seen.all("ins")) == 1
    assert "Ôté Proposition 2 : Stabiliser" in seen.words
    assert "Des conventions de trois ans" in seen.words
    assert "Aller vers" not in seen.words
    assert "6 passages inchangés" in seen.words


def test_editions_lead_to_what_they_changed_and_the_first_does_not(
    cast: Cast, visitor: Client
) -> None:
    page = two_editions(cast)
    at_its_page = Seen(visitor.get(page.url))
    assert address(page, 2) in at_its_page.links
    assert address(page, 1) not in at_its_page.links
    assert address(page, 2) in Seen(visitor.get(address(page, 2)[: -len("changements/")])).links
    assert look(visitor, page, 1).status == 404


def test_an_edition_of_the_same_words_says_so(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    page = published_again(page, cast, summary=page.summary)
    assert "Ces deux versions disent la même chose" in look(visitor, page).words


def test_markup_typed_in_a_field_is_shown_as_words(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    page = published_again(page, cast, summary="<script>alert(1)</script>")
    assert "<script>alert(1)" not in look(visitor, page).html


def test_every_kind_of_block_is_compared(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    page = published_again(page, cast, body=every_block(cast))
    words = look(visitor, page).words
    for said in ("Ville | Postes", "Lyon | 3", "Plan", "Annexe", "Le replay", "3123"):
        assert said in words


def test_a_version_that_was_not_published_is_compared_by_nobody(
    cast: Cast, visitor: Client, client_of: Callable[[User], Client]
) -> None:
    page = published(cast)
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, summary="Un chapô secret.")
    open_review(fresh(page), by=cast.coordinator)
    assert visitor.get(address(page, 2)).status_code != 200
    assert client_of(cast.member).get(address(page, 2)).status_code == 404


def test_a_withdrawn_text_s_changes_are_read_by_its_people_alone(
    cast: Cast, visitor: Client, client_of: Callable[[User], Client]
) -> None:
    page = two_editions(cast)
    withdraw(page, by=cast.coordinator, note="Une personne était reconnaissable.")
    withdraw(fresh(page), by=cast.moderator, note="Une personne était reconnaissable.")
    hidden = visitor.get(address(page, 2))
    assert hidden.status_code != 200 and "criantes" not in hidden.content.decode()
    assert client_of(cast.other_member).get(address(page, 2)).status_code == 404
    read = client_of(cast.member).get(address(page, 2))
    assert read.status_code == 200 and "no-store" in read["Cache-Control"]


def test_comparing_costs_the_same_for_a_long_text(cast: Cast) -> None:
    page = published_again(two_editions(cast), cast, summary="Un autre chapô.")
    few = cost(address(page, 3))
    page = published_again(page, cast, body=stored(complete_body() * 15))
    assert cost(address(page, 4)) == few
