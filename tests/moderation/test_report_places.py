"""A report points to what everyone reads; of the rest, it tells nothing."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from contributions.actions.open_edition import open_edition
from discussion.actions.react import react
from discussion.actions.set_reactions import set_reactions
from moderation.reports.places import Place, public_place
from proposals.models import Proposal
from tests.cast import STATES, Cast, fresh, text_in

pytestmark = pytest.mark.django_db


def place(address: str) -> Place | None:
    return public_place(address, RequestFactory().get("/signaler/"))


@pytest.mark.parametrize("state", STATES)
def test_a_text_is_a_place_while_the_public_reads_it(cast: Cast, state: str) -> None:
    page = text_in(cast, state)
    public = state in ("published", "new_edition", "replaced")
    for address in (page.url, f"/contributions/{page.record.pk}/", f"/en{page.url}"):
        found = place(address or "/contributions/x/")
        assert (found is not None and found.record == page.record) is public, address


def test_places_know_what_they_are_about(cast: Cast) -> None:
    page = text_in(cast, "published")
    number, proposal = page.record.pk, Proposal.objects.earliest("pk")
    group = place(cast.health.url)
    assert group and group.group == cast.health and group.title == "Santé"
    assert place(f"/propositions/{proposal.pk}/").record == page.record  # type: ignore[union-attr]
    assert place(f"/contributions/{number}/versions/1/").record == page.record  # type: ignore[union-attr]
    for address in ("/", "/contributions/", "/propositions/", "/centres/", "/centres/nord/"):
        found = place(address)
        assert found and found.address == address and found.record is None
    whole = place(f"http://testserver{page.url}?page=2#bloc-3")
    assert whole and whole.address == f"{page.url}#bloc-3"


@pytest.mark.parametrize(
    "address",
    [
        "", "rien", "/nimporte/", "/admin/", "/espace/", "/connexion/", "/groupes/sante/espace/",
        "//evil.example/", "https://evil.example/", "/contributions/99999999999999999999/",
        "/contributions/0/", "/propositions/99999999999999999999/", "/centres/inconnu/",
        "javascript:alert(1)", "http://[", "/signaler/", "/" + "a" * 600, "/moderation/",
    ],
)  # fmt: skip
def test_what_is_not_ours_or_not_public_is_no_place(cast: Cast, address: str) -> None:
    assert place(address) is None


def test_a_draft_beside_a_published_text_is_no_place(cast: Cast) -> None:
    page = text_in(cast, "published")
    open_edition(page, by=cast.coordinator)
    number = page.record.pk
    for more in ("suivi/", "texte/", "versions/2/", "lecteurs/"):
        assert place(f"/contributions/{number}/{more}") is None
    cast.south.is_published = False
    cast.south.save()
    assert place("/centres/sud/") is None


def test_a_reaction_is_named_while_everyone_reads_it(cast: Cast) -> None:
    page = text_in(cast, "published")
    set_reactions(page, by=cast.coordinator, is_open=True)
    row = react(page, words="Oui.", by=cast.member)
    unread = react(page, words="Non.", name="X", email="x@example.net")
    found = place(f"{page.url}#reaction-{row.pk}")
    assert found and found.reaction == row
    hidden = place(f"{page.url}#reaction-{unread.pk}")
    assert hidden and hidden.reaction is None
    set_reactions(fresh(page), by=cast.coordinator, is_open=False)
    closed = place(f"{page.url}#reaction-{row.pk}")
    assert closed and closed.reaction is None
