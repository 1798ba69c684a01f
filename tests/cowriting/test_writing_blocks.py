"""Blocks, fields and tables of the writing page in a browser: what one presses and types."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from contributions.actions.write import write
from contributions.models import ContributionPage
from contributions.models.assignments import BlockAssignment
from contributions.models.versions import Version
from tests.cast import fresh

from .conftest import Stage
from .desks import Desk, Sit, sit, two

__all__ = ["sit", "two"]

pytestmark = pytest.mark.slow

_SAVED = "Tout est enregistré"
_NAMES = ("Ville", "Délai")
_GRID = {
    "columns": [{"type": "text", "heading": heading} for heading in _NAMES],
    "rows": [{"values": ["Nord", "8"]}, {"values": ["", ""]}],
    "caption": "",
}


def undoes(desk: Desk, kind: str) -> bool:
    """Undoes from the browser's own menu; whether the page took it for itself."""
    taken: bool = desk.page.evaluate(
        """(kind) => !document.activeElement.dispatchEvent(new InputEvent("beforeinput",
            {inputType: kind, bubbles: true, cancelable: true}))""",
        kind,
    )
    return taken


def cell(desk: Desk, column: int, row: int) -> Any:
    return desk.page.get_by_label(f"Colonne {column}, ligne {row}", exact=True)


@pytest.fixture
def table(stage: Stage) -> ContributionPage:
    """A text with a table of two rows, the second of which nobody has filled."""
    body = [("table", {"caption": "Délais", "table": _GRID}), ("text", {"text": "<p>Un.</p>"})]
    page = stage.text()
    write(page, by=stage.cast.member, body=body)
    return fresh(page)


def test_lists_go_five_levels_deep_and_no_word_is_left_out(stage: Stage, sit: Sit) -> None:
    desk = sit(stage.cast.member, stage.text())
    desk.rich("finding").click()
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.press("Enter")
    desk.paste("".join(f"<ul><li><p>mot {level}</p>" for level in range(1, 8)))
    words = desk.rich("finding")
    passing = desk.page.locator("#passage")
    expect(passing).to_contain_text("ce qui était plus profond est au cinquième")
    expect(words.locator("ul ul ul ul ul")).to_have_count(1)
    expect(words.locator("ul ul ul ul ul > li")).to_have_text(["mot 5", "mot 6", "mot 7"])
    expect(words.locator("ul ul ul ul ul ul")).to_have_count(0)
    desk.page.keyboard.press("Tab")
    expect(passing).to_have_text("Une liste a cinq niveaux au plus.")
    expect(words.locator("ul ul ul ul ul ul")).to_have_count(0)
    expect(desk.page.locator("#etat")).to_have_text(_SAVED)


def test_a_word_that_is_being_composed_outlives_what_others_do_to_its_block(
    two: tuple[Desk, Desk],
) -> None:
    one, other = two
    keyboard = one.context.new_cdp_session(one.page)
    one.block("finding").locator("textarea").first.focus()
    one.page.keyboard.press("Home")
    keyboard.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    other.press_menu("finding", "Point d'attention", "menuitemradio")
    expect(other.block("attention")).to_be_visible()
    expect(other.page.locator("#etat")).to_have_text(_SAVED)
    keyboard.send("Input.insertText", {"text": "日本"})
    for desk in two:
        expect(desk.block("attention").locator("textarea").first).to_have_value(
            "日本Des renoncements"
        )
    one.page.keyboard.type("!")
    expect(other.block("attention").locator("textarea").first).to_have_value(
        "日本!Des renoncements"
    )


def test_two_people_in_one_empty_cell_keep_their_words_and_their_carets(
    stage: Stage, sit: Sit, table: ContributionPage
) -> None:
    one, other = sit(stage.cast.member, table), sit(stage.cast.coordinator, table)
    keyboard = one.context.new_cdp_session(one.page)
    for desk in (one, other):
        cell(desk, 1, 2).focus()
    keyboard.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    other.page.keyboard.type("Sud ")
    other.page.get_by_role("button", name="Ajouter une ligne").click()
    expect(cell(one, 1, 3)).to_be_visible()
    keyboard.send("Input.insertText", {"text": "日本"})
    for desk in (one, other):
        expect(cell(desk, 1, 2)).to_have_count(1)
        expect(cell(desk, 1, 2)).to_have_value("日本Sud ")
    expect(cell(one, 1, 2)).to_be_focused()


