"""The writing page and the others in it: whom one sees and hears, what they leave in place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.cast import Cast

from .conftest import Stage
from .desks import Desk, Sit, begins, sit, two

__all__ = ["sit", "two"]

pytestmark = pytest.mark.slow


def test_the_database_is_there(cast: Cast) -> None:
    """Has the suite's database made, which the server copies."""
    assert cast.member.pk


def test_who_writes_in_a_block_that_another_bins_stands_beside_it_and_comes_back_with_it(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    one.rich("proposal").click()
    one.page.keyboard.press("Control+Home")
    one.page.keyboard.press("ArrowRight")
    next_to = one.page.locator('.block[data-kind="proposal"]').nth(1)
    beside = next_to.get_attribute("id")
    at = next_to.bounding_box()
    other.press_menu("proposal", "Mettre à la corbeille")
    expect(one.page.locator("#passage")).to_contain_text("vos mots y sont gardés")
    expect(one.page.locator(f"#{beside}")).to_be_focused()
    expect(one.page.locator(f"#{beside}")).to_be_in_viewport()
    other.page.locator("#annuler").click()
    focused = one.rich("proposal")
    expect(focused).to_be_focused()
    one.page.keyboard.type("X")
    expect(focused).to_have_text(begins(focused.inner_text()[0] + "X"))
    after = one.page.locator(f"#{beside}").bounding_box()
    assert at and after and abs(at["y"] - after["y"]) < 40


def test_people_who_come_together_are_said_in_one_sentence(stage: Stage, sit: Sit) -> None:
    page = stage.text()
    for user in (stage.cast.coordinator, stage.cast.superuser):
        sit(user, page)
    one = sit(stage.cast.member, page)
    expect(one.page.locator("#annonce")).to_have_text("Coordinator et Superuser sont là.")


def test_carets_are_not_announced(two: tuple[Desk, Desk]) -> None:
    one, other = two
    heard = one.page.locator("#annonce")
    expect(heard).to_have_text("Coordinator est là.")
    one.page.evaluate(
        """() => {
            window.heard = [];
            new MutationObserver(() => window.heard.push(document.getElementById("annonce").textContent))
                .observe(document.getElementById("annonce"), {childList: true, characterData: true, subtree: true});
        }"""
    )
    other.rich("finding").click()
    expect(one.block("finding").locator(".caret-name")).to_be_attached()
    other.rich("proposal").click()
    expect(one.block("proposal").locator(".caret-name")).to_be_attached()
    one.page.wait_for_timeout(5_000)
    assert one.page.evaluate("window.heard") == []


def test_who_reads_the_list_of_people_keeps_their_place_in_it(two: tuple[Desk, Desk]) -> None:
    one, other = two
    other.rich("finding").click()
    one.page.locator("#presents summary").click()
    way = one.page.get_by_role("button", name="Écrit dans")
    way.focus()
    other.rich("proposal").click()
    expect(way).to_contain_text("Proposition 1")
    expect(way).to_be_focused()


def test_a_caret_in_a_title_stands_between_its_letters_and_moves_nothing(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    before = one.plain("title").bounding_box()
    other.plain("title").focus()
    other.page.keyboard.press("Control+Home")
    for _letter in range(5):
        other.page.keyboard.press("ArrowRight")
    caret = one.page.locator("#page-title .caret")
    expect(caret).to_be_visible()
    one.page.wait_for_timeout(500)
    place = caret.bounding_box()
    assert place and before == one.plain("title").bounding_box()
    assert abs(place["x"] - _edge_of_letter(one, 5)) < 3
    other.page.keyboard.type("long")
    expect(one.plain("title")).to_have_value(re.compile("^.{5}long"))
    one.page.wait_for_timeout(500)
    place = caret.bounding_box()
    assert place and abs(place["x"] - _edge_of_letter(one, 9)) < 3


def _edge_of_letter(desk: Desk, at: int) -> float:
    """Where the letter begins on the screen, as fonts are measured without our page."""
    edge: float = desk.plain("title").evaluate(
        """(area, at) => {
            const look = getComputedStyle(area);
            const pen = document.createElement("canvas").getContext("2d");
            pen.font = look.font;
            pen.letterSpacing = look.letterSpacing;
            return area.getBoundingClientRect().left + parseFloat(look.paddingLeft)
                + parseFloat(look.borderLeftWidth) + pen.measureText(area.value.slice(0, at)).width;
        }""",
        at,
    )
    return edge
