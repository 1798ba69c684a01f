"""The search page: only published words, whatever is typed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client

from contributions.actions.open_edition import open_edition
from contributions.actions.write import write
from groups.actions.close_group import close_group
from people.models import Centre, User
from search.selectors import SHOWN
from tests.cast import STATES, Cast, complete_body, fresh, text_in

from .conftest import Seen
from .texts import many, published, published_again, reordered

PUBLIC = {"published", "new_edition", "replaced"}


def ask(client: Client, query: str, **more: str) -> Seen:
    return Seen(client.get("/recherche/?" + urlencode({"q": query, **more})))


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "   \t ", '"', "'", '"((', "((", "\x00", "a\x00b", "🎉", "«", "*", "AND", "NOT (",
        "NEAR(a b)", "santé AND", "title:santé", "a" * 10_240, "mot " * 2_560, "é" * 10_240, "%", "\\",
        "\ud7ff", "l'", "x:*", "!santé", "santé | mobilité", "<b>santé</b>", "--", ";DROP TABLE",
    ],
)  # fmt: skip
def test_no_query_breaks_the_page(cast: Cast, visitor: Client, query: str) -> None:
    seen = ask(visitor, query)
    assert seen.status == 200
    assert seen.words


@pytest.mark.parametrize("query", ['"((', "🎉", '"', "***"])
def test_a_query_without_a_word_is_told_so(cast: Cast, visitor: Client, query: str) -> None:
    assert "ne contient aucun mot" in ask(visitor, query).words


def test_a_broken_address_does_not_break_the_page(cast: Cast, visitor: Client) -> None:
    for address in ("?q=%00", "?q=%ff%fe", "?q=%22", "?q=a&q=b", "?dans=rien&q=a", "?q=a&page=x"):
        assert visitor.get(f"/recherche/{address}").status_code == 200


def test_a_long_query_is_cut_and_told_so(cast: Cast, visitor: Client) -> None:
    seen = ask(visitor, "santé " * 100)
    assert "premiers caractères" in seen.words


def test_nothing_found_says_so(cast: Cast, visitor: Client) -> None:
    assert "Rien de publié ne correspond" in ask(visitor, "introuvable").words


def test_results_are_grouped_with_counts(cast: Cast, visitor: Client) -> None:
    page = published(cast, "Rapprocher la santé")
    Centre.objects.create(name="Santé Nord", slug="sante-nord", is_published=True)
    seen = ask(visitor, "santé")
    for heading in ("Contributions (1)", "Propositions (1)", "Groupes (1)", "Centres (1)"):
        assert heading in seen.words
    assert page.url in seen.links
    assert cast.health.url in seen.links
    assert "/centres/sante-nord/" in seen.links


def test_a_proposal_is_found_by_its_words_and_its_actors(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    first = page.proposals.get(rank=1)
    assert first.get_absolute_url() in ask(visitor, "permanences mobiles").links
    assert first.get_absolute_url() in ask(visitor, "agence régionale").links


@pytest.mark.parametrize(
    "query", ["sante", "SANTÉ", "santés", "la santé", "sante rapprocher", "l'santé"]
)
def test_accents_case_and_plural_do_not_count(cast: Cast, visitor: Client, query: str) -> None:
    assert published(cast).url in ask(visitor, query).links


@pytest.mark.parametrize("written", ["habitant·e·s", "habitant.e.s", "habitant-e-s", "habitants"])
@pytest.mark.parametrize("asked", ["habitant·e·s", "habitants", "habitant(e)s", "habitant"])
def test_inclusive_writing_is_found_both_ways(
    cast: Cast, visitor: Client, written: str, asked: str
) -> None:
    page = published(cast, summary=f"Écouter les {written} du quartier.")
    assert page.url in ask(visitor, asked, dans="contributions").links


@pytest.mark.parametrize("state", [state for state in STATES if state not in PUBLIC])
def test_unpublished_words_are_never_found(
    cast: Cast, client_of: Callable[[User | None], Client], state: str
) -> None:
    page = text_in(cast, state, mark="motsecret")
    for person in (None, cast.member, cast.coordinator, cast.moderator, cast.superuser):
        seen = ask(client_of(person), "motsecret")
        assert "Rien de publié" in seen.words
        assert page.slug not in seen.html


@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_published_words_are_found(cast: Cast, visitor: Client, state: str) -> None:
    page = text_in(cast, state, mark="motpublic")
    assert page.url in ask(visitor, "motpublic").links


def test_the_draft_beside_a_live_page_is_never_found(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, title="motsecret", body=complete_body("motsecret"))
    assert "Rien de publié" in ask(visitor, "motsecret").words
    call_command("update_index", verbosity=0)
    assert "Rien de publié" in ask(visitor, "motsecret").words
    assert page.url in ask(visitor, "rapprocher").links


def test_words_that_left_the_text_are_no_longer_found(cast: Cast, visitor: Client) -> None:
    page = published(cast, body=complete_body("ancienmot"))
    page = published_again(page, cast, summary="Autre.", body=complete_body("nouveaumot"))
    assert page.url not in ask(visitor, "ancienmot", dans="contributions").links
    assert page.url in ask(visitor, "nouveaumot", dans="contributions").links


def test_a_removed_proposal_is_found_and_marked(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    published_again(page, cast, body=reordered(page, 0, 1, 2))
    seen = ask(visitor, "stabiliser")
    assert "ôtée du texte" in seen.words


def test_a_replaced_text_is_marked(cast: Cast, visitor: Client) -> None:
    text_in(cast, "replaced", mark="motpublic")
    assert "remplacée" in ask(visitor, "motpublic", dans="contributions").words


def test_an_unpublished_centre_is_not_found(cast: Cast, visitor: Client) -> None:
    Centre.objects.create(name="Centre Caché", slug="cache")
    assert "/centres/cache/" not in ask(visitor, "caché").links


def test_a_centre_is_found_by_a_former_name(cast: Cast, visitor: Client) -> None:
    Centre.objects.filter(pk=cast.north.pk).update(former_names=["CR-DSU"])
    assert "/centres/nord/" in ask(visitor, "cr-dsu").links


def test_a_closed_group_is_found_and_marked(cast: Cast, visitor: Client) -> None:
    close_group(cast.health, by=cast.network)
    seen = ask(visitor, "renoncements")
    assert cast.health.url in seen.links
    assert "groupe fermé" in seen.words


def test_one_kind_is_read_page_by_page(cast: Cast, visitor: Client) -> None:
    many(cast, 11)
    seen = ask(visitor, "permanences", dans="propositions")
    assert "Propositions (11)" in seen.words
    everywhere = ask(visitor, "permanences")
    assert "voir les 11 résultats" in everywhere.words
    proposals = [link for link in everywhere.links if link.startswith("/propositions/")]
    assert len(proposals) == 1 + SHOWN  # the site's own menu, then the first results
