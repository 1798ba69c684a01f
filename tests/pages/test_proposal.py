"""A proposal's own page, for ever at its number."""

from __future__ import annotations

import pytest
from django.test import Client

from contributions.actions.open_edition import open_edition
from contributions.actions.write import write
from contributions.models import ContributionRecord
from tests.cast import Cast, fresh, text_in

from .conftest import Seen
from .texts import published, published_again, reordered, stored


def look(client: Client, number: int | str) -> Seen:
    return Seen(client.get(f"/propositions/{number}/"))


def test_it_says_what_is_asked_of_whom_and_where_it_comes_from(cast: Cast, visitor: Client) -> None:
    value = {
        "title": "Ouvrir une maison", "text": "<p>Avec les voisins.</p><p>Toute l'année.</p>",
        "horizon": "moyen", "audiences": ["Familles"], "lead_actors": ["Commune"],
        "associated_actors": ["CAF"], "lever": "Contrat de ville", "condition": "un local",
        "means": "Deux postes", "example": "Comme à Lille",
    }  # fmt: skip
    page = published(
        cast, body=stored([("finding", {"title": "f", "text": "<p>t</p>"}), ("proposal", value)])
    )
    row = page.proposals.get()
    seen = look(visitor, row.number)
    for words in (
        "Ouvrir une maison", "Avec les voisins.", "Moyen terme", "Familles", "Commune", "CAF",
        "Contrat de ville", "un local", "Deux postes", "Comme à Lille", page.title, "Santé",
        f"Proposition n° {row.number}", f"http://testserver/propositions/{row.number}/",
    ):  # fmt: skip
        assert words in seen.words
    assert f"{page.url}#{row.anchor}" in seen.links
    assert seen.heading_levels.count(1) == 1


def test_what_is_unknown_is_not_shown(cast: Cast, visitor: Client) -> None:
    row = published(cast).proposals.get(rank=2)
    seen = look(visitor, row.number)
    for words in ("Publics", "Levier", "Sous réserve de", "Moyens", "Exemple", "Acteurs associés"):
        assert words not in seen.words


def test_a_removed_one_keeps_its_page_and_says_so(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    published_again(page, cast, body=reordered(page, 0, 1, 2))
    removed = page.proposals.get(removed_at__isnull=False)
    seen = look(visitor, removed.number)
    assert seen.status == 200
    assert "Cette proposition ne figure plus dans le texte." in seen.words
    assert removed.title in seen.words
    standing = page.proposals.get(removed_at__isnull=True)
    assert "ne figure plus" not in look(visitor, standing.number).words


def test_one_of_a_replaced_text_leads_to_the_successor(cast: Cast, visitor: Client) -> None:
    page = text_in(cast, "replaced")
    seen = look(visitor, page.proposals.all()[0].number)
    assert "Ce texte a été remplacé." in seen.words
    assert page.record.replaced_by.page.url in seen.links


def test_one_of_a_withdrawn_text_answers_410_with_the_reason(cast: Cast, visitor: Client) -> None:
    page = text_in(cast, "withdrawn")
    row = page.proposals.all()[0]
    seen = look(visitor, row.number)
    assert seen.status == 410
    assert "Une personne était reconnaissable." in seen.words
    assert row.title not in seen.words and row.text not in seen.words


def test_the_new_draft_of_a_withdrawn_text_stays_hidden(cast: Cast, visitor: Client) -> None:
    page = text_in(cast, "withdrawn")
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, title="Titre secret")
    seen = look(visitor, page.proposals.all()[0].number)
    assert seen.status == 410
    assert "secret" not in seen.html.lower()


@pytest.mark.parametrize("number", ["999999", "0", "9" * 30])
def test_an_unknown_number_is_missing(cast: Cast, visitor: Client, number: str) -> None:
    assert look(visitor, number).status == 404


def test_a_demonstration_one_says_so(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    ContributionRecord.objects.filter(page=page).update(is_demonstration=True)
    assert "Texte de démonstration." in look(visitor, page.proposals.all()[0].number).words
