"""What was typed survives an ended session, an expired form and a text that moved on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, Response, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from .conftest import sign_in
from .editor import Editor

Visit = Callable[..., Page]

MEMBER = "camille.exemple@example.org"
WORDS = "Des mots tapés pendant que la session se terminait."


def open_draft(page: Page) -> Editor:
    """The editor on the demonstration's draft about education."""
    page.goto("/admin/textes/")
    page.get_by_role("link", name=re.compile("Continuité éducative")).first.click()
    editor = Editor(page)
    editor.settle()
    return editor


def saved_by_itself(page: Page, words: str) -> bool:
    """Whether the editor saved the words just typed, without a click, within seconds."""
    page.locator("#id_approach").click()
    try:
        with page.expect_response(is_a_save, timeout=10_000) as saved:
            page.keyboard.type(words)
    except PlaywrightTimeout:
        return False
    return saved.value.json()["success"] is True


def is_a_save(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/edit/")


def test_typing_is_saved_without_a_click(visit: Visit) -> None:
    """On a slow machine the first words may come before the editor's picture of its
    form; the next ones must be saved, with them."""
    page = visit(MEMBER)
    open_draft(page)
    assert any(saved_by_itself(page, " Mot enregistré tout seul.") for _attempt in range(3))
    page.reload()
    expect(page.locator("#id_approach")).to_have_value(re.compile("Mot enregistré tout seul"))


def test_words_typed_in_an_ended_session_are_given_back(visit: Visit) -> None:
    page = visit(MEMBER)
    editor = open_draft(page)
    page.context.clear_cookies(name="sessionid")
    editor.fill("summary", WORDS)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text(WORDS).first).to_be_visible()
    tab = page.context.new_page()
    sign_in(tab, MEMBER)
    tab.close()
    resend(page)
    expect(page.locator("#id_summary")).to_have_value(WORDS)


def resend(page: Page) -> None:
    """Send the kept form again; its token may have to be renewed once on the way."""
    for _attempt in range(2):
        if page.locator("#id_summary").count():
            return
        page.get_by_role("button", name=re.compile("[Rr]envoyer|Envoyer")).click()
        page.wait_for_load_state()
