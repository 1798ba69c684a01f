"""What pages cost: a text at most twelve queries, a list the same for 2 rows and 20."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from groups.actions.create_group import create_group
from people.models import Centre
from proposals.models import Proposal
from tests.cast import Cast, complete_body, draft

from .texts import every_block, many, published, published_again, stored

#: The promise of the house for a public text, uncached.
AT_MOST = 12


def cost(path: str) -> int:
    """Queries of a visitor's first look at `path`, with no cache to help."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(path)
    assert response.status_code == 200, path
    return len(queries)


def test_a_long_text_costs_at_most_twelve_queries(cast: Cast) -> None:
    page = published(cast, body=stored(complete_body() * 15))
    assert page.proposals.count() == 30
    assert cost(page.url) <= AT_MOST


def test_a_text_with_images_files_links_and_versions_costs_no_more(cast: Cast) -> None:
    link = f'<a linktype="page" id="{cast.mobility.pk}">un groupe</a>'
    blocks = [
        (block.block_type, block.get_prep_value()["value"])
        for _round in range(4)
        for block in every_block(cast, link)
    ]
    page = published(cast)
    page = published_again(page, cast, body=stored(blocks))
    Client().get(page.url)  # the first visit of all makes the renditions
    assert cost(page.url) <= AT_MOST


@pytest.mark.parametrize(
    "path",
    [
        "/contributions/", "/propositions/", "/", "/groupes/sante/",
        "/recherche/?q=texte", "/recherche/?q=permanences",
    ],
)  # fmt: skip
def test_a_list_of_texts_costs_the_same_for_2_and_20(cast: Cast, path: str) -> None:
    many(cast, 2)
    few = cost(path)
    many(cast, 18)
    assert Proposal.objects.standing().count() == 40
    assert cost(path) == few


def test_the_directory_costs_the_same_for_2_and_20(cast: Cast) -> None:
    few = cost("/centres/")
    for number in range(18):
        Centre.objects.create(name=f"C{number}", slug=f"c{number}", is_published=True)
    assert cost("/centres/") == few


@pytest.mark.parametrize("path", ["/groupes/", "/", "/recherche/?q=groupe"])
def test_groups_cost_the_same_for_2_and_20(cast: Cast, path: str) -> None:
    create_group("Groupe A", by=cast.network)
    create_group("Groupe B", by=cast.network)
    few = cost(path)
    for number in range(18):
        create_group(f"Groupe {number}", by=cast.network)
    assert cost(path) == few


def test_drafts_in_a_group_cost_its_members_the_same_for_2_and_20(
    cast: Cast, client_of: Callable[[object], Client]
) -> None:
    client = client_of(cast.member)

    def look() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(cast.health.url).status_code == 200
        return len(queries)

    look()
    draft(cast, "Un"), draft(cast, "Deux")
    few = look()
    for number in range(18):
        draft(cast, f"Brouillon {number}")
    assert look() == few
