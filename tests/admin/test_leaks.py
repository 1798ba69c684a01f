"""Words of a draft are found by no outsider: not in lists, searches, choosers, reports."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from contributions.actions.write import write
from contributions.models import ContributionPage
from people.models import User
from tests.cast import Cast, complete_body, fresh, text_in

ClientOf = Callable[[User | None], Client]

CANARY = "zyzomys"
#: What a page would show of the text; a search page echoes the bare query.
TRACES = (f"santé {CANARY}", f"soins reportés {CANARY}", f"Aller vers {CANARY}")

OUTSIDERS = (
    None,
    "account",
    "moderator",
    "network",
    "partner",
    "other_member",
    "other_coordinator",
    "gone",
)


def words(client: Client, address: str) -> str:
    """What an address answers; JSON, which choosers answer, is unescaped."""
    text = client.get(address).content.decode()
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def addresses(cast: Cast, text: ContributionPage) -> list[str]:
    """Every place where a list, search or chooser could name a draft."""
    query = f"?q={CANARY}"
    health = cast.health.pk
    return [
        "/",
        "/groupes/",
        cast.health.url,
        "/contributions/",
        "/propositions/",
        f"/recherche/{query}",
        "/admin/",
        "/admin/pages/",
        f"/admin/pages/{health}/",
        f"/admin/pages/{health}/results/",
        f"/admin/pages/{cast.health.get_parent().pk}/",
        f"/admin/pages/search/{query}",
        f"/admin/pages/search/results/{query}",
        f"/admin/textes/{query}",
        "/admin/textes/",
        "/admin/textes/results/",
        "/admin/choose-page/",
        f"/admin/choose-page/{health}/",
        f"/admin/choose-page/{text.pk}/",
        f"/admin/choose-page/search/{query}",
        f"/admin/choose-page/chosen-multiple/?id={text.pk}",
        f"/admin/api/main/pages/?child_of={health}&for_explorer=1",
        f"/admin/api/main/pages/?child_of={health}",
        f"/admin/api/main/pages/{text.pk}/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/",
        "/admin/reports/aging-pages/",
        "/admin/reports/locked/",
        "/admin/pages/usage/contributions/contributionpage/",
        reverse("wagtailadmin_pages:usage", args=[health]),
        text.url or "/",
    ]


def indexed(page: ContributionPage) -> ContributionPage:
    """The text with the search index up to date, as after a commit."""
    call_command("update_index", verbosity=0)
    return fresh(page)


@pytest.fixture
def hidden(cast: Cast) -> ContributionPage:
    return indexed(text_in(cast, "drafting", mark=CANARY))


@pytest.fixture
def edited(cast: Cast) -> ContributionPage:
    """A published text whose new edition holds the canary, in its title too."""
    page = text_in(cast, "new_edition", "Un texte public")
    write(
        page,
        by=cast.member,
        title=f"Rapprocher la santé {CANARY}",
        summary=f"Des soins reportés {CANARY}.",
        body=complete_body(CANARY),
    )
    return indexed(page)


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize("kind", ["hidden", "edited"])
def test_no_outsider_finds_a_word_of_a_draft(
    cast: Cast, client_of: ClientOf, request: pytest.FixtureRequest, kind: str, role: str | None
) -> None:
    text = request.getfixturevalue(kind)
    client = client_of(getattr(cast, role) if role else None)
    found = []
    for address in addresses(cast, text):
        found += [f"{address}: {trace}" for trace in TRACES if trace in words(client, address)]
    assert found == []


def test_a_group_s_space_tells_the_network_a_title_and_no_word(
    cast: Cast, client_of: ClientOf, hidden: ContributionPage
) -> None:
    """Progress without text: others than the network get no page at all (`test_matrix`)."""
    seen = words(client_of(cast.network), "/groupes/sante/espace/")
    assert [trace for trace in TRACES if trace in seen] == [TRACES[0]]


def test_its_own_people_find_it(cast: Cast, client_of: ClientOf, hidden: ContributionPage) -> None:
    """The control: these addresses do show a draft to those who may read it."""
    client = client_of(cast.member)
    for address in (
        "/admin/textes/",
        f"/admin/pages/{cast.health.pk}/",
        f"/admin/choose-page/{cast.health.pk}/",
        f"/admin/pages/search/?q={CANARY}",
    ):
        assert f"santé {CANARY}" in words(client, address), address


@pytest.mark.parametrize("role", [None, "member", "coordinator"])
def test_what_is_public_holds_no_word_of_the_next_edition(
    cast: Cast, client_of: ClientOf, edited: ContributionPage, role: str | None
) -> None:
    """Its people neither: what the public reads is one thing, the edition another."""
    client = client_of(getattr(cast, role) if role else None)
    for address in (edited.url, "/contributions/", f"/recherche/?q={CANARY}", cast.health.url):
        assert f"soins reportés {CANARY}" not in words(client, address)


@pytest.mark.parametrize("role", ["other_member", "other_coordinator"])
def test_lists_name_no_person_of_another_group(
    cast: Cast, client_of: ClientOf, hidden: ContributionPage, role: str
) -> None:
    """Wagtail's filters by author would list every writer of the site."""
    client = client_of(getattr(cast, role))
    cast.member.display_name = "Camille Introuvable"
    cast.member.save()
    for address in (
        "/admin/pages/", f"/admin/pages/{cast.mobility.pk}/", "/admin/textes/",
        f"/admin/pages/{cast.mobility.get_parent().pk}/", "/admin/images/", "/admin/documents/",
    ):  # fmt: skip
        assert "Camille Introuvable" not in words(client, address), address