def test_a_table_that_is_not_written_here_is_read_and_nothing_changes_it(
    stage: Stage, sit: Sit, table: ContributionPage
) -> None:
    revision = table.get_latest_revision()
    body = json.loads(revision.content["body"])
    body[0]["value"]["table"]["columns"][0]["type"] = "figures"
    revision.content["body"] = json.dumps(body)
    revision.save(update_fields=["content"])
    desk = sit(stage.cast.member, table)
    grid = desk.block("table").locator(".carried-table")
    expect(grid.locator("th")).to_have_text(_NAMES)
    expect(grid.locator("tr").nth(1)).to_contain_text("Nord")
    expect(grid.locator("button, textarea")).to_have_count(0)
    desk.block("table").locator(".handle").click()
    expect(desk.page.get_by_role("menuitemradio")).to_have_count(0)


def test_who_takes_a_line_out_of_a_table_stays_in_the_table(
    stage: Stage, sit: Sit, table: ContributionPage
) -> None:
    desk = sit(stage.cast.member, table)

    def remove(what: str) -> None:
        desk.page.get_by_role("button", name=f"Retirer la {what}").click()

    def focused() -> str:
        return str(desk.page.evaluate("document.activeElement.textContent"))

    remove("ligne 1")
    assert focused() == "Retirer la ligne 1"
    expect(cell(desk, 1, 1)).to_have_value("")
    remove("colonne 2")
    assert focused() == "Retirer la colonne 1"
    remove("ligne 1")
    assert focused() == "Ajouter une ligne"


def test_a_dialog_has_its_own_undoing(stage: Stage, sit: Sit) -> None:
    desk = sit(stage.cast.member, stage.text())
    desk.rich("finding").click()
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.type(" gardé")
    desk.page.keyboard.press("Control+k")
    address = desk.page.locator("#lien-adresse")
    address.press_sequentially("exemple.org")
    desk.page.keyboard.press("Control+z")
    expect(address).not_to_have_value("exemple.org")
    desk.page.keyboard.press("Escape")
    expect(desk.rich("finding")).to_contain_text(" gardé")


def test_the_browser_s_own_undo_takes_back_what_one_wrote(
    stage: Stage, sit: Sit, table: ContributionPage
) -> None:
    desk = sit(stage.cast.member, table)
    for field, words in ((desk.rich("text"), " enfin"), (cell(desk, 1, 2), "Sud")):
        field.click()
        desk.page.keyboard.press("Control+End")
        desk.page.keyboard.type(words)
        read = "each => each.value ?? each.textContent"
        assert words in field.evaluate(read)
        assert undoes(desk, "historyUndo")
        assert words not in field.evaluate(read)
        assert undoes(desk, "historyRedo")
        assert words in field.evaluate(read)


def test_the_keys_that_move_a_block_do_nothing_else_and_are_those_of_the_help(
    stage: Stage, sit: Sit
) -> None:
    desk = sit(stage.cast.member, stage.text())
    before = desk.kinds()
    desk.block("heading").locator("select").focus()
    desk.page.keyboard.press("Alt+Shift+ArrowDown")
    desk.page.keyboard.press("Escape")
    desk.block("heading").locator("textarea").focus()
    desk.page.keyboard.press("Alt+ArrowDown")
    assert desk.kinds() == before
    desk.page.keyboard.press("Alt+Shift+ArrowDown")
    assert desk.kinds() == [before[1], before[0], *before[2:]]
    desk.page.keyboard.press("Control+/")
    row = desk.page.locator("#aide dt", has_text="↑").inner_text().split()
    assert row == ["Alt", "Maj", "↑", "↓"]


def test_a_version_is_named_once_however_often_one_presses(stage: Stage, sit: Sit) -> None:
    page = stage.text()
    desk = sit(stage.cast.member, page)
    desk.page.locator(".drop.rest summary").click()
    desk.page.locator("#nommer-ouvrir").click()
    desk.page.locator("#nommer-nom").fill("Avant relecture")
    desk.page.get_by_role("button", name="Donner ce nom").dblclick()
    expect(desk.page.locator("#nommer")).to_be_hidden()
    versions = Version.objects.filter(record=page.record)
    assert [version.label for version in versions] == ["Avant relecture"]


