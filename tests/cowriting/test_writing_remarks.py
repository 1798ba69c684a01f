"""Remarks in the page where a text is written: on chosen words, seen and answered by others."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.cast import Cast

from .conftest import Stage
from .desks import Desk, Sit, sit, too_small, two, violations

__all__ = ["sit", "two"]

pytestmark = pytest.mark.slow


def test_the_database_is_there(cast: Cast) -> None:
    """Has the suite's database made, which the server copies."""
    assert cast.member.pk


def panel(desk: Desk) -> Locator:
    return desk.page.locator(".remarks-panel")


def look(desk: Desk) -> None:
    """What the page does by itself, a few seconds later."""
    desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def choose_last_word(desk: Desk, kind: str) -> None:
    desk.rich(kind).click()
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.press("Control+Shift+ArrowLeft")
    desk.page.keyboard.press("Control+Shift+ArrowLeft")


def test_words_just_typed_are_remarked_by_keyboard_then_answered_by_another(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    one.rich("finding").click()
    one.page.keyboard.press("Control+End")
    one.page.keyboard.type(" Personne ne vient zut")
    for _letter in range(3):
        one.page.keyboard.press("Shift+ArrowLeft")
    one.page.keyboard.press("Control+Alt+m")
    words = panel(one).get_by_label("Votre remarque")
    expect(words).to_be_focused()
    expect(panel(one).locator("[data-passage]")).to_have_text("zut")
    one.page.keyboard.type("Un autre mot ?")
    panel(one).get_by_role("button", name="Envoyer la remarque").press("Enter")
    expect(panel(one).get_by_role("status")).to_have_text("Remarque envoyée.")
    expect(one.rich("finding").locator(".remarked")).to_have_text("zut")
    assert violations(one.page) == []
    one.page.keyboard.press("Escape")
    expect(panel(one)).to_be_hidden()
    expect(one.rich("finding")).to_be_focused()

    look(other)
    badge = other.block("finding").locator(".block-remarks")
    expect(badge).to_have_text("1 remarque ouverte")
    expect(other.rich("finding").locator(".remarked")).to_have_text("zut")
    badge.press("Enter")
    expect(panel(other)).to_contain_text("Un autre mot ?")
    panel(other).locator("summary", has_text="Répondre").click()
    panel(other).get_by_label("Votre réponse").fill("Oui, j'en cherche un.")
    panel(other).get_by_role("button", name="Répondre", exact=True).click()
    expect(panel(other).get_by_role("status")).to_have_text("Réponse envoyée.")
    expect(panel(other).locator(".answers")).to_contain_text("Oui, j'en cherche un.")


def test_a_mark_follows_what_both_write_and_puts_nothing_into_the_text(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    choose_last_word(one, "finding")
    one.page.keyboard.press("Control+Alt+m")
    chosen = panel(one).locator("[data-passage]").inner_text()
    panel(one).get_by_label("Votre remarque").fill("À préciser.")
    panel(one).get_by_role("button", name="Envoyer la remarque").click()
    mark = one.rich("finding").locator(".remarked")
    expect(mark).to_have_text(chosen)
    # The panel stays beside the text, in which one goes on writing.
    for desk in (one, other):
        desk.rich("finding").click()
        desk.page.keyboard.press("Control+Home")
        desk.page.keyboard.type("Avant. ")
    # Each wrote where their own caret was.
    expect(one.rich("finding")).to_contain_text(re.compile(r"Avant\..*Avant\.", re.DOTALL))
    expect(mark).to_have_text(chosen)
    again = one.open()
    mark = one.rich("finding").locator(".remarked")
    expect(mark).to_have_text(chosen)
    # Who presses the words reads the remark beside them, and goes on writing.
    mark.click()
    expect(panel(one)).to_contain_text("À préciser.")
    expect(one.rich("finding")).to_be_focused()
    again.keyboard.press("Control+End")
    again.keyboard.type(" Fin.")
    expect(other.rich("finding")).to_contain_text(" Fin.")


def test_other_words_are_proposed_on_a_telephone_for_a_title(stage: Stage, sit: Sit) -> None:
    desk = sit(
        stage.cast.member, stage.text(), viewport={"width": 360, "height": 740}, has_touch=True
    )
    title = desk.plain("title")
    title.evaluate("area => { area.focus(); area.setSelectionRange(0, 10); }")
    bar = desk.page.locator(".remarks-bar")
    expect(bar).to_be_visible()
    assert violations(desk.page) == [] and too_small(desk.page) == []
    box = bar.bounding_box()
    assert box and box["width"] == 360 and box["y"] + box["height"] <= 741
    bar.get_by_role("button", name="Proposer d'autres mots").tap()
    replacement = panel(desk).get_by_label("Les mots que vous proposez")
    expect(replacement).to_have_value(re.compile("^Rapprocher"))
    replacement.fill("Réunir")
    panel(desk).get_by_role("button", name="Envoyer la suggestion").tap()
    expect(panel(desk).get_by_role("status")).to_have_text("Suggestion envoyée.")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator(".page-remarks .block-remarks")).to_have_text("1 remarque ouverte")


def test_what_was_proposed_is_kept_and_sent_after_signing_in_again(stage: Stage, sit: Sit) -> None:
    desk = sit(stage.cast.member, stage.text())
    propose = desk.page.locator(".remarks-bar").get_by_role("button", name="Proposer")
    replacement = panel(desk).get_by_label("Les mots que vous proposez")
    choose_last_word(desk, "finding")
    propose.click()
    replacement.fill("d'autres mots")
    desk.page.keyboard.press("Escape")
    choose_last_word(desk, "finding")
    propose.click()
    expect(replacement).to_have_value("d'autres mots")
    # Signing in elsewhere gives every tab another secret.
    cookies = desk.page.context.cookies()
    secret = next(cookie for cookie in cookies if "csrf" in cookie["name"])
    desk.page.context.add_cookies([{**secret, "value": "a" * 32}])  # type: ignore[list-item]
    send = panel(desk).get_by_role("button", name="Envoyer la suggestion")
    send.click()
    expect(panel(desk).get_by_role("status")).to_contain_text("Vos mots sont gardés")
    (fault,) = desk.faults
    assert "403" in fault
    desk.faults.clear()
    send.click()
    expect(panel(desk).get_by_role("status")).to_have_text("Suggestion envoyée.")


def test_an_accepted_suggestion_stands_in_everyone_s_editor_at_once(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    choose_last_word(one, "proposal")
    one.page.locator(".remarks-bar").get_by_role("button", name="Proposer").click()
    panel(one).get_by_label("Les mots que vous proposez").fill("quatre saisons")
    panel(one).get_by_role("button", name="Envoyer la suggestion").click()
    expect(panel(one).get_by_role("status")).to_have_text("Suggestion envoyée.")
    look(other)
    other.block("proposal").locator(".block-remarks").click()
    panel(other).get_by_role("button", name="Accepter").first.click()
    for desk in two:
        expect(desk.rich("proposal")).to_contain_text("quatre saisons")


def test_a_moderator_remarks_the_words_of_the_version_that_they_weigh(
    stage: Stage, sit: Sit
) -> None:
    desk = sit(stage.cast.moderator, stage.text("validation"))
    still = desk.block("finding").locator(".rich-text").first
    still.dblclick(position={"x": 30, "y": 20})
    desk.page.locator(".remarks-bar").get_by_role("button", name="Remarquer").click()
    panel(desk).get_by_label("Votre remarque").fill("D'où vient ce mot ?")
    panel(desk).get_by_role("button", name="Envoyer la remarque").click()
    expect(panel(desk).get_by_role("status")).to_have_text("Remarque envoyée.")
    expect(panel(desk)).to_contain_text("sur la version 1")
    expect(desk.block("finding").locator(".block-remarks")).to_have_text("1 remarque ouverte")
