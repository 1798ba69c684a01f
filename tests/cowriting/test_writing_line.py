"""The writing page when its line, its server or its browser fails it: no word is lost."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from contributions.actions.open_review import open_review
from tests.cast import Cast, fresh

from .conftest import Stage
from .desks import Desk, Sit, begins, ends, sit, two
from .routed import Routed

__all__ = ["sit", "two"]

pytestmark = pytest.mark.slow

SAVED = "Tout est enregistré"
#: More than any frame may hold: the server ends the line over it, each time.
TOO_LONG = 1_100_000


def test_the_database_is_there(cast: Cast) -> None:
    """Has the suite's database made, which the server copies."""
    assert cast.member.pk


def saved(desk: Desk) -> None:
    expect(desk.page.locator("#etat")).to_have_text(SAVED, timeout=60_000)


def paste_too_much(desk: Desk) -> None:
    desk.plain("summary").evaluate(
        """(area, length) => {
            area.value += " Trop long " + "x".repeat(length);
            area.dispatchEvent(new InputEvent("input"));
        }""",
        TOO_LONG,
    )


def leftovers(page: Page) -> Any:
    return page.locator('[data-notice="leftovers"]')


# -- What the server cannot take ------------------------------------------------------------


def test_words_that_the_server_cannot_take_are_given_back_and_their_writer_goes_on(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    paste_too_much(one)
    expect(leftovers(one.page).locator("pre")).to_contain_text("Trop long", timeout=60_000)
    expect(one.page.locator(".mast [role=alert]")).to_contain_text("n'ont pas pu être enregistrés")
    saved(one)
    one.rich("finding").click()
    one.page.keyboard.type("Et après ")
    expect(other.rich("finding")).to_contain_text("Et après ")
    expect(one.plain("summary")).not_to_have_value(re.compile("Trop long"))


def test_words_that_the_server_has_are_not_given_back_with_those_that_it_cannot_take(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    line = Routed(one)
    one.plain("summary").focus()
    one.page.keyboard.press("Control+End")
    line.deaf = True
    one.page.keyboard.type(" Arrivé")
    expect(other.plain("summary")).to_have_value(ends(" Arrivé"))
    line.deaf, line.dead = False, True
    one.page.keyboard.type(" hors ligne")
    one.page.wait_for_timeout(500)
    paste_too_much(one)
    one.page.wait_for_timeout(500)
    one.page.evaluate("dispatchEvent(new Event('offline'))")
    line.dead = False
    words = leftovers(one.page).locator("pre")
    expect(words).to_contain_text("Trop long", timeout=60_000)
    expect(words).not_to_contain_text("Arrivé")
    expect(words).not_to_contain_text("hors ligne")
    saved(one)
    for desk in two:
        expect(desk.plain("summary")).to_have_value(ends(" Arrivé hors ligne"))


def test_words_given_back_stay_until_their_writer_does_away_with_them(
    sit: Sit, stage: Stage
) -> None:
    desk = sit(stage.cast.member, stage.text())
    paste_too_much(desk)
    expect(leftovers(desk.page)).to_be_visible(timeout=60_000)
    saved(desk)
    desk.page.close()
    desk.open()
    expect(leftovers(desk.page).locator("pre")).to_contain_text("Trop long")
    leftovers(desk.page).get_by_role("button", name="Effacer ces mots").click()
    leftovers(desk.page).get_by_role("button", name="Les effacer pour de bon").click()
    expect(leftovers(desk.page)).to_have_count(0)
    desk.page.close()
    desk.open()
    expect(leftovers(desk.page)).to_have_count(0)


def dies_while_one_types(one: Desk, words: str) -> Routed:
    """The words begin the summary, and no server hears them."""
    line = Routed(one)
    one.plain("summary").focus()
    one.page.keyboard.press("Control+Home")
    line.dead = True
    one.page.keyboard.type(words)
    return line


def comes_back_saying(one: Desk, line: Routed, kind: str, **facts: Any) -> None:
    """The server's word overtakes what was typed."""
    one.page.wait_for_timeout(500)  # what was typed reaches the dead line first
    line.tell(kind, **facts)
    one.page.wait_for_timeout(200)
    line.dead = False


# -- A line that is dead ----------------------------------------------------------------------


def test_a_line_that_dies_under_somebody_s_hands_is_noticed_while_they_type(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    line = Routed(one)
    one.plain("summary").focus()
    one.page.keyboard.press("Control+Home")
    line.dead = True
    state = one.page.locator("#etat")
    one.page.keyboard.type("x")
    assert state.text_content() == "Enregistrement…"
    deadline = time.monotonic() + 30
    while "Hors ligne" not in (state.text_content() or ""):
        assert time.monotonic() < deadline
        assert state.text_content() == "Enregistrement…"
        one.page.keyboard.type("x")
        one.page.wait_for_timeout(300)
    line.dead = False
    one.page.keyboard.type(" fin")
    expect(other.plain("summary")).to_have_value(re.compile("^x+ fin"), timeout=60_000)
    saved(one)


def test_a_line_that_dies_while_nobody_writes_is_noticed(two: tuple[Desk, Desk]) -> None:
    one, other = two
    one.context.clock.install()
    line = Routed(one)
    saved(one)
    line.dead = True
    one.page.clock.run_for(40_000)
    other.plain("summary").focus()
    other.page.keyboard.press("Control+Home")
    other.page.keyboard.type("Pendant ce temps ")
    saved(other)
    expect(one.page.locator("#etat")).to_contain_text("Hors ligne")
    line.dead = False
    one.page.evaluate("setInterval(() => dispatchEvent(new Event('online')), 500)")
    expect(one.plain("summary")).to_have_value(begins("Pendant ce temps "))


# -- A document that begins again ---------------------------------------------------------------


def test_a_document_that_begins_again_keeps_words_that_no_browser_stores(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    one.context.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    line = dies_while_one_types(one, "Gardé en mémoire ")
    expect(one.page.locator("#etat")).to_have_attribute("data-kept", "false")
    comes_back_saying(one, line, "reset", reason="test")
    expect(other.plain("summary")).to_have_value(begins("Gardé en mémoire "))
    saved(one)


def test_words_on_their_way_while_others_are_refused_go_into_the_text(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    line = dies_while_one_types(one, "En chemin ")
    comes_back_saying(one, line, "refused", count=1, reason="moment")
    expect(other.plain("summary")).to_have_value(begins("En chemin "))
    saved(one)


def test_a_document_that_begins_again_leaves_the_caret_and_the_scroll_where_they_were(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    line = Routed(one)
    for kind, write in (("proposal", "milieu "), ("finding", "centre ")):
        one.rich(kind).click()
        one.page.keyboard.press("Control+Home")
        one.page.keyboard.press("ArrowRight")
        one.page.keyboard.press("ArrowRight")
        words = one.rich(kind).inner_text()
        top = one.rich(kind).bounding_box()
        saved(one)
        line.tell("reset", reason="test")
        one.page.wait_for_timeout(1_500)
        saved(one)
        one.page.keyboard.type(write)
        expect(one.rich(kind)).to_have_text(words[:2] + write + words[2:])
        expect(other.rich(kind)).to_contain_text(words[:2] + write)
        after = one.rich(kind).bounding_box()
        assert top and after and abs(top["y"] - after["y"]) < 2


# -- Who may not write any more -----------------------------------------------------------------


def test_undoing_ends_with_the_right_to_write(stage: Stage, sit: Sit) -> None:
    page = stage.text()
    desk = sit(stage.cast.member, page)
    desk.plain("summary").focus()
    desk.page.keyboard.press("Control+Home")
    desk.page.keyboard.type("Reste là ")
    saved(desk)
    open_review(fresh(page), by=stage.cast.coordinator)
    expect(desk.page.locator(".mast [role=status]")).to_contain_text("sans écrire")
    desk.page.keyboard.press("Control+z")
    expect(desk.plain("summary")).to_have_value(begins("Reste là "))
    saved(desk)


def test_the_end_of_writing_is_said_where_one_is_without_taking_the_caret(
    stage: Stage, sit: Sit
) -> None:
    page = stage.text()
    desk = sit(stage.cast.member, page)
    desk.plain("approach").focus()
    open_review(fresh(page), by=stage.cast.coordinator)
    said = desk.page.locator(".mast [role=status]")
    expect(said).to_contain_text("Vous lisez ce texte sans écrire.")
    expect(said).to_contain_text("Le texte n'est plus en cours d'écriture")
    expect(said).to_be_in_viewport()
    expect(desk.plain("approach")).to_be_focused()


def test_words_that_follow_refused_ones_are_kept_with_them(stage: Stage, sit: Sit) -> None:
    page = stage.text()
    desk = sit(stage.cast.member, page)
    line = Routed(desk)
    area = desk.plain("summary")
    area.focus()
    area.dispatch_event("compositionstart")
    open_review(fresh(page), by=stage.cast.coordinator)
    expect(desk.page.locator(".mast [role=status]")).to_contain_text("sans écrire")
    line.deaf = True
    area.evaluate("(area) => (area.value = 'Premier ' + area.value)")
    area.dispatch_event("compositionend")
    desk.page.wait_for_timeout(1_000)
    line.dead = True
    area.dispatch_event("compositionstart")
    area.evaluate("(area) => (area.value = 'Second ' + area.value)")
    area.dispatch_event("compositionend")
    desk.page.wait_for_timeout(500)
    line.dead = line.deaf = False
    desk.page.evaluate("dispatchEvent(new Event('offline'))")
    notice = desk.page.locator('[data-notice="refused"] pre')
    expect(notice).to_contain_text("Premier")
    expect(notice).to_contain_text("Second")
    saved(desk)
    desk.page.locator(".mast").get_by_role("link", name="Voir les mots refusés").click()
    expect(desk.page.locator("main")).to_contain_text("Premier")
    expect(desk.page.locator("main")).to_contain_text("Second")


def test_a_word_composed_while_the_right_to_write_ends_is_kept_as_refused(
    stage: Stage, sit: Sit
) -> None:
    page = stage.text()
    desk = sit(stage.cast.member, page)
    area = desk.plain("summary")
    area.focus()
    area.dispatch_event("compositionstart")
    open_review(fresh(page), by=stage.cast.coordinator)
    expect(desk.page.locator(".mast [role=status]")).to_contain_text("sans écrire")
    area.evaluate("(area) => (area.value = 'Composé ' + area.value)")
    area.dispatch_event("compositionend")
    alert = desk.page.locator(".mast [role=alert]")
    expect(alert).to_contain_text("Vos derniers mots sont arrivés trop tard")
    expect(alert).to_be_in_viewport()
    expect(desk.page.locator('[data-notice="refused"] pre')).to_have_text("Composé ")
    alert.get_by_role("link", name="Voir les mots refusés").click()
    expect(desk.page.locator("main")).to_contain_text("Composé")


def test_closing_the_page_is_asked_about_only_while_something_is_unsaved(
    stage: Stage, sit: Sit
) -> None:
    asks = """() => {
        const event = new Event("beforeunload", {cancelable: true});
        dispatchEvent(event);
        return event.defaultPrevented;
    }"""
    desk = sit(stage.cast.member, stage.text())
    assert not desk.page.evaluate(asks)
    desk.context.set_offline(True)
    desk.plain("summary").focus()
    desk.page.keyboard.type("x")
    assert desk.page.evaluate(asks)
    desk.context.set_offline(False)
    saved(desk)
    assert not desk.page.evaluate(asks)
