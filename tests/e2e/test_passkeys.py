"""A passkey on a phone: added, then the way in; also with the keyboard's refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser import PATIENCE_MS

from .conftest import PASSWORD, sign_in

WHO = "lou.specimen@example.org"
_PHONE = {"width": 390, "height": 780}
_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="fr-FR", viewport=_PHONE, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def with_a_finger(page: Page) -> tuple[CDPSession, str]:
    """The device holds keys, and knows its owner's finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
    return devtools, made["authenticatorId"]


def leave(page: Page) -> None:
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("link", name="Se connecter")).to_be_visible()


def test_a_key_is_added_on_a_phone_and_signs_in_alone(phone: Page) -> None:
    devtools, device = with_a_finger(phone)
    sign_in(phone, WHO)
    phone.goto("/compte/")
    phone.get_by_role("link", name="Ajouter une clé d'accès").first.click()
    phone.get_by_label("Mot de passe").fill(PASSWORD)
    phone.get_by_role("button", name="Confirmer").click()
    phone.get_by_label("Nom de la clé").fill("Mon téléphone")

    # The person looks away: nothing is added, and the page says so.
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    phone.get_by_role("button", name="Créer la clé").click()
    expect(phone.get_by_role("alert")).to_contain_text("vous pouvez essayer encore")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    phone.get_by_role("button", name="Créer la clé").click()

    expect(phone.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    expect(phone.locator(".recovery li")).to_have_count(10)
    phone.goto("/compte/")
    expect(phone.get_by_text("Mon téléphone").first).to_be_visible()
    leave(phone)

    phone.goto("/connexion/?next=/centres/")
    phone.get_by_role("button", name="Entrer avec une clé d'accès").click()
    phone.wait_for_url("**/centres/")
    leave(phone)

    # The password alone now asks for the key.
    phone.goto("/connexion/")
    phone.locator("input[name=login]").fill(WHO)
    phone.locator("input[name=password]").fill(PASSWORD)
    phone.locator("main form button[type=submit]").first.click()
    expect(phone.get_by_role("heading", name="Une seconde preuve")).to_be_visible()
    phone.get_by_role("button", name="Utiliser la clé d'accès").click()
    phone.wait_for_url("**/espace/")

    # And it is removed, so that the next test finds the account as it was.
    phone.goto("/compte/")
    phone.get_by_role("link", name="Retirer").click()
    phone.get_by_role("button", name="Utiliser la clé d'accès").click()
    phone.get_by_role("button", name="Retirer la clé").click()
    expect(phone.get_by_text("La clé d'accès est retirée")).to_be_visible()


def test_two_browsers_and_one_signs_the_other_out(visit: Callable[..., Page]) -> None:
    here, there = visit(WHO), visit(WHO)
    here.goto("/compte/")
    here.get_by_role("button", name="Déconnecter partout ailleurs").click()
    expect(here.get_by_text("Vous n'êtes plus connecté·e qu'ici")).to_be_visible()
    there.goto("/espace/")
    there.wait_for_url("**/connexion/**")
