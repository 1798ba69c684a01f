"""Somebody new: invited, in with one link on a phone, answers a poll, asks elsewhere, leaves.

Each test goes on where the one before ended. `SHOTS=folder` keeps a picture of each step.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import PATIENCE_MS

Visit = Callable[[str | None], Page]

ADDRESS = "sacha.nouveau@example.org"
NAME = "Sacha Nouveau"
PASSWORD = "un vélo sous la pluie"
COORDINATOR = "dominique.modele@example.org"
POLL = "Point de rentrée du groupe"


class Steps:
    """What one test leaves to the next."""

    link = ""


@pytest.fixture(scope="module")
def phone(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """The newcomer's telephone, which keeps their keys and their session."""
    context = browser.new_context(
        base_url=site, locale="fr-FR", viewport={"width": 360, "height": 740}, has_touch=True,
        is_mobile=True, timezone_id="America/Martinique",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture(scope="module")
def screen(phone: BrowserContext) -> Page:
    """Its one window, with the key store of a telephone: a finger is always there."""
    page = phone.new_page()
    protocol = phone.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    return page


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def letter_to(page: Page, address: str, subject: str) -> Page:
    """Wait for a letter in the demonstration's post, and open it."""
    for _try in range(40):
        page.goto(f"/demo/courrier/?pour={address}")
        found = page.get_by_role("link", name=subject)
        if found.count():
            found.first.click()
            return page
        page.wait_for_timeout(500)
    raise AssertionError(f"No letter {subject!r} came to {address}.")


def test_a_coordinator_looks_for_a_date(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/groupes/sante/espace/reunions/date/")
    page.get_by_label("Titre").fill(POLL)
    day = timezone.localdate() + timedelta(days=9)
    page.get_by_label("Réponses jusqu'au").fill(f"{day - timedelta(days=2):%Y-%m-%d}")
    slots = page.locator("input[type='datetime-local']")
    for at, hour in enumerate(("09:00", "14:00")):
        slots.nth(at).fill(f"{day:%Y-%m-%d}T{hour}")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(POLL)
    Steps.link = page.url


def test_a_coordinator_invites_to_answer_it(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/groupes/sante/espace/inviter/")
    page.get_by_label("Adresse électronique").fill(ADDRESS)
    page.get_by_label("Un message").fill("Nous cherchons une date : viens répondre.")
    page.get_by_label("Ce que la personne voit en premier").fill(Steps.link)
    page.get_by_role("button", name="Envoyer l'invitation").click()
    expect(page.locator("main")).to_contain_text(ADDRESS)
    shot(page, "1-invited")


def test_the_newcomer_comes_in_with_the_link(screen: Page, visit: Visit, site: str) -> None:
    letter = letter_to(visit(None), ADDRESS, "Invitation à rejoindre")
    words = letter.locator("main").inner_text() + letter.content()
    found = re.search(rf"{re.escape(site)}/invitation/[\w-]+/", words)
    assert found
    link = found.group(0)
    scanner = visit(None)
    for _time in range(3):  # a mail scanner reads links before people do
        answer = scanner.goto(link)
        assert answer is not None and answer.status == 200
    screen.goto(link)
    expect(screen.get_by_role("heading", level=1)).to_contain_text("Rejoindre")
    shot(screen, "2-link")
    screen.get_by_label("Nom affiché").fill(NAME)
    screen.get_by_label("Mot de passe").fill(PASSWORD)
    screen.get_by_role("button", name="Entrer et ajouter une clé d'accès").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Ajouter une clé d'accès")
    again = scanner.goto(link)
    assert again is not None and again.status == 410, "a link serves once"


def test_the_newcomer_adds_a_key_and_lands_on_what_is_asked(screen: Page) -> None:
    shot(screen, "3-key")
    screen.get_by_role("button", name="Créer la clé").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    screen.get_by_role("link", name="C'est gardé : continuer").click()
    expect(screen.get_by_role("heading", level=1)).to_contain_text(POLL)
    shot(screen, "4-poll")


def test_the_newcomer_answers_the_poll(screen: Page) -> None:
    groups = screen.get_by_role("group")
    groups.nth(0).get_by_label("Oui", exact=True).check()
    groups.nth(1).get_by_label("Non", exact=True).check()
    screen.get_by_role("button", name="Répondre").click()
    expect(screen.get_by_role("button", name="Changer mes réponses")).to_be_visible()
    expect(screen.locator("main")).to_contain_text(NAME)
    shot(screen, "5-answered")


def test_the_newcomer_comes_back_by_the_key_alone(screen: Page) -> None:
    screen.goto("/deconnexion/")
    screen.locator("main form button[type=submit]").first.click()
    screen.goto("/connexion/")
    shot(screen, "6-door")
    screen.get_by_role("button", name="Entrer avec une clé d'accès").click()
    screen.wait_for_url("**/espace/")
    expect(screen.locator("main")).to_contain_text("Santé")
    shot(screen, "7-desk")


def test_the_newcomer_asks_to_join_a_second_group(screen: Page, visit: Visit) -> None:
    screen.goto("/groupes/education/")
    screen.get_by_role("link", name="Demander à rejoindre ce groupe").click()
    screen.get_by_label("mot").fill("Je travaille aussi avec les écoles.")
    shot(screen, "8-ask")
    screen.locator("main form button[type=submit]").first.click()
    coordinator = visit("jo.esquisse@example.org")
    coordinator.goto("/groupes/education/espace/personnes/")
    expect(coordinator.locator("main")).to_contain_text(NAME)
    coordinator.get_by_role("link", name=NAME).first.click()
    shot(coordinator, "9-request")
    coordinator.get_by_role("button", name="Accepter").click()
    screen.goto("/groupes/education/espace/")
    expect(screen.get_by_role("heading", level=1)).to_contain_text("Éducation")


def test_the_newcomer_leaves_at_once_and_for_all(screen: Page, phone: BrowserContext) -> None:
    elsewhere = phone.new_page()
    elsewhere.goto("/groupes/sante/espace/")
    screen.goto("/groupes/sante/espace/partir/")
    shot(screen, "10-leave")
    screen.locator("main form button[type=submit]").first.click()
    answer = elsewhere.reload()
    assert answer is not None and answer.status == 404
    shot(screen, "11-left")


def test_what_the_newcomer_was_is_remembered(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/groupes/sante/espace/personnes/")
    expect(page.locator("main")).to_contain_text(NAME)
