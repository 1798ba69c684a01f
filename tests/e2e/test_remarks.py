"""Remarks lived by demonstration accounts: on a phone, by keyboard, by a link, in public."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from .test_story import COORDINATOR, MEMBER, MODERATOR

Visit = Callable[..., Page]

SECOND_MODERATOR = "robin.etalon@example.org"
DRAFT = "Prendre des nouvelles avant l'alerte"
RELAYS = "Former des relais de voisinage avant juin"
HOUSING = "Suivre les logements qui ne refroidissent pas"
NIGHTS = "Des nuits sans repos"

SELECT = """([place, words]) => {
  const walker = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    node.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
    getSelection().setBaseAndExtent(node, at, node, at + words.length);
    return true;
  }
  return false;
}"""


def draft_of(page: Page) -> str:
    """The address of the words in progress; the page shows them."""
    page.goto("/espace/")
    page.get_by_role("link", name=re.compile(DRAFT)).first.click()
    page.wait_for_url("**/suivi/")
    address = page.url.replace("/suivi/", "/texte/")
    page.goto(address)
    return address


def block_of(page: Page, title: str) -> Locator:
    return page.locator(".bloc", has=page.get_by_role("heading", name=re.compile(title)))


def select(page: Page, block: Locator, words: str) -> None:
    """What the handles of a phone and the arrows of a keyboard leave behind."""
    assert page.evaluate(SELECT, [f"#{block.get_attribute('id')}", words]), words


def panel(page: Page) -> Locator:
    return page.locator("dialog[open]")


def say(page: Page, block: Locator, quote: str, words: str, instead: str | None = None) -> None:
    """Remark on selected words with a finger, or propose others for them."""
    select(page, block, quote)
    bar = page.get_by_role("toolbar", name="Le passage choisi")
    bar.get_by_role("button", name="Remarquer" if instead is None else "Proposer").tap()
    expect(panel(page).locator("[data-passage]")).to_have_text(quote)
    if instead is not None:
        panel(page).locator("[name=replacement]").fill(instead)
    panel(page).locator("[data-new] [name=words]").fill(words)
    panel(page).locator("[data-new] button[type=submit]").tap()
    expect(panel(page).get_by_text("envoyée.")).to_be_visible()
    panel(page).get_by_role("button", name="Fermer").tap()


def thread_of(page: Page, address: str, words: str) -> None:
    """From the list of remarks to the thread of one."""
    page.goto(address.replace("/texte/", "/remarques/"))
    thread = page.locator("article.thread", has_text=words)
    thread.get_by_role("link", name=re.compile("Dire comment|Ouvrir ce fil")).first.click()
    page.wait_for_url(re.compile(r"/remarques/\d+/"))


def end(page: Page, outcome: str, note: str = "") -> None:
    """Say how a remark ends, on the page of its thread."""
    page.get_by_label(outcome).check()
    if note:
        page.locator("[name=note]").fill(note)
    page.get_by_role("button", name="Terminer cette remarque").click()


def news_tell(page: Page, words: str) -> None:
    page.goto("/espace/nouvelles/")
    expect(page.get_by_text(words).first).to_be_visible()


def test_a_remark_on_a_phone_is_answered_and_resolved(visit: Visit) -> None:
    member, coordinator = visit(MEMBER, phone=True), visit(COORDINATOR)
    address = draft_of(member)
    say(member, block_of(member, RELAYS), "Une demi-journée", "Une seule, est-ce assez ?")
    assert member.evaluate("document.documentElement.scrollWidth") == 360
    coordinator.goto(address)
    block_of(coordinator, RELAYS).locator("[data-count]").click()
    thread = panel(coordinator).locator("article.thread", has_text="Une seule, est-ce assez")
    thread.get_by_text("Répondre").first.click()
    thread.locator("textarea").fill("Deux, dans les grandes villes ? @Camille Exemple")
    thread.get_by_role("button", name="Répondre").click()
    expect(panel(coordinator).get_by_text("Deux, dans les grandes villes")).to_be_visible()
    news_tell(member, "Deux, dans les grandes villes")
    thread_of(coordinator, address, "Une seule, est-ce assez")
    end(coordinator, "Résolue", "Le texte dit : au moins une.")
    news_tell(member, "au moins une")


def test_two_suggestions_in_one_paragraph_are_both_accepted(visit: Visit) -> None:
    member, coordinator = visit(MEMBER, phone=True), visit(COORDINATOR)
    address = draft_of(member)
    block = block_of(member, HOUSING)
    say(member, block, "remettre les relevés", "", instead="transmettre les relevés")
    say(member, block, "Confier des thermomètres", "", instead="Prêter des thermomètres")
    for words in ("Prêter des thermomètres", "transmettre les relevés"):
        thread_of(coordinator, address, words)
        coordinator.get_by_role("button", name="Accepter ces mots").click()
        expect(coordinator.get_by_text("Acceptée").first).to_be_visible()
    coordinator.goto(address)
    block = block_of(coordinator, HOUSING)
    expect(block).to_contain_text("Prêter des thermomètres à des ménages volontaires")
    expect(block).to_contain_text("et transmettre les relevés, sans nom")
    news_tell(member, "Acceptée")


def propose(page: Page, quote: str) -> Locator:
    """Choose words and begin to propose others: the field in which one does."""
    select(page, block_of(page, HOUSING), quote)
    page.get_by_role("toolbar").get_by_role("button", name="Proposer").click()
    expect(panel(page).locator("[data-passage]")).to_have_text(quote)
    return panel(page).locator("[name=replacement]")


def test_words_proposed_for_a_passage_are_found_again_with_it(visit: Visit) -> None:
    page = visit(MEMBER)
    draft_of(page)
    for quote, typed in (("ménages volontaires", "foyers"), ("sans nom", "anonymes")):
        field = propose(page, quote)
        expect(field).to_have_value(quote)
        field.fill(typed)
        page.keyboard.press("Escape")
    page.reload()
    for quote, typed in (("ménages volontaires", "foyers"), ("sans nom", "anonymes")):
        expect(propose(page, quote)).to_have_value(typed)
        page.keyboard.press("Escape")
    page.evaluate("document.querySelector('#remarques-panneau').dataset.account = '0'")
    expect(propose(page, "sans nom")).to_have_value("sans nom")


def test_a_remark_is_made_with_a_keyboard_alone(visit: Visit) -> None:
    page = visit(MEMBER)
    draft_of(page)
    select(page, block_of(page, NIGHTS), "précède les malaises")
    page.keyboard.press("Control+Alt+m")
    expect(panel(page).locator("[data-passage]")).to_have_text("précède les malaises")
    expect(panel(page).locator("[data-new] [name=words]")).to_be_focused()
    page.keyboard.type("Qui le dit ?")
    send = panel(page).get_by_role("button", name="Envoyer la remarque")
    for _step in range(12):
        page.keyboard.press("Tab")
        if send.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(panel(page).get_by_text("Remarque envoyée.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()


def test_a_passage_that_is_edited_moved_or_deleted_keeps_its_remark(visit: Visit) -> None:
    page = visit(COORDINATOR)
    address = draft_of(page)
    thread = page.locator("article.thread", has_text="Un chiffre de l'agence régionale")
    rewrite(page, "manque de sommeil", "sommeil trop court")
    page.goto(address.replace("/texte/", "/remarques/"))
    expect(thread.get_by_text("texte changé")).to_be_visible()
    expect(thread.locator("blockquote")).to_contain_text("manque de sommeil")
    rewrite(page, "sommeil trop court", "manque de sommeil")
    arrange(page, address, "Monter")
    once_saved(page, address, thread)
    expect(thread.locator("blockquote")).to_contain_text("manque de sommeil")
    expect(thread.get_by_text("texte changé")).to_be_hidden()
    arrange(page, address, "Mettre à la corbeille du texte")
    once_saved(page, address, thread.get_by_text("passage retiré du texte"))
    expect(thread.locator("blockquote")).to_contain_text("manque de sommeil")


def once_saved(page: Page, address: str, sign: Locator) -> None:
    """Look at the list of remarks until the room has saved what was done there."""
    for _try in range(40):
        page.goto(address.replace("/texte/", "/remarques/"))
        if sign.is_visible():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"it never came true: {sign}")


def rewrite(page: Page, old: str, new: str) -> None:
    """Change words of the finding on nights, without a script."""
    draft_of(page)
    block_of(page, NIGHTS).get_by_role("link", name=re.compile("Écrire ce bloc")).click()
    field = page.locator("main textarea").first
    words = field.input_value()
    assert old in words
    field.fill(words.replace(old, new))
    page.get_by_role("button", name="Enregistrer dans le texte").click()
    page.wait_for_url(re.compile(r"/ecrire/|/parties/|/texte/|/blocs/"))


def arrange(page: Page, address: str, how: str) -> None:
    """Do something to the whole block where one writes together."""
    page.goto(address)
    block = block_of(page, NIGHTS).get_attribute("id")
    page.get_by_role("link", name="Écrire à plusieurs").click()
    expect(page.locator("#etat")).to_have_text("Tout est enregistré")
    page.locator(f"#{block} .handle").click()
    page.get_by_role("menuitem", name=how).click()
    expect(page.locator("#etat")).to_have_text("Tout est enregistré")


def test_an_invited_reader_sees_one_version_and_their_own_words(visit: Visit) -> None:
    coordinator, reader = visit(COORDINATOR), visit()
    address = draft_of(coordinator)
    work = address.replace("/texte/", "/suivi/")
    coordinator.goto(f"{address.replace('/texte/', '/nommer-version/')}")
    coordinator.get_by_role("textbox").first.fill("Pour avis extérieur")
    coordinator.locator("main form button[type=submit]").first.click()
    coordinator.goto(work.replace("/suivi/", "/liens/"))
    coordinator.locator("[name=invited]").fill("Une médecin de quartier")
    coordinator.get_by_role("button", name="Ouvrir un lien").click()
    link = coordinator.get_by_label("Adresse du lien").input_value()
    reader.goto(link)
    reader.locator("[name=name]").fill("Docteure Exemple")
    reader.locator("[name=organisation]").fill("Centre de santé fictif")
    reader.get_by_role("button", name="Lire le texte").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text(DRAFT)
    assert "Je cherche une formule" not in reader.content()
    assert "Camille" not in reader.content()
    block = block_of(reader, RELAYS)
    select(reader, block, "savoir qui appeler")
    bar = reader.get_by_role("toolbar", name="Le passage choisi")
    bar.get_by_role("button", name="Remarquer").click()
    panel(reader).locator("[data-new] [name=words]").fill("Le 15, ou le centre de santé ?")
    panel(reader).locator("[data-new] button[type=submit]").click()
    expect(panel(reader).get_by_text("Le 15, ou le centre de santé")).to_be_visible()
    panel(reader).get_by_role("button", name="Fermer").click()
    reader.get_by_label("Favorable", exact=True).check()
    reader.get_by_role("button", name="Donner mon avis").click()
    expect(reader.get_by_text("Votre avis est enregistré")).to_be_visible()
    thread_of(coordinator, address, "Le 15, ou le centre de santé")
    expect(coordinator.get_by_text("Docteure Exemple").first).to_be_visible()
    coordinator.goto(work.replace("/suivi/", "/liens/"))
    coordinator.get_by_role("button", name=re.compile("Révoquer")).first.click()
    expect(coordinator.get_by_text("Aucun lien n'est ouvert.")).to_be_visible()
    assert reader.goto(link).status == 404
    assert DRAFT not in reader.content()


def test_a_public_reaction_is_confirmed_hidden_and_contested(visit: Visit) -> None:
    visitor, moderator, other = visit(), visit(MODERATOR), visit(SECOND_MODERATOR)
    email, words = "une.voisine@example.org", "Et les salles d'attente du quartier ?"
    visitor.goto("/contributions/")
    visitor.get_by_role("link", name=re.compile("santé", re.I)).first.click()
    visitor.get_by_role("link", name="Réagir à ce texte").click()
    visitor.locator("[name=words]").fill(words)
    visitor.locator("[name=name]").fill("Une voisine")
    visitor.locator("[name=email]").fill(email)
    visitor.wait_for_timeout(3_200)
    visitor.get_by_role("button", name="Envoyer ma réaction").click()
    visitor.goto(letter_to(visitor, email, "reactions/"))
    visitor.get_by_role("button", name="Confirmer que ces mots sont de moi").click()
    expect(visitor.get_by_text("Votre réaction est confirmée").first).to_be_visible()
    moderator.goto("/moderation/")
    row = moderator.locator("ol.tasks > li", has_text="Une voisine")
    row.get_by_role("button", name="Je m'en charge").click()
    expect(row.get_by_text("Vous vous en chargez")).to_be_visible()
    row.get_by_role("heading").get_by_role("link").click()
    expect(moderator.get_by_text(words)).to_be_visible()
    moderator.locator("[name=reason]").fill("Ce texte ne parle pas des salles d'attente.")
    moderator.get_by_role("button", name="Masquer, avec ce motif").click()
    visitor.goto(letter_to(visitor, email, "signaler/contester/"))
    expect(visitor.get_by_text("Ce texte ne parle pas des salles d'attente.")).to_be_visible()
    visitor.locator("main textarea").fill("Il en parle au premier constat.")
    visitor.get_by_role("button", name="Contester").click()
    moderator.goto("/moderation/")
    expect(moderator.get_by_text("contest", exact=False).filter(visible=True)).to_have_count(0)
    other.goto("/moderation/")
    other.locator("ol.tasks > li", has_text=re.compile("[Cc]ontest")).first.get_by_role(
        "heading"
    ).get_by_role("link").click()
    expect(other.get_by_text("Il en parle au premier constat.")).to_be_visible()
    other.locator("main input[type=radio]").last.check()
    other.locator("main textarea").fill("Le premier constat en parle en effet.")
    other.get_by_role("button", name="Décider et écrire").click()
    expect(other.get_by_text("La décision est prise et envoyée.")).to_be_visible()
    visitor.goto("/contributions/")
    visitor.get_by_role("link", name=re.compile("santé", re.I)).first.click()
    expect(visitor.get_by_text(words)).to_be_visible()


def letter_to(page: Page, address: str, where: str) -> str:
    """The link to `where` in the newest letter to an address that holds one."""
    for _try in range(60):
        page.goto(f"/demo/courrier/?pour={address}")
        for letter in page.locator("main ul.lines a[href*='/courrier/']").all()[:3]:
            letter.click()
            found = re.search(rf"https?://\S*/{where}\S+", page.locator("pre.letter").inner_text())
            if found:
                return found[0]
            page.go_back()
        page.wait_for_timeout(500)
    raise AssertionError(f"no letter to {address} leads to {where}")
