"""What is saved elsewhere comes into the living document, and no word is lost for it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pycrdt import Doc, Map, Text, XmlElement, XmlText

from cowriting.document.conversion import words_of
from cowriting.merging.blocks import merge_outside

from .documents import block_id, block_in, calls_of, ours, twin


def test_changes_of_two_words_of_one_sentence_meet() -> None:
    base = _text("<p>Le petit chat noir dort</p>")
    doc = ours(base)
    _type(doc, "Le petit", 3, "tout ")
    report = merge_outside(doc, base, _text("<p>Le petit chat noir <b>ronfle</b></p>"))
    assert _html(doc) == "<p>Le tout petit chat noir <b>ronfle</b></p>"
    assert report.fields == [f"{block_id(1)}/text"]
    assert not report.both_kept


def test_two_changes_of_one_word_keep_both_paragraphs_ours_first() -> None:
    base = _text("<p>Un chat noir</p><p>Fin</p>")
    doc = ours(base)
    _type(doc, "Un chat", 3, "gros ")
    report = merge_outside(doc, base, _text("<p>Un chien noir</p><p>Fin</p>"))
    assert _html(doc) == "<p>Un gros chat noir</p><p>Un chien noir</p><p>Fin</p>"
    assert report.both_kept == [f"{block_id(1)}/text"]


def test_two_changes_of_one_title_keep_both() -> None:
    base = _text("") | {"title": "Avant"}
    doc = ours(base)
    title = doc.get("page", type=Map)["title"]
    title.clear()
    title.insert(0, "Nôtre")
    report = merge_outside(doc, base, base | {"title": "Leur"})
    assert words_of(doc, base)["title"] == "Nôtre / Leur"
    assert report.both_kept == ["page/title"]


def test_paragraphs_added_by_both_are_both_there() -> None:
    base = _text("<p>Un</p>")
    doc = ours(base)
    fragment = block_in(doc)["text"]
    fragment.children.append(XmlElement("paragraph")).children.append(XmlText("Nôtre"))
    report = merge_outside(doc, base, _text("<p>Un</p><p>Leur</p>"))
    assert _html(doc) == "<p>Un</p><p>Nôtre</p><p>Leur</p>"
    assert not report.both_kept


def test_a_paragraph_that_they_deleted_goes_unless_we_wrote_in_it() -> None:
    base = _text("<p>Un</p><p>Deux</p><p>Trois</p><p>Quatre</p>")
    doc = ours(base)
    _type(doc, "Deux", 4, " nôtre")
    report = merge_outside(doc, base, _text("<p>Un</p><p>Quatre</p>"))
    assert _html(doc) == "<p>Un</p><p>Deux nôtre</p><p>Quatre</p>"
    assert report.both_kept == [f"{block_id(1)}/text"]


def test_a_paragraph_that_we_deleted_comes_back_when_they_wrote_in_it() -> None:
    base = _text("<p>Un</p><p>Deux mots</p><p>Trois</p>")
    doc = ours(base)
    del block_in(doc)["text"].children[1]
    report = merge_outside(doc, base, _text("<p>Un</p><p>Deux mots leurs</p><p>Trois</p>"))
    assert _html(doc) == "<p>Un</p><p>Deux mots leurs</p><p>Trois</p>"
    assert report.both_kept == [f"{block_id(1)}/text"]


def test_paragraphs_that_they_added_and_took_away_leave_the_others_in_order() -> None:
    base = _text("<p>Un</p><p>Deux</p><p>Trois</p>")
    doc = ours(base)
    theirs = _text(
        "<p>A</p><p>B</p><p>Un</p><p>C</p><p>D</p><ul><li>E</li></ul><p>Trois</p><p>F</p>"
    )
    assert not merge_outside(doc, base, theirs).both_kept
    assert words_of(doc, theirs) == theirs
    assert _html(doc) == theirs["body"][0]["value"]["text"]


def test_an_empty_text_is_filled_in_the_paragraph_that_it_has() -> None:
    base = _text("")
    doc = ours(base)
    merge_outside(doc, base, _text("<p>Un</p><ul><li>deux</li></ul>"))
    assert [child.tag for child in block_in(doc)["text"].children] == ["paragraph", "bulletList"]
    assert _html(doc) == "<p>Un</p><ul><li>deux</li></ul>"


def test_what_others_type_meanwhile_stays_in_its_place() -> None:
    base = _text("<p>Le chat dort sur le mur</p>") | {"summary": "Un deux trois"}
    doc = ours(base)
    other = twin(doc, client=9)
    merge_outside(
        doc, base, _text("<p>Le gros chat dort sur <i>le</i> toit</p>") | {"summary": "Un 2 trois"}
    )
    _type(other, "Le chat", len("Le chat"), " blanc")
    other.get("page", type=Map)["summary"].insert(0, "Zéro ")
    doc.apply_update(other.get_update())
    assert _html(doc) == "<p>Le gros chat blanc dort sur <i>le</i> toit</p>"
    assert words_of(doc, base)["summary"] == "Zéro Un 2 trois"


def test_a_mark_is_set_without_touching_a_letter() -> None:
    base = _text("<p>Le chat dort</p>")
    doc = ours(base)
    other = twin(doc, client=9)
    merge_outside(doc, base, _text("<p>Le <b>chat</b> dort</p>"))
    _type(other, "Le chat", len("Le ch"), "â")
    doc.apply_update(other.get_update())
    assert _html(doc) == "<p>Le <b>châat</b> dort</p>"


def test_an_item_of_a_list_changes_alone() -> None:
    base = _text("<ul><li>un</li><li>deux<ol><li>trois</li></ol></li></ul>")
    doc = ours(base)
    _type(doc, "un", 2, " nôtre")
    merge_outside(
        doc,
        base,
        _text("<ul><li>un</li><li>deux<ol><li>trois leur</li></ol></li><li>quatre</li></ul>"),
    )
    assert _html(doc) == (
        "<ul><li>un nôtre</li><li>deux<ol><li>trois leur</li></ol></li><li>quatre</li></ul>"
    )


def test_a_block_that_they_deleted_goes_unless_we_wrote_in_it() -> None:
    base = _text("<p>Un</p>", "<p>Deux</p>")
    doc = ours(base)
    _type(doc, "Un", 2, " nôtre")
    report = merge_outside(doc, base, _text())
    assert [block["id"] for block in words_of(doc, _text())["body"]] == [block_id(1)]
    assert (report.deleted, report.both_kept) == ([block_id(2)], [block_id(1)])


def test_a_block_that_we_deleted_comes_back_when_they_wrote_in_it() -> None:
    base = _text("<p>Un</p>", "<p>Deux</p>")
    doc = ours(base)
    block_in(doc, 1)["deleted"] = block_in(doc, 2)["deleted"] = True
    theirs = _text("<p>Un leur</p>", "<p data-block-key='abcde'>Deux</p>")
    report = merge_outside(doc, base, theirs)
    assert words_of(doc, theirs)["body"] == theirs["body"][:1]
    assert report.both_kept == [block_id(1)]


def test_a_block_that_they_moved_moves_and_one_that_we_moved_stays() -> None:
    base = _text(*(f"<p>{n}</p>" for n in range(1, 6)))
    doc = ours(base)
    block_in(doc, 5)["order"] = "00001.7"
    theirs = deepcopy(base)
    theirs["body"].append(theirs["body"].pop(1))
    report = merge_outside(doc, base, theirs)
    order = [block["id"] for block in words_of(doc, theirs)["body"]]
    # Theirs stands behind the fifth there, so it does here.
    assert order == [block_id(n) for n in (5, 2, 1, 3, 4)]
    assert report.moved == [block_id(2)]


def test_a_block_that_they_retyped_is_retyped_and_keeps_what_we_wrote() -> None:
    value = {"title": "Titre", "text": "<p>Un</p>", "territory": "Ici"}
    base = _text() | {"body": [{"type": "finding", "value": value, "id": block_id(1)}]}
    doc = ours(base)
    _type(doc, "Un", 2, " nôtre")
    theirs = _text() | {
        "body": [
            {
                "type": "attention",
                "value": {"title": "Leur", "text": "<p>Un</p>"},
                "id": block_id(1),
            }
        ]
    }
    report = merge_outside(doc, base, theirs)
    [block] = words_of(doc, theirs)["body"]
    assert block["type"] == "attention"
    assert block["value"] == {"title": "Leur", "text": "<p>Un nôtre</p>"}
    assert str(block_in(doc)["territory"]) == "Ici"
    assert report.fields == [f"{block_id(1)}/type", f"{block_id(1)}/title"]


def test_of_two_choices_ours_holds_and_both_are_told() -> None:
    value = {"level": "h2", "text": "Titre"}
    base = _text() | {"body": [{"type": "heading", "value": value, "id": block_id(1)}]}
    theirs = deepcopy(base)
    theirs["body"][0]["value"]["level"] = "h3"
    untouched = ours(base)
    merge_outside(untouched, base, theirs)
    assert words_of(untouched, theirs) == theirs
    proposal = {"title": "P", "text": "", "horizon": ""}
    base = _text() | {"body": [{"type": "proposal", "value": proposal, "id": block_id(1)}]}
    theirs = deepcopy(base)
    theirs["body"][0]["value"]["horizon"] = "court"
    doc = ours(base)
    block_in(doc)["choice:horizon"] = "moyen"
    report = merge_outside(doc, base, theirs)
    assert words_of(doc, theirs)["body"][0]["value"]["horizon"] == "moyen"
    assert report.both_kept == [f"{block_id(1)}/choice:horizon"]


def test_a_quote_keeps_the_marks_that_its_words_have() -> None:
    base = _text("<p>Un <b>gras</b></p><p>Deux</p>")
    doc = ours(base)
    block_in(doc)["type"] = "quote"
    quoted = words_of(doc, base)
    theirs = deepcopy(quoted)
    theirs["body"][0]["value"]["quote"] = "Un gras\nDeux leur"
    merge_outside(doc, quoted, theirs)
    assert words_of(doc, theirs) == theirs
    block_in(doc)["type"] = "text"
    assert _html(doc) == "<p>Un <b>gras</b></p><p>Deux leur</p>"


def test_items_that_both_added_to_a_list_are_there_once_each() -> None:
    value = {"title": "P", "text": "", "audiences": ["Un", "Deux"]}
    base = _text() | {"body": [{"type": "proposal", "value": value, "id": block_id(1)}]}
    doc = ours(base)
    audiences = block_in(doc)["audiences"]
    audiences += "\nCommun\nNôtre"
    theirs = deepcopy(base)
    theirs["body"][0]["value"]["audiences"] = ["Un", "Deux", "Commun", "Leur"]
    report = merge_outside(doc, base, theirs)
    assert str(block_in(doc)["audiences"]) == "Un\nDeux\nCommun\nNôtre\nLeur"
    assert not report.both_kept


def test_tables_meet_cell_by_cell() -> None:
    base = _table(["A", "B"], ["1", "2"], ["3", "4"])
    doc = ours(base)
    _cell(doc, "4").insert(1, " nôtre")
    theirs = _table(["A", "B", "C"], ["1 leur", "2", "x"], ["3", "4", ""], ["5", "6", "7"])
    report = merge_outside(doc, base, theirs)
    assert _rows(doc, theirs) == [["1 leur", "2", "x"], ["3", "4 nôtre", ""], ["5", "6", "7"]]
    assert not report.both_kept
    assert report.fields == [f"{block_id(1)}/rows"]


def test_a_row_and_a_column_that_they_deleted_go_unless_we_wrote_in_them() -> None:
    base = _table(["A", "B"], ["1", "2"], ["3", "4"], ["5", "6"])
    doc = ours(base)
    merge_outside(doc, base, _table(["B"], ["2"], ["6"]))
    assert _rows(doc, base) == [["2"], ["6"]]
    doc = ours(base)
    _cell(doc, "3").insert(1, " nôtre")
    report = merge_outside(doc, base, _table(["B"], ["2"], ["6"]))
    assert ["3 nôtre", "4"] in _rows(doc, base)
    assert report.both_kept == [f"{block_id(1)}/rows"]


def test_the_work_for_a_long_table_grows_no_faster_than_the_table() -> None:
    base = _table(["a", "b"], ["x", "y"])

    def cost(count: int) -> int:
        doc, theirs = ours(base), _table(["a", "b"], *([f"{n}", "z"] for n in range(count)))
        return calls_of(lambda: merge_outside(doc, base, theirs))

    assert cost(400) < 15 * cost(40)


def test_two_changes_of_one_cell_keep_both() -> None:
    base = _table(["A"], ["un"])
    doc = ours(base)
    cell = _cell(doc, "un")
    cell.clear()
    cell.insert(0, "nôtre")
    report = merge_outside(doc, base, _table(["A"], ["leur"]))
    assert _rows(doc, base) == [["nôtre / leur"]]
    assert report.both_kept == [f"{block_id(1)}/rows"]


def test_a_block_of_an_unknown_type_that_they_added_is_theirs() -> None:
    base = _text("<p>Un</p>")
    doc = ours(base)
    unknown = {"type": "map", "value": [1], "id": block_id(9)}
    theirs = deepcopy(base)
    theirs["body"].insert(0, unknown)
    assert merge_outside(doc, base, theirs).added == [block_id(9)]
    assert words_of(doc, theirs) == theirs


def _text(*htmls: str) -> dict[str, Any]:
    return {
        "title": "Titre", "summary": "", "approach": "", "addressees": "",
        "body": [
            {"type": "text", "value": {"text": html}, "id": block_id(number)}
            for number, html in enumerate(htmls, 1)
        ],
    }  # fmt: skip


def _table(headings: list[str], *rows: list[str]) -> dict[str, Any]:
    table = {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in rows],
        "caption": "",
    }
    value = {"caption": "Légende", "table": table}
    return _text() | {"body": [{"type": "table", "value": value, "id": block_id(1)}]}


def _rows(doc: Doc[Any], base: dict[str, Any]) -> list[list[str]]:
    table = words_of(doc, base)["body"][0]["value"]["table"]
    return [row["values"] for row in table["rows"]]


def _cell(doc: Doc[Any], words: str) -> Text:
    rows = block_in(doc)["rows"]
    texts = [text for row in rows.values() for text in row["cells"].values()]
    return next(text for text in texts if str(text) == words)


def _html(doc: Doc[Any]) -> str:
    html: str = words_of(doc, {})["body"][0]["value"]["text"]
    return html


def _type(doc: Doc[Any], beginning: str, place: int, new: str) -> None:
    """Put words into the text node that begins so, after `place` letters."""
    for text in _nodes(block_in(doc)["text"]):
        if str(text).startswith(beginning):
            text.insert(len(beginning[:place].encode()), new)
            return
    raise AssertionError(beginning)


def _nodes(holder: Any) -> Any:
    for child in holder.children:
        if isinstance(child, XmlText):
            yield child
        else:
            yield from _nodes(child)
