"""The list of groups and a group's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from contributions.actions.trash import trash
from groups.actions.close_group import close_group
from people.models import User
from tests.cast import Cast, draft, text_in

from .conftest import Seen
from .texts import other_groups_text, published

ClientOf = Callable[[User | None], Client]


def group_page(client: Client, cast: Cast) -> Seen:
    return Seen(client.get(cast.health.url))


def test_every_group_is_listed_and_a_closed_one_says_so(cast: Cast, visitor: Client) -> None:
    close_group(cast.mobility, by=cast.network)
    seen = Seen(visitor.get("/groupes/"))
    for group in (cast.health, cast.mobility, cast.housing):
        assert group.url in seen.links
    assert seen.words.count("groupe fermé") == 1


def test_a_group_says_why_it_exists(cast: Cast, visitor: Client) -> None:
    cast.health.deliverable = "Une note"
    cast.health.charter = "On cite des pratiques\nOn se relit"
    cast.health.save()
    seen = group_page(visitor, cast)
    for words in ("Réduire les renoncements.", "Thématique", "Une note", "On se relit", "Santé"):
        assert words in seen.words
    assert "/contributions/?theme=sante" in seen.links


def test_a_closed_group_tells_everyone_and_takes_no_new_text(
    cast: Cast, visitor: Client, client_of: ClientOf
) -> None:
    close_group(cast.health, by=cast.network)
    assert "Ce groupe est fermé depuis" in group_page(visitor, cast).words
    inside = group_page(client_of(cast.member), cast)
    assert "Écrire une nouvelle contribution" not in inside.words


def test_its_published_texts_are_listed_and_no_one_else_s(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    other = other_groups_text(cast)
    seen = group_page(visitor, cast)
    assert page.url in seen.links
    assert other.url not in seen.links


def test_a_text_of_an_associated_group_is_listed_there_too(cast: Cast, visitor: Client) -> None:
    page = published(cast)
    page.record.associated_groups.add(cast.mobility)
    seen = Seen(visitor.get(cast.mobility.url))
    assert page.url in seen.links
    assert "avec le groupe Santé" in seen.words


@pytest.mark.parametrize(
    "who",
    [None, "account", "other_member", "moderator", "network", "director", "partner", "gone"],
)
def test_drafts_are_not_seen_by_others(cast: Cast, client_of: ClientOf, who: str | None) -> None:
    page = draft(cast, "Titre secret")
    seen = group_page(client_of(cast.people()[who] if who else None), cast)
    assert seen.status == 200
    assert "secret" not in seen.html
    assert page.record.get_absolute_url() not in seen.html
    assert "Le travail en cours" not in seen.words


@pytest.mark.parametrize("who", ["member", "coordinator"])
def test_its_people_find_their_space_and_where_to_begin(
    cast: Cast, client_of: ClientOf, who: str
) -> None:
    page = draft(cast, "Titre secret")
    browser = client_of(cast.people()[who])
    seen = group_page(browser, cast)
    assert "Titre secret" not in seen.words
    assert "/groupes/sante/espace/" in seen.links
    space = Seen(browser.get("/groupes/sante/espace/"))
    assert f"/contributions/{page.record.pk}/suivi/" in space.links
    assert "Titre secret" in space.words
    add = f"/admin/pages/add/contributions/contributionpage/{cast.health.pk}/"
    assert add in seen.links


def test_a_trashed_draft_is_not_listed(cast: Cast, client_of: ClientOf) -> None:
    trash(draft(cast, "Titre secret"), by=cast.member)
    space = Seen(client_of(cast.member).get("/groupes/sante/espace/"))
    assert space.status == 200
    assert "Titre secret" not in space.words


def test_withdrawn_and_replaced_texts_are_not_listed(cast: Cast, visitor: Client) -> None:
    gone = text_in(cast, "withdrawn", "Texte gênant")
    old = text_in(cast, "replaced", "Texte ancien")
    seen = group_page(visitor, cast)
    assert "Texte gênant" not in seen.words
    assert old.url not in seen.links and gone.url not in seen.links


def test_no_member_is_named(cast: Cast, visitor: Client) -> None:
    seen = group_page(visitor, cast)
    for person in cast.people().values():
        assert person.display_name not in seen.words
