"""Formatted words: one canonical form, nothing lost, nothing let in."""

from __future__ import annotations

from html import unescape

import pytest
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from cowriting.document import fragments, richtext
from cowriting.document.markup import parse, render
from cowriting.document.richtext import Item, List, Paragraph, Run, plain
from kit.richtext import clean_html

from .documents import rich

_settings = settings(deadline=None, max_examples=60)


def _fragment() -> XmlFragment:
    doc: Doc[XmlFragment] = Doc()
    return doc.get("words", type=XmlFragment)


def _bare(html: str) -> str:
    return "".join(unescape(strip_tags(clean_html(html))).split())


@_settings
@given(rich)
def test_no_word_is_lost_and_none_is_added(html: str) -> None:
    assert _bare(render(parse(html))) == _bare(html)


@_settings
@given(rich)
def test_what_is_written_reads_the_same(html: str) -> None:
    tree = parse(html)
    assert parse(render(tree)) == tree
    assert render(parse(render(tree))) == render(tree)


@_settings
@given(rich)
def test_a_fragment_holds_what_a_page_holds(html: str) -> None:
    fragment = _fragment()
    fragments.write(fragment, parse(html))
    assert fragments.read(fragment) == parse(html)
    assert render(fragments.read(fragment)) == render(parse(html))


@_settings
@given(st.text() | st.lists(st.sampled_from(
    ["<ul>", "</ul>", "<li>", "</li>", "<p>", "</p>", "<b>", "</b>", "<a href='x'>", "</a>", "x",
     "<script>", "<br>", "<ol>", "<table>", "<!--", "-->", "&", "<h2>"]
)).map("".join))  # fmt: skip
def test_html_of_any_kind_becomes_a_clean_tree(html: str) -> None:
    written = render(parse(html))
    assert clean_html(written) == written
    assert render(parse(written)) == written


def test_marks_nest_in_one_order() -> None:
    spellings = [
        '<p><b><i><a href="/x">un</a></i></b></p>',
        '<p><a href="/x"><em><strong>un</strong></em></a></p>',
        '<p><i><a href="/x"><b>u</b><b>n</b></a></i></p>',
    ]
    assert {render(parse(html)) for html in spellings} == {
        '<p><a href="/x"><b><i>un</i></b></a></p>'
    }


def test_a_key_is_kept_once_and_never_makes_a_difference() -> None:
    html = '<p data-block-key="a1">un</p><p data-block-key="a1">deux</p>'
    assert render(parse(html)) == '<p data-block-key="a1">un</p><p>deux</p>'
    assert parse(html) == parse("<p>un</p><p>deux</p>")


def test_words_beside_paragraphs_and_items_are_paragraphs_and_items() -> None:
    assert render(parse("un<p>deux</p>trois<ul>quatre<li>cinq</li></ul>")) == (
        "<p>un</p><p>deux</p><p>trois</p><ul><li>quatre</li><li>cinq</li></ul>"
    )


def test_lists_nested_without_end_keep_their_words() -> None:
    html = "<ul><li>mot " * 200
    assert plain(parse(html)).split() == ["mot"] * 200


def test_blank_paragraphs_at_both_ends_say_nothing() -> None:
    assert parse("<p></p><p>un</p><p></p><p>deux</p><p></p>") == parse(
        "<p>un</p><p></p><p>deux</p>"
    )
    assert render(parse("<p></p>")) == ""


def test_plain_lines_of_formatted_words() -> None:
    tree = parse("<p>un<br>deux</p><ul><li>trois<ul><li>quatre</li></ul></li></ul>")
    assert plain(tree) == "un\ndeux\ntrois\nquatre"
    assert plain(richtext.from_plain("un\n\ndeux")) == "un\n\ndeux"


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "", "\x00"],
)
def test_a_link_that_runs_something_is_words_only(href: str) -> None:
    fragment = _fragment()
    _say(fragment, "mot", {"link": {"href": href}})
    assert render(fragments.read(fragment)) == "<p>mot</p>"