def test_a_block_becomes_what_shows_some_of_its_words_and_keeps_the_others(
    stage: Stage, sit: Sit
) -> None:
    desk = sit(stage.cast.member, stage.text())
    desk.block("proposal").locator(".handle").click()
    offered = desk.page.get_by_role("menuitemradio").locator(".menu-label").all_inner_texts()
    assert "Vidéo" in offered
    assert "Image" not in offered
    desk.page.get_by_role("menuitemradio", name="Vidéo").click()
    expect(desk.block("video").locator("textarea").first).to_have_value("Aller vers")
    expect(desk.page.locator("#passage")).to_contain_text("met de côté")
    aside = desk.block("video").locator(".set-aside")
    aside.locator("summary").click()
    expect(aside).to_contain_text("Des permanences mobiles")
    desk.press_menu("video", "Proposition", "menuitemradio")
    expect(desk.rich("proposal")).to_contain_text("Des permanences mobiles")


def test_an_empty_block_becomes_a_table_in_which_one_writes(stage: Stage, sit: Sit) -> None:
    desk = sit(stage.cast.member, stage.text())
    desk.page.locator("#premier-bloc").click()
    desk.page.get_by_role("menuitem", name="Chiffre").click()
    desk.press_menu("figure", "Tableau", "menuitemradio")
    cell(desk, 1, 1).click()
    desk.page.keyboard.type("Nord")
    expect(desk.page.locator("#etat")).to_have_text(_SAVED)
    desk.page.reload()
    expect(cell(desk, 1, 1)).to_have_value("Nord")


def test_a_block_is_entrusted_without_leaving_the_text(stage: Stage, sit: Sit) -> None:
    page = stage.text()
    desk = sit(stage.cast.coordinator, page)
    desk.rich("finding").click()
    desk.page.keyboard.type("Encore un mot. ")
    desk.press_menu("finding", "Confier ce bloc")
    desk.page.get_by_label("À qui").select_option(label=stage.cast.member.public_name)
    desk.page.get_by_role("button", name="Confier", exact=True).click()
    expect(desk.block("finding").locator(".block-writer")).to_contain_text("Member")
    expect(desk.rich("finding")).to_contain_text("Encore un mot. ")
    assert BlockAssignment.objects.filter(record=page.record).count() == 1


@pytest.mark.parametrize("width", [320, 360])
def test_on_a_small_screen_the_header_leaves_the_caret_in_sight(
    stage: Stage, sit: Sit, width: int
) -> None:
    long = "".join(f"<p>Ligne {rank}.</p>" for rank in range(60))
    page = stage.text()
    write(page, by=stage.cast.member, body=[("text", {"text": long})])
    desk = sit(stage.cast.member, page, viewport={"width": width, "height": 480})
    desk.rich("text").click()
    desk.page.keyboard.press("Control+End")
    for _line in range(45):
        desk.page.keyboard.press("ArrowUp")
    places = """() => {
        const box = (each) => document.querySelector(each).getBoundingClientRect();
        return [box(".desk-bar").bottom, box(".toolbar"), getSelection().getRangeAt(0).getBoundingClientRect().top];
    }"""
    # The page scrolls after the key, when the browser has a moment.
    desk.page.wait_for_function(
        f"() => {{ const [, tools, caret] = ({places})(); return tools.bottom <= caret; }}"
    )
    bar, tools, _caret = desk.page.evaluate(places)
    assert bar - 1 <= tools["top"]
    # Two lines of header and a line of tools would leave a third of such a window.
    assert tools["bottom"] <= 130


def test_a_text_that_is_too_long_is_told_where_it_is_written(stage: Stage, sit: Sit) -> None:
    desk = sit(stage.cast.member, stage.text())
    title = desk.plain("title")
    title.fill("a" * 260)
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description(
        "Trop long\u202f: 260 caractères, pour 255 au plus"
    )
    title.fill("Court")
    expect(title).not_to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description("")
