"""The page of a text's signatures and the pages of its acts: who, when, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assent.models import Signature
from assent.signing.actions.sign import sign
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.models import ContributionPage, TextEvent
from groups.actions.memberships import join
from people.actions.mandates import end_mandate
from people.enums import MandateKind
from people.models import Centre, Mandate, User
from tests.cast import Cast, person, text_in
from tests.work.helpers import EVERYONE, Browser, queries_of, text

from .signed import consented, of_centre, opened_ago, published, validated, window_of

pytestmark = pytest.mark.django_db

#: Columns of the row "sign for a centre, cancel within 48 h, withdraw with date": L, 4, 3 or d.
ROW = {
    None: "L", "account": "4", "member": "3", "coordinator": "3", "moderator": "4",
    "network": "4", "director": "d", "partner": "4", "other_member": "4",
    "other_coordinator": "4", "associated_member": "4", "gone": "4", "superuser": "3",
    "delegate": "d", "south_director": "3", "west_director": "4", "gone_director": "4",
}  # fmt: skip
#: Who follows the progress of a text.
FOLLOWS = {
    "member", "coordinator", "moderator", "network", "director", "superuser", "delegate",
    "south_director",
}  # fmt: skip
ACTS = ("signer", "annuler", "retirer")


@dataclass
class People:
    cast: Cast
    more: dict[str, User]

    def __getitem__(self, name: str | None) -> User | None:
        if name is None:
            return None
        return self.more.get(name) or getattr(self.cast, name)


@pytest.fixture
def people(cast: Cast) -> People:
    west = Centre.objects.create(name="Centre Ouest", slug="ouest")
    gone = of_centre(cast, cast.north, name="gone_director")
    end_mandate(Mandate.objects.get(person=gone), by=cast.superuser)
    more = {
        "delegate": of_centre(cast, cast.north, MandateKind.DELEGATE),
        "south_director": of_centre(cast, cast.south),
        "west_director": of_centre(cast, west),
        "gone_director": gone,
    }
    return People(cast, more)


def at(page: ContributionPage, *more: str) -> str:
    if more:
        return reverse("assent:signing", args=[page.record.pk, *more])
    return reverse("assent:signatures", args=[page.record.pk])


def mark(response: HttpResponse) -> str:
    if response.status_code == 302 and response["Location"].startswith("/connexion/"):
        return "L"
    if response.status_code == 401:
        return "L"
    return {403: "3", 404: "4"}.get(response.status_code, "d")


def answers(
    client_of: Browser, people: People, url: str, names: Any, *, post: bool = False
) -> dict[str | None, str]:
    found = {}
    for name in names:
        browser = client_of(people[name])
        found[name] = mark(browser.post(url, {}) if post else browser.get(url))
    return found


# -- The matrix


@pytest.mark.parametrize("state", ["validated", "published"])
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("post", [False, True])
def test_sign_cancel_and_withdraw_follow_the_matrix(
    cast: Cast, people: People, client_of: Browser, state: str, act: str, post: bool
) -> None:
    page = text_in(cast, state)
    refused = [name for name, answer in ROW.items() if answer != "d"]
    url = at(page, "nord", act)
    assert answers(client_of, people, url, refused, post=post) == {
        name: ROW[name] for name in refused
    }
    assert not Signature.objects.exists()
    assert answers(client_of, people, url, ["director", "delegate"]) == {
        "director": "d", "delegate": "d",
    }  # fmt: skip


@pytest.mark.parametrize("post", [False, True])
def test_before_the_validation_nobody_signs(
    cast: Cast, people: People, client_of: Browser, post: bool
) -> None:
    url = at(text_in(cast, "review"), "nord", "signer")
    browser = client_of(cast.director)
    response = browser.post(url, {}) if post else browser.get(url)
    assert response.status_code == (409 if post else 403)
    assert "Les centres signent un texte validé" in text(response)
    refused = [name for name, answer in ROW.items() if answer != "d"]
    assert answers(client_of, people, url, refused, post=post) == {
        name: ROW[name] for name in refused
    }


def test_what_is_missing_is_answered_as_what_is_hidden(
    cast: Cast, people: People, client_of: Browser
) -> None:
    page = text_in(cast, "validated")
    nowhere = (
        "/contributions/987654/signatures/nord/signer/",
        at(page, "nulle-part", "signer"),
        at(page, "nord", "effacer"),
        at(page, "ouest", "signer"),
    )
    some = (None, "account", "member", "director", "superuser")
    for url in nowhere:
        for post in (False, True):
            found = answers(client_of, people, url, some, post=post)
            assert found == {name: "4" if name else "L" for name in some}, url
    found = answers(client_of, people, "/contributions/987654/signatures/", ROW)
    assert found == {name: "4" if name else "L" for name in ROW}


@pytest.mark.parametrize("state", ["drafting", "review", "validated", "published"])
def test_the_page_is_for_who_follows_the_text(
    cast: Cast, people: People, client_of: Browser, state: str
) -> None:
    page = text_in(cast, state)
    expected = {name: "d" if name in FOLLOWS else "4" if name else "L" for name in ROW}
    if state == "drafting":
        expected |= dict.fromkeys(("director", "delegate", "south_director"), "4")
    assert answers(client_of, people, at(page), ROW) == expected
    assert set(EVERYONE) <= set(ROW)


# -- What they say and do


def test_a_director_signs_then_cancels_from_the_pages(cast: Cast, client_of: Browser) -> None:
    page, browser = text_in(cast, "validated"), client_of(cast.director)
    assert "Signer pour Centre Nord" in text(browser.get(at(page)))
    assert "Textes à signer" in text(browser.get("/espace/avis/"))
    assert "Signer pour votre centre" in text(
        browser.get(f"/contributions/{page.record.pk}/suivi/")
    )
    shown = text(browser.get(at(page, "nord", "signer")))
    assert "Afficher aussi mon nom" in shown and "pendant 48 heures" in shown
    number = window_of(page).version.number
    done = browser.post(at(page, "nord", "signer"), {"version": number, "shows_name": "on"})
    assert done.status_code == 302 and done["Location"] == at(page)
    assert Signature.objects.get().shows_name
    again = browser.post(at(page, "nord", "signer"), {"version": number})
    assert again.status_code == 409 and "a déjà signé" in text(again)
    assert "Annuler la signature" in text(browser.get(at(page)))
    assert browser.post(at(page, "nord", "annuler"), {"version": number}).status_code == 302
    assert browser.post(at(page, "nord", "annuler"), {"version": number}).status_code == 409
    assert not Signature.objects.told().exists()


def test_a_withdrawal_that_comes_too_early_keeps_its_words(cast: Cast, client_of: Browser) -> None:
    page, browser = text_in(cast, "validated"), client_of(cast.director)
    sign(page, centre=cast.north, by=cast.director)
    words = {"reason": "Nous avons changé d'avis."}
    early = browser.post(at(page, "nord", "retirer"), words)
    assert early.status_code == 409 and words["reason"] in text(early)
    opened_ago(page, 5)
    assert browser.post(at(page, "nord", "retirer"), words).status_code == 302
    assert "signature retirée le" in text(browser.get(at(page)))
    assert words["reason"] in text(client_of(cast.coordinator).get(at(page)))
    assert words["reason"] not in text(client_of(cast.network).get(at(page)))


def test_a_form_for_a_text_that_moved_on_signs_nothing(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "new_edition")
    browser, old = client_of(cast.director), window_of(page).version.number
    open_review(page, by=cast.coordinator)
    page = published(cast, validated(cast, ContributionPage.objects.get(pk=page.pk)))
    late = browser.post(at(page, "nord", "signer"), {"version": old})
    assert late.status_code == 409 and "Une édition plus récente" in text(late)
    assert not Signature.objects.exists()


def test_directors_see_who_signed_and_no_other_centre_s_silence(
    cast: Cast, people: People, client_of: Browser
) -> None:
    page = consented(cast)
    for name, sees in {"member": True, "network": True, "director": False}.items():
        shown = text(client_of(people[name]).get(at(page)))
        assert "1 centre a signé" in shown
        assert ("n'a pas signé" in shown) is sees, name
    own = text(client_of(people["south_director"]).get(at(page)))
    assert "Signer pour Centre Sud" in own and "Annuler" not in own


def test_a_superuser_s_visit_is_written_down(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated")
    client_of(cast.superuser).get(at(page))
    assert TextEvent.objects.filter(record=page.record, kind="admin_access").exists()


def test_a_signature_to_be_confirmed_for_a_new_edition_says_so(
    cast: Cast, client_of: Browser
) -> None:
    page = published(cast, consented(cast))
    open_edition(page, by=cast.coordinator)
    open_review(page, by=cast.coordinator)
    page = validated(cast, ContributionPage.objects.get(pk=page.pk))
    shown = text(client_of(cast.director).get(at(page)))
    assert "elle est à confirmer" in shown and "Le texte publié" in shown


def test_the_page_costs_the_same_for_2_centres_and_20(cast: Cast, client_of: Browser) -> None:
    page, browser = consented(cast), client_of(cast.member)
    few = queries_of(browser, at(page))
    for number in range(18):
        centre = Centre.objects.create(name=f"Centre {number}", slug=f"c-{number}")
        join(person(f"m{number}"), cast.health, by=cast.network, centre=centre)
        sign(page, centre=centre, by=of_centre(cast, centre))
    assert queries_of(browser, at(page)) == few


def test_a_director_finds_under_the_public_text_where_to_sign_late(
    cast: Cast, client_of: Browser
) -> None:
    page = published(cast, consented(cast))
    south = of_centre(cast, cast.south)
    way = reverse("assent:signatures", args=[page.record.pk])
    assert way in client_of(south).get(page.url).content.decode()
    for other in (None, cast.director, cast.member, cast.account, cast.superuser):
        assert way not in client_of(other).get(page.url).content.decode(), other
    sign(page, centre=cast.south, by=south)
    assert way not in client_of(south).get(page.url).content.decode()


def test_nobody_signs_late_unknown_to_them(cast: Cast, client_of: Browser) -> None:
    """The text came out between the page and the press of its button."""
    page = consented(cast)
    south = of_centre(cast, cast.south)
    way = reverse("assent:signing", args=[page.record.pk, cast.south.slug, "signer"])
    client = client_of(south)
    shown = text(client.get(way))
    assert 'name="in_time"' in shown
    sent = {"version": window_of(page).version.number, "in_time": "on", "shows_name": "on"}
    published(cast, page)
    answer = client.post(way, sent)
    assert answer.status_code == 409
    told = text(answer)
    assert "elle y paraîtrait" not in told and "paraîtrait comme tardive" in told
    assert 'name="in_time"' not in told and "comme une signature tardive" in told
    assert 'name="shows_name"' in told and "checked" in told
    assert not Signature.objects.filter(centre=cast.south).exists()
    del sent["in_time"]
    assert client.post(way, sent).status_code == 302
    assert Signature.objects.get(centre=cast.south).is_late
