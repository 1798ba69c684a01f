"""Remarks where one reads, in two browsers: chosen words, an answer, other words, an end."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]

MEMBER = "camille.exemple@example.org"
COORDINATOR = "dominique.modele@example.org"
PASSAGE = "L'inscription se fait sur demande"

#: Choose the first words of the first finding, as a hand or a keyboard does.
_CHOOSE = """(length) => {
  const words = document.querySelector(".bloc-finding p:not(.block-tools)").firstChild;
  words.parentElement.scrollIntoView({ block: "center" });
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(words, length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def draft_of_health(page: Page) -> str:
    """The draft that the group of health is writing; its address."""
    page.goto("/groupes/sante/espace/")
    page.locator("#au-travail ~ ol h3 a").first.click()
    page.goto(page.url.replace("/suivi/", "/texte/"))
    return page.url


def choose(page: Page, length: int = len(PASSAGE)) -> Locator:
    page.evaluate(_CHOOSE, length)
    bar = page.get_by_role("toolbar", name="Le passage choisi")
    expect(bar).to_be_visible()
    return bar


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Remarques")


def test_a_remark_and_other_words_find_their_answer(visit: Visit) -> None:
    member = visit(MEMBER)
    address = draft_of_health(member)
    remark_by_keyboard(member)
    thread = answer_and_refuse(visit(COORDINATOR), address)
    read_the_reason(member, thread)
    propose_by_touch(visit(MEMBER), address)
    accept(visit(COORDINATOR), address)


def remark_by_keyboard(page: Page) -> None:
    """Nothing but keys once the words are chosen; the place in the page is kept."""
    choose(page)
    page.keyboard.press("Control+Alt+m")
    expect(panel(page).locator("[data-passage]")).to_contain_text("se fait sur demande")
    page.keyboard.type("Est-ce vrai partout ?")
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    choose(page)
    page.keyboard.press("Control+Alt+m")
    expect(panel(page).get_by_label("Votre remarque")).to_have_value("Est-ce vrai partout ?")
    panel(page).get_by_role("button", name="Envoyer la remarque").press("Enter")
    expect(panel(page).get_by_role("status")).to_have_text("Remarque envoyée.")
    expect(panel(page).get_by_role("article")).to_contain_text("Est-ce vrai partout")
    page.keyboard.press("Escape")
    tally = page.locator(".bloc-finding").first.locator("[data-count]")
    expect(tally).to_contain_text("1 remarque ouverte")


def answer_and_refuse(page: Page, address: str) -> str:
    """From the count under the block to the page of the thread; its address."""
    page.goto(address)
    page.locator(".bloc-finding").first.locator("[data-count]").click()
    article = panel(page).get_by_role("article").first
    article.get_by_text("Répondre", exact=True).first.click()
    article.get_by_label("Votre réponse").fill("Dans trois villes sur quatre.")
    article.get_by_role("button", name="Répondre").click()
    expect(panel(page).get_by_role("status")).to_have_text("Réponse envoyée.")
    panel(page).get_by_role("link", name="Dire comment elle se termine").first.click()
    page.get_by_label("Refusée").check()
    page.get_by_role("button", name="Terminer cette remarque").click()
    expect(page.get_by_role("group", name="Ce qui est à corriger")).to_contain_text(
        "Dites pourquoi"
    )
    page.get_by_label("Motif").fill("Le constat ne parle que de ces villes.")
    page.get_by_role("button", name="Terminer cette remarque").click()
    expect(page.locator(".outcome")).to_contain_text("Refusée")
    return page.url


def read_the_reason(page: Page, thread: str) -> None:
    page.goto(thread)
    expect(page.locator(".outcome")).to_contain_text("Le constat ne parle que de ces villes.")
    expect(page.locator(".answers")).to_contain_text("Dans trois villes sur quatre.")


def propose_by_touch(page: Page, address: str) -> None:
    """On a phone, the bar stands at the bottom, and the panel is a sheet."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    bar = choose(page, len("L'inscription"))
    box = bar.bounding_box()
    assert box is not None and box["y"] + box["height"] >= 739 and box["height"] >= 44
    bar.get_by_role("button", name="Proposer d'autres mots").click()
    words = panel(page).get_by_label("Les mots que vous proposez")
    expect(words).to_have_value("L'inscription")
    words.fill("L'inscription au registre")
    panel(page).get_by_role("button", name="Envoyer la suggestion").click()
    expect(panel(page).locator("ins")).to_contain_text("au registre")


def accept(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".bloc-finding").first.locator("[data-count]").click()
    panel(page).get_by_role("link", name="Dire comment elle se termine").first.click()
    page.get_by_role("button", name="Accepter ces mots").click()
    expect(page.locator(".outcome")).to_contain_text("Acceptée")
    page.goto(address)
    expect(page.locator(".bloc-finding p").first).to_contain_text("au registre se fait")
