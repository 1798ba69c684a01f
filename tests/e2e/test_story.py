"""From a blank page to the public, each person with their own browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .editor import Editor

Visit = Callable[..., Page]

MEMBER = "camille.exemple@example.org"
COORDINATOR = "dominique.modele@example.org"
MODERATOR = "charlie.maquette@example.org"
TITLE = "Des permanences de santé dans les écoles"
REMARKS = "Précisez qui tient les permanences pendant les vacances."


def act(page: Page, name: str, note: str = "") -> None:
    """Follow one of the work page's links and confirm, with some words."""
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    if note:
        page.get_by_role("textbox").first.fill(note)
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("**/suivi/")


def state(page: Page) -> str:
    return page.locator("dl.facts dd").first.inner_text()


def test_a_text_goes_from_its_first_word_to_the_public(visit: Visit) -> None:
    member = visit(MEMBER)
    work = write_and_propose(member)
    coordinator = visit(COORDINATOR)
    open_and_close_review(coordinator, work)
    moderator = visit(MODERATOR)
    return_with_remarks(moderator, work)
    correct(member, work)
    open_and_close_review(coordinator, work)
    validate_and_publish(moderator, work)
    read_as_visitor(visit())


def write_and_propose(page: Page) -> str:
    """The member writes two proposals in the CMS and proposes the text; its work page."""
    page.goto("/groupes/")
    page.get_by_role("link", name=re.compile("Santé")).first.click()
    page.get_by_role("link", name=re.compile("nouvelle contribution")).click()
    editor = Editor(page)
    editor.settle()
    editor.fill("title", TITLE)
    editor.fill("summary", "Les enfants d'abord, là où ils sont chaque jour.")
    finding = editor.add_block("Constat")
    editor.fill_block(finding, "title", "Des rendez-vous introuvables")
    editor.type_rich(finding, "Les familles attendent plusieurs mois.")
    for title in ("Ouvrir une permanence par école", "Former les adultes relais"):
        proposal = editor.add_block("Proposition")
        editor.fill_block(proposal, "title", title)
        editor.type_rich(proposal, f"{title}, avec les équipes du quartier.")
        editor.add_to_list(proposal, "lead_actors", "Commune")
    editor.fill("approach", "Deux réunions à distance et une relecture.")
    editor.save()
    editor.follow_up()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    act(page, "Proposer la soumission")
    assert "Brouillon" in state(page)
    return page.url


def open_and_close_review(page: Page, work: str) -> None:
    page.goto(work)
    act(page, "Ouvrir la relecture")
    assert "Relecture" in state(page)
    act(page, "Clore la relecture et soumettre")
    assert "Validation" in state(page)


def return_with_remarks(page: Page, work: str) -> None:
    """The moderator finds the text on their desk, reads it, and returns it."""
    page.goto("/espace/")
    expect(page.get_by_role("link", name=re.compile(TITLE)).first).to_be_visible()
    page.goto(work)
    page.get_by_role("link", name=re.compile(r"^Version 1")).click()
    expect(page.get_by_text("Les familles attendent plusieurs mois.")).to_be_visible()
    page.goto(work)
    act(page, "Renvoyer au groupe", REMARKS)
    assert "Brouillon" in state(page)


def correct(page: Page, work: str) -> None:
    """The member reads the remarks and writes an answer into the text."""
    page.goto(work)
    expect(page.get_by_text(REMARKS)).to_be_visible()
    page.get_by_role("link", name="Écrire dans ce texte").click()
    expect(page.locator("#etat")).to_have_text("Tout est enregistré")
    summary = page.locator("#page-summary textarea")
    summary.fill("Les enfants d'abord, toute l'année, vacances comprises.")
    expect(page.locator("#etat")).to_have_attribute("data-kept", "true")
    expect(page.locator("#etat")).to_have_text("Tout est enregistré")


def validate_and_publish(page: Page, work: str) -> None:
    page.goto(work)
    act(page, "Valider")
    assert "Validée" in state(page)
    act(page, "Publier")


def read_as_visitor(page: Page) -> None:
    """Nobody in particular reads it, proposals numbered, each with its own address."""
    page.goto("/contributions/")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(page.get_by_text("vacances comprises")).to_be_visible()
    article = page.locator("main")
    for rank, title in enumerate(
        ("Ouvrir une permanence par école", "Former les adultes relais"), 1
    ):
        card = article.locator(f"[id^=bloc-]:has-text('{title}')").first
        expect(card).to_contain_text(str(rank))
    page.get_by_role("link", name=re.compile("Former les adultes relais")).first.click()
    page.goto(page.url)
    article.locator("a[href^='/propositions/']").last.click()
    page.wait_for_url(re.compile(r"/propositions/\d+/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
