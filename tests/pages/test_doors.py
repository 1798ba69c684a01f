"""Sign-in and password pages, in our layout and in French."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from notifications.models import Letter
from people.models import User
from tests.cast import PASSWORD, Cast

from .conftest import Seen

OPEN = {
    "/connexion/": "Se connecter",
    "/mot-de-passe/oublie/": "Mot de passe oublié",
    "/mot-de-passe/oublie/envoye/": "Le lien est parti",
    "/mot-de-passe/nouveau/fait/": "Votre mot de passe est changé",
    "/mot-de-passe/nouveau/1-perime/": "Choisir un nouveau mot de passe",
    "/compte/ferme/": "Ce compte est fermé",
    "/compte/inscription/": "Les comptes s'ouvrent sur invitation",
}
SIGNED_IN = {
    "/deconnexion/": "Se déconnecter",
    "/mot-de-passe/changer/": "Changer de mot de passe",
    "/compte/confirmer/": "Confirmer que c'est vous",
}


def in_our_layout(seen: Seen, heading: str) -> bool:
    return (
        seen.status == 200
        and seen.heading_levels.count(1) == 1
        and heading in seen.words
        and bool(seen.all("main"))
    )


@pytest.mark.parametrize(("path", "heading"), OPEN.items())
def test_a_visitor_s_door_pages_are_ours(
    cast: Cast, visitor: Client, path: str, heading: str
) -> None:
    assert in_our_layout(Seen(visitor.get(path)), heading)


@pytest.mark.parametrize(("path", "heading"), SIGNED_IN.items())
def test_an_account_s_door_pages_are_ours(
    cast: Cast, client_of: Callable[[User], Client], path: str, heading: str
) -> None:
    assert in_our_layout(Seen(client_of(cast.member).get(path)), heading)


@pytest.mark.parametrize("path", ["/connexion/", "/mot-de-passe/oublie/"])
def test_every_field_has_a_label(cast: Cast, visitor: Client, path: str) -> None:
    seen = Seen(visitor.get(path))
    labelled = {attrs.get("for") for attrs in seen.all("label")}
    fields = [attrs for attrs in seen.all("input") if attrs.get("type") not in {"hidden", "submit"}]
    assert fields and all(attrs.get("id") in labelled for attrs in fields)


def test_signing_in_leads_back_to_the_asked_address(cast: Cast, visitor: Client) -> None:
    page = visitor.get("/connexion/?next=/centres/")
    assert 'name="next" value="/centres/"' in page.content.decode()
    response = visitor.post(
        "/connexion/", {"login": cast.member.email, "password": PASSWORD, "next": "/centres/"}
    )
    assert response.status_code == 302 and response["location"] == "/centres/"


def test_a_wrong_password_is_told_in_french_without_telling_which_accounts_exist(
    cast: Cast, visitor: Client
) -> None:
    known, unknown = (
        Seen(visitor.post("/connexion/", {"login": login, "password": "non"}))
        for login in (cast.member.email, "personne@example.org")
    )
    assert known.status == 422
    assert "mot de passe" in known.words
    errors = [seen.words.replace(cast.member.email, "") for seen in (known, unknown)]
    assert errors[0] == errors[1].replace("personne@example.org", "")


def test_a_forgotten_password_is_chosen_anew(cast: Cast, visitor: Client) -> None:
    visitor.post("/mot-de-passe/oublie/", {"email": cast.member.email})
    message = Letter.objects.get(address=cast.member.email)
    address = re.search(r"https?://[^/\s]+(/mot-de-passe/nouveau/\S+)", message.text)
    assert address
    form = visitor.get(address[1], follow=True)
    seen = Seen(form)
    assert in_our_layout(seen, "Choisir un nouveau mot de passe")
    new = "une autre phrase de passe"
    action = form.redirect_chain[-1][0]
    done = visitor.post(action, {"password1": new, "password2": new}, follow=True)
    assert "Votre mot de passe est changé" in Seen(done).words
    assert Client().login(email=cast.member.email, password=new)


def test_nobody_opens_an_account_alone(cast: Cast, visitor: Client) -> None:
    before = User.objects.count()
    visitor.post("/compte/inscription/", {"email": "a@example.org", "password1": PASSWORD})
    assert User.objects.count() == before
