"""The lists of contributions and of proposals: what they hold, filters, pages."""

from __future__ import annotations

import pytest
from django.test import Client

from kit.paging import PER_PAGE
from proposals.models import Proposal
from tests.cast import STATES, Cast, text_in

from .conftest import Seen
from .texts import many, other_groups_text, published, published_again, reordered

LISTS = ("/contributions/", "/propositions/")
LISTED = {"published", "new_edition"}


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_says_so(cast: Cast, visitor: Client, path: str) -> None:
    assert "Aucune" in Seen(visitor.get(path)).words


@pytest.mark.parametrize("state", [state for state in STATES if state not in LISTED])
def test_lists_hold_no_text_that_is_not_current(cast: Cast, visitor: Client, state: str) -> None:
    page = text_in(cast, state, "Un titre", mark="motsecret")
    for path in LISTS:
        seen = Seen(visitor.get(path))
        assert "motsecret" not in seen.html
        assert f"/groupes/sante/{page.slug}/" not in seen.links


@pytest.mark.parametrize("state", sorted(LISTED))
def test_lists_hold_current_texts(cast: Cast, visitor: Client, state: str) -> None:
    page = text_in(cast, state)
    assert page.url in Seen(visitor.get("/contributions/")).links
    links = Seen(visitor.get("/propositions/")).links
    assert {row.get_absolute_url() for row in page.proposals.all()} <= set(links)


def test_contributions_are_filtered_by_group_and_theme(cast: Cast, visitor: Client) -> None:
    theme = cast.health.themes.get()
    about, other = published(cast, themes=[theme]), other_groups_text(cast)
    by_theme = Seen(visitor.get(f"/contributions/?theme={theme.slug}")).links
    assert about.url in by_theme and other.url not in by_theme
    by_group = Seen(visitor.get(f"/contributions/?groupe={cast.mobility.slug}")).links
    assert other.url in by_group and about.url not in by_group


def test_an_associated_group_s_filter_finds_the_text(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    page.record.associated_groups.add(cast.mobility)
    for path in LISTS:
        assert visitor.get(f"{path}?groupe={cast.mobility.slug}").context["page_obj"]


def test_proposals_are_filtered_by_horizon_group_and_theme(cast: Cast, visitor: Client) -> None:
    theme = cast.health.themes.get()
    page = published(cast, themes=[theme])
    other = other_groups_text(cast)

    def found(query: str) -> set[int]:
        return {row.pk for row in visitor.get(f"/propositions/?{query}").context["page_obj"]}

    assert found("horizon=court") == set(
        Proposal.objects.filter(horizon="court").values_list("pk", flat=True)
    )
    assert found(f"theme={theme.slug}") == {row.pk for row in page.proposals.all()}
    assert found("groupe=mobilites") == {row.pk for row in other.proposals.all()}
    assert len(found("groupe=sante&horizon=moyen")) == 1


@pytest.mark.parametrize(
    "query", ["groupe=rien", "theme=rien", "theme=%00", "groupe=%22((", "theme=a&theme=b"]
)
@pytest.mark.parametrize("path", LISTS)
def test_an_unknown_filter_is_named_and_filters_nothing(
    cast: Cast, visitor: Client, path: str, query: str
) -> None:
    published(cast)
    seen = Seen(visitor.get(f"{path}?{query}"))
    assert seen.status == 200
    assert "n'existe pas" in seen.words or query == "theme=%00"
    assert "Aucune" not in seen.words


def test_an_unknown_horizon_is_named(cast: Cast, visitor: Client) -> None:
    published(cast)
    assert "Cet horizon n'existe pas" in Seen(visitor.get("/propositions/?horizon=loin")).words


@pytest.mark.parametrize(
    ("asked", "given"),
    [("1", 1), ("2", 2), ("", 1), ("x", 1), ("1.5", 1), ("9" * 50, 2), ("0", 2), ("-3", 2),
     ("9" * 5000, 1), ("%00", 1), ("²", 1)],
)  # fmt: skip
def test_a_bad_page_number_leads_to_the_first_or_the_last(
    cast: Cast, visitor: Client, asked: str, given: int
) -> None:
    page = published(cast)
    first = page.proposals.first()
    assert first is not None
    for rank in range(3, PER_PAGE + 3):
        Proposal.objects.create(
            page=page, rank=rank, block_id=f"00000000-0000-4000-8000-{rank:012}", title="t",
            first_version=first.first_version, last_version=first.last_version,
        )  # fmt: skip
    response = visitor.get(f"/propositions/?page={asked}")
    assert response.status_code == 200
    assert response.context["page_obj"].number == given


def test_pages_keep_their_filters(cast: Cast, visitor: Client) -> None:
    many(cast, 11)
    seen = Seen(visitor.get("/propositions/?groupe=sante"))
    assert "Page 1 sur 2" in seen.words
    assert any("groupe=sante" in link and "page=2" in link for link in seen.links)


def test_a_removed_proposal_leaves_the_list(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    published_again(page, cast, body=reordered(page, 0, 1, 2))
    removed = page.proposals.get(removed_at__isnull=False)
    assert removed.get_absolute_url() not in Seen(visitor.get("/propositions/")).links
