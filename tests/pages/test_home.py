"""The front door."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from groups.models import Call
from home.selectors import LATEST
from people.models import Centre
from tests.cast import STATES, Cast, text_in

from .conftest import Seen
from .texts import many, published


def test_it_leads_to_groups_texts_proposals_centres_and_search(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    seen = Seen(visitor.get("/"))
    assert page.url in seen.links
    assert page.proposals.all()[0].get_absolute_url() in seen.links
    assert cast.health.url in seen.links
    assert f"{Centre.objects.published().count()} centres de ressources" in seen.words
    assert any(form.get("action") == "/recherche/" for form in seen.all("form"))


def test_an_announced_call_is_told_to_everyone_and_no_other(cast: Cast, visitor: Client) -> None:
    for title, words in (
        ("Annoncée", {"is_announced": True, "question": "Que faire ?"}),
        ("Discrète", {"is_announced": False}),
        ("Close", {"is_announced": True, "closed_at": timezone.now()}),
    ):
        Call.objects.create(title=title, opened_by=cast.network, **words)
    seen = Seen(visitor.get("/"))
    assert "Annoncée" in seen.words
    assert "Que faire" in seen.words
    assert "Discrète" not in seen.words
    assert "Close" not in seen.words


def test_overseas_centres_are_counted_from_the_directory(cast: Cast, visitor: Client) -> None:
    assert "outre-mer" not in Seen(visitor.get("/")).words
    Centre.objects.filter(
        pk=Centre.objects.published().filter(is_demonstration=False)[0].pk
    ).update(is_overseas=True)
    assert "dont 1 outre-mer" in Seen(visitor.get("/")).words


@pytest.mark.parametrize(
    "state", [state for state in STATES if state not in {"published", "new_edition", "replaced"}]
)
def test_what_is_not_published_is_not_there(cast: Cast, visitor: Client, state: str) -> None:
    text_in(cast, state, mark="motsecret")
    assert "motsecret" not in Seen(visitor.get("/")).html


def test_it_shows_the_latest_alone(cast: Cast, visitor: Client) -> None:
    pages = many(cast, 6)
    links = Seen(visitor.get("/")).links
    shown = [page for page in pages if page.url in links]
    assert shown == pages[-LATEST:]


def test_an_empty_network_has_a_home(db: None, visitor: Client) -> None:
    seen = Seen(visitor.get("/"))
    assert seen.status == 200
    assert "Aucune contribution n'est encore publiée." in seen.words
