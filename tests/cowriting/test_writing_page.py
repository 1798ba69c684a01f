"""The writing page in a browser, before the real server: two people, one text."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from contributions.actions.open_review import open_review
from tests.cast import fresh

from .conftest import Stage
from .desks import Desk, Sit, begins, ends, sit, too_small, two, violations

__all__ = ["sit", "two"]

pytestmark = pytest.mark.slow


def test_two_people_write_in_one_paragraph_and_one_title(two: tuple[Desk, Desk]) -> None:
    one, other = two
    one.rich("finding").click()
    one.page.keyboard.press("Control+End")
    other.rich("finding").click()
    other.page.keyboard.press("Control+Home")
    one.page.keyboard.type(" à la fin")
    other.page.keyboard.type("Au début ")
    one.plain("summary").focus()
    one.page.keyboard.press("Control+Home")
    one.page.keyboard.type("Chapô. ")
    for desk in two:
        expect(desk.rich("finding")).to_contain_text("Au début ")
        expect(desk.rich("finding")).to_contain_text(" à la fin")
        expect(desk.plain("summary")).to_have_value(begins("Chapô. "))
        expect(desk.page.locator("#etat")).to_have_text("Tout est enregistré")


def test_each_sees_where_the_other_writes(two: tuple[Desk, Desk]) -> None:
    one, other = two
    one.rich("finding").click()
    name = "Member"
    expect(other.block("finding").locator(".caret-name")).to_have_text(name)
    expect(other.block("finding").locator(".block-people .face")).to_have_attribute(
        "aria-label", name
    )
    one.plain("title").focus()
    expect(other.page.locator("#page-title .caret-name")).to_have_text(name)
    expect(other.page.locator("#presents-compte")).to_contain_text("1 autre personne")
    one.context.close()
    expect(other.page.locator("#presents-compte")).to_have_text("Personne d'autre ici")


def test_a_block_is_moved_and_changes_type_while_another_types_in_it(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    before = one.kinds()
    at = before.index("finding")
    other.rich("finding").click()
    other.page.keyboard.press("Control+End")
    other.page.keyboard.type(" avant")
    one.block("finding").locator("textarea").first.focus()
    one.page.keyboard.press("Alt+Shift+ArrowDown")
    other.page.keyboard.type(" pendant")
    moved = [*before[:at], before[at + 1], "finding", *before[at + 2 :]]
    for desk in two:
        desk.page.wait_for_function(
            "(kinds) => [...document.querySelectorAll('.block')].map((b) => b.dataset.kind).join() === kinds",
            arg=",".join(moved),
        )
    one.press_menu("finding", "Point d'attention", "menuitemradio")
    expect(other.block("attention")).to_be_visible()
    other.page.keyboard.type(" après")
    expect(one.rich("attention")).to_contain_text(" avant pendant après")


def test_undoing_takes_back_one_s_own_words_in_whatever_field_and_no_one_else_s(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    one.plain("title").focus()
    one.page.keyboard.press("End")
    one.page.keyboard.type(" UN")
    one.rich("finding").click()
    one.page.keyboard.press("Control+End")
    one.page.keyboard.type(" DEUX")
    other.plain("title").focus()
    other.page.keyboard.press("Home")
    other.page.keyboard.type("AUTRE ")
    expect(one.plain("title")).to_have_value(begins("AUTRE "))
    for _time in range(8):
        if one.page.locator("#annuler").is_disabled():
            break
        one.page.locator("#annuler").click()
    expect(other.rich("finding")).not_to_contain_text("DEUX")
    title = other.plain("title").input_value()
    assert title.startswith("AUTRE ")
    assert "UN" not in title
    one.page.locator("#retablir").click()
    expect(other.plain("title")).to_have_value(ends(" UN"))


def test_what_is_written_offline_in_a_tab_that_is_closed_arrives_with_the_next_one(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    one.context.set_offline(True)
    one.rich("finding").click()
    one.page.keyboard.press("Control+End")
    one.page.keyboard.type(" écrit dans le train")
    expect(one.page.locator("#etat")).to_have_text(
        "Hors ligne\u202f: vos mots sont gardés dans ce navigateur"
    )
    expect(one.page.locator("#etat")).to_have_attribute("data-kept", "true")
    one.page.close()
    one.context.set_offline(False)
    one.open()
    expect(other.rich("finding")).to_contain_text(" écrit dans le train")
    kept = "async () => (await indexedDB.databases()).length"
    assert one.page.evaluate(kept) == 1


def test_a_composition_of_characters_is_not_broken_by_what_others_type(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    keyboard = one.context.new_cdp_session(one.page)
    for desk in two:
        desk.plain("summary").focus()
        desk.page.keyboard.press("Control+Home")
    keyboard.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    other.page.keyboard.type("ABC ")
    expect(other.page.locator("#etat")).to_have_text("Tout est enregistré")
    expect(one.plain("summary")).to_have_value(begins("に"))
    keyboard.send("Input.insertText", {"text": "日本"})
    for desk in two:
        expect(desk.plain("summary")).to_have_value(begins("日本ABC "))


def test_a_list_pasted_from_word_is_a_list(two: tuple[Desk, Desk]) -> None:
    one, other = two
    one.rich("finding").click()
    one.page.keyboard.press("Control+End")
    one.page.keyboard.press("Enter")
    item = "<p class=MsoListParagraph style='margin-left:36pt;mso-list:l0 level{} lfo1'><span style='mso-list:Ignore'>{}<span>&nbsp;</span></span>{}<o:p></o:p></p>"
    one.paste(
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><p class=MsoNormal>Avant <span style='font-weight:700'>gras</span></p>"
        + item.format(1, "·", "Premier") + item.format(2, "o", "Dedans")
        + item.format(1, "·", "Second") + "<p class=MsoNormal>Après<img src='x.png'></p></body></html>"
    )  # fmt: skip
    pasted = other.rich("finding")
    expect(pasted.locator("> ul > li")).to_have_count(2)
    expect(pasted.locator("> ul > li > ul > li")).to_have_text("Dedans")
    expect(pasted.locator("strong")).to_have_text("gras")
    expect(pasted.locator("> ul")).not_to_contain_text("·")
    expect(one.page.locator("#passage")).to_contain_text("Les images n'ont pas été collées")


def test_a_binned_block_comes_back_with_what_others_wrote_in_it(two: tuple[Desk, Desk]) -> None:
    one, other = two
    other.rich("finding").click()
    other.page.keyboard.press("Control+End")
    other.page.keyboard.type(" au dernier moment")
    expect(one.rich("finding")).to_contain_text("au dernier moment")
    one.press_menu("finding", "Mettre à la corbeille")
    expect(other.page.locator("#corbeille-compte")).to_have_text("1")
    other.page.locator("#corbeille summary").click()
    other.page.get_by_role("button", name="Remettre le bloc").click()
    expect(one.rich("finding")).to_contain_text("au dernier moment")


def test_when_the_review_opens_the_page_reads_and_says_why(stage: Stage, sit: Sit) -> None:
    page = stage.text()
    desk = sit(stage.cast.member, page)
    desk.rich("finding").click()
    desk.page.keyboard.type("Avant. ")
    expect(desk.page.locator("#etat")).to_have_text("Tout est enregistré")
    open_review(fresh(page), by=stage.cast.coordinator)
    notice = desk.page.locator('[data-notice="mode"]')
    expect(notice).to_contain_text("Vous lisez ce texte sans écrire.")
    expect(desk.block("finding").locator(".rich-text")).to_have_attribute(
        "contenteditable", "false"
    )
    expect(desk.plain("title")).not_to_be_editable()
    expect(desk.page.locator("#nommer-ouvrir")).to_be_disabled()


def test_a_session_that_ends_is_told_with_the_words_that_were_not_received(
    stage: Stage, sit: Sit
) -> None:
    desk = sit(stage.cast.member, stage.text())
    desk.context.set_offline(True)
    desk.rich("finding").click()
    desk.page.keyboard.type("Pas encore parti")
    expect(desk.page.locator("#etat")).to_contain_text("Hors ligne")
    desk.context.clear_cookies()
    desk.context.set_offline(False)
    expect(desk.page.locator("#fin")).to_contain_text("Votre session est terminée")
    expect(desk.page.locator("#fin pre")).to_have_text("Pas encore parti")
    expect(desk.page.get_by_role("link", name="Se connecter")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_within_reach_of_everyone_at_every_size(
    stage: Stage, sit: Sit, width: int, theme: Any
) -> None:
    page = stage.text()
    sit(stage.cast.coordinator, page).rich("finding").click()
    size = {"width": width, "height": 800}
    desk = sit(stage.cast.member, page, viewport=size, color_scheme=theme)
    expect(desk.page.locator(".caret").first).to_be_attached()
    desk.rich("finding").click()
    desk.page.locator(".more-fields summary").first.click()
    assert violations(desk.page) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    assert too_small(desk.page) == []
    desk.block("finding").locator(".handle").click()
    assert violations(desk.page) == []
    desk.page.keyboard.press("Escape")
    desk.page.locator("#presents summary").click()
    assert violations(desk.page) == []
    desk.page.keyboard.press("Escape")
    desk.page.locator(".drop.rest summary").click()
    desk.page.locator("#aide-ouvrir").click()
    assert violations(desk.page) == []