@pytest.mark.parametrize(
    "marks",
    [
        {"bold": None}, {"bold": False}, {"bold": "yes"}, {"bold": 5}, {"bold": [1]},
        {"link": "https://example.org"}, {"link": {"href": 5}}, {"link": {"href": None}},
        {"link": {"linktype": "page", "id": "3 onclick=x"}}, {"link": {"linktype": [], "id": 3}},
        {"link": {"linktype": "page", "id": float("nan")}}, {"link": {"linktype": "evil", "id": 3}},
        {"link": {"linktype": "page"}}, {"style": {"color": "red"}}, {"code": {}}, {"<b>": {}},
        {"link": {"linktype": "page", "id": True}},
    ],
)  # fmt: skip
def test_a_mark_with_a_strange_value_is_no_mark(marks: dict[str, object]) -> None:
    fragment = _fragment()
    _say(fragment, "mot", marks)
    assert render(fragments.read(fragment)) == "<p>mot</p>"


def test_marks_as_browsers_write_them() -> None:
    fragment = _fragment()
    _say(fragment, "un", {"bold": {}, "italic": True, "link": {"linktype": "page", "id": 3.0}})
    _say(fragment, "deux", {"link": {"href": "/a?b&c", "target": "_blank", "rel": "x"}})
    assert render(fragments.read(fragment)) == (
        '<p><a linktype="page" id="3"><b><i>un</i></b></a></p><p><a href="/a?b&amp;c">deux</a></p>'
    )


def test_unknown_elements_are_dropped_whole() -> None:
    fragment = _fragment()
    for tag in ["script", "heading", "table", "iframe", "<img onerror=x>", "listItem", "hardBreak"]:
        holder = fragment.children.append(XmlElement(tag, {"onclick": "x"}))
        holder.children.append(XmlText("perdu"))
    fragment.children.append(XmlText("perdu"))
    inner = fragment.children.append(XmlElement("paragraph", {"blockKey": '"><script>'}))
    inner.children.append(XmlElement("image"))
    inner.children.append(XmlText("gardé <b>"))
    assert render(fragments.read(fragment)) == "<p>gardé &lt;b&gt;</p>"


def test_what_is_nested_ten_thousand_deep_is_dropped() -> None:
    fragment = _fragment()
    with fragment.doc.transaction():
        holder: XmlElement = fragment.children.append(XmlElement("bulletList"))
        for depth in range(10_000):
            holder = holder.children.append(XmlElement("bulletList" if depth % 2 else "listItem"))
            if holder.tag == "listItem":
                holder.children.append(XmlElement("paragraph")).children.append(XmlText(f"{depth}"))
    assert plain(fragments.read(fragment)).split("\n")[:5] == ["0", "2", "4", "6", "8"]


def test_items_deeper_than_the_fifth_level_stand_at_it_in_their_order() -> None:
    fragment = _fragment()
    holder: XmlFragment | XmlElement = fragment
    for level in range(1, 8):
        entry = holder.children.append(XmlElement("bulletList")).children.append(
            XmlElement("listItem", {"blockKey": f"k{level}"})
        )
        entry.children.append(XmlElement("paragraph")).children.append(XmlText(f"mot {level}"))
        holder = entry
    fifth = "".join(f'<li data-block-key="k{level}">mot {level}</li>' for level in (5, 6, 7))
    tree = fragments.read(fragment)
    assert f"<ul>{fifth}</ul>" in render(tree)
    assert plain(tree).split("\n") == [f"mot {level}" for level in range(1, 8)]
    assert parse(render(tree)) == tree


def test_text_that_holds_things_gives_its_words() -> None:
    fragment = _fragment()
    text = _say(fragment, "un", {})
    text.insert_embed(0, {"image": "x"})
    text.insert_embed(0, XmlElement("script"))
    text.insert_embed(0, Map({"a": 1}))
    assert render(fragments.read(fragment)) == "<p>un</p>"


def test_no_control_character_reaches_the_words() -> None:
    fragment = _fragment()
    _say(fragment, "a\x00b\x1b\u2028c\ufffe\x85d\te", {})
    assert fragments.read(fragment) == (Paragraph((Run("ab c d e"),)),)


def test_an_item_with_several_paragraphs_has_lines() -> None:
    entry = richtext.item([Paragraph((Run("un"),)), Paragraph(), Paragraph((Run("deux"),))])
    assert entry == Item((Paragraph((Run("un"), Run("\n"), Run("deux"))),))
    tree = (List(False, (entry,)),)
    assert render(tree) == "<ul><li>un<br>deux</li></ul>"
    assert parse(render(tree)) == tree


def _say(fragment: XmlFragment, words: str, marks: dict[str, object]) -> XmlText:
    element = fragment.children.append(XmlElement("paragraph"))
    text: XmlText = element.children.append(XmlText(""))
    text.insert(0, words, marks)
    return text
