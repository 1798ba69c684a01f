"""A document holds what our own editor writes, and nothing that makes it delete words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from cowriting.document.grammar import GRAMMAR
from cowriting.protocol.inspection import BadUpdate, Limits, TooLarge, inspect
from cowriting.protocol.ledger import Ledger
from cowriting.protocol.lib0 import text, uint

from .crafted import (
    ANY,
    BINARY,
    DOC,
    EMBED,
    FORMAT,
    JSON,
    STRING,
    TYPE,
    after,
    in_root,
    inside,
    update,
    within,
)
from .documents import document, words

_ARRAY, _MAP, _TEXT, _ELEMENT, _FRAGMENT, _HOOK, _WORDS = range(7)
_LETTER = STRING, text("a")
#: The update of a colleague: a block, its fragment, a paragraph, its words.
COLLEAGUE, BLOCK, FRAGMENT, PARAGRAPH, WORDS = 9, (9, 0), (9, 1), (9, 2), (9, 3)
THEIRS = update({COLLEAGUE: (0, [
    in_root("blocks", "b", TYPE, uint(_MAP)),
    inside(BLOCK, "text", TYPE, uint(_FRAGMENT)),
    within(FRAGMENT, TYPE, uint(_ELEMENT) + text("paragraph")),
    within(PARAGRAPH, TYPE, uint(_WORDS)),
    within(WORDS, STRING, text("Mot")),
])})  # fmt: skip


def ledger() -> Ledger:
    return Ledger.of(THEIRS, nesting=16, entries=20, grammar=GRAMMAR)


def _element(tag: str) -> tuple[int, bytes]:
    return TYPE, uint(_ELEMENT) + text(tag)


def _mark(name: str) -> tuple[int, bytes]:
    return FORMAT, text(name) + text("true")


ALLOWED = {
    "a mark": after((9, 4), *_mark("bold")),
    "a link": after((9, 4), FORMAT, text("link") + text('{"href":"https://x.org","id":null}')),
    "a line break": after(WORDS, *_element("hardBreak")),
    "a list": after(PARAGRAPH, *_element("bulletList")),
    "the key of a paragraph": inside(PARAGRAPH, "blockKey", ANY, uint(1) + b"\x77" + text("a1")),
    "a choice": inside(BLOCK, "choice:level", ANY, uint(1) + b"\x77" + text("h3")),
    "a text": inside(BLOCK, "title", TYPE, uint(_TEXT)),
    "letters": after((9, 6), *_LETTER),
}
FORBIDDEN = {
    "a paragraph in a paragraph": within(PARAGRAPH, *_element("paragraph")),
    "a paragraph beside words": after(WORDS, *_element("paragraph")),
    "words beside paragraphs": after(PARAGRAPH, TYPE, uint(_WORDS)),
    "letters beside paragraphs": after(PARAGRAPH, *_LETTER),
    "an item without a list": after(PARAGRAPH, *_element("listItem")),
    "an element that nobody knows": after(PARAGRAPH, *_element("script")),
    "a mark that nobody knows": after((9, 4), *_mark("underline")),
    "a mark on a paragraph": after(PARAGRAPH, *_mark("bold")),
    "a picture in words": after((9, 4), EMBED, text('{"image":"x"}')),
    "a text in words": after((9, 4), TYPE, uint(_TEXT)),
    "a hook": after(PARAGRAPH, TYPE, uint(_HOOK) + text("x")),
    "a document": inside(BLOCK, "d", DOC, text("x") + b"\x7e"),
    "a weak link": inside(BLOCK, "w", TYPE, uint(7)),
    "an array": inside(BLOCK, "a", TYPE, uint(_ARRAY)),
    "bytes": inside(BLOCK, "b", BINARY, uint(1) + b"x"),
    "JSON": inside(BLOCK, "j", JSON, uint(1) + text("1")),
    "a type as an attribute": inside(PARAGRAPH, "k", TYPE, uint(_TEXT)),
    "a third root": in_root("more", "k", ANY, uint(1) + b"\x7e"),
    "a value as a block": in_root("blocks", "c", ANY, uint(1) + b"\x7e"),
    "letters in a root": bytes((STRING,)) + uint(1) + text("page") + text("a"),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_the_editor_writes_is_taken(name: str) -> None:
    weighed = ledger().weigh(inspect(update({8: (0, [ALLOWED[name]])}), Limits()))
    assert not weighed.pending


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_would_make_an_editor_delete_words_is_refused(name: str) -> None:
    with pytest.raises(BadUpdate):
        ledger().weigh(inspect(update({8: (0, [FORBIDDEN[name]])}), Limits()))


@settings(max_examples=40, deadline=None)
@given(words())
def test_every_page_makes_a_document_that_may_be(said: dict[str, Any]) -> None:
    whole = document(said).get_update()
    assert not Ledger(nesting=16, grammar=GRAMMAR).weigh(inspect(whole, Limits())).pending


def test_a_document_of_one_editor_may_be() -> None:
    doc: Doc[Any] = Doc()
    blocks = doc.get("blocks", type=Map)
    blocks["b"] = Map({"type": "finding", "order": "V.1", "deleted": False})
    blocks["b"]["text"] = XmlFragment()
    item = XmlElement(
        "listItem", {"blockKey": "a1"}, [XmlElement("paragraph", None, [XmlText("a")])]
    )
    blocks["b"]["text"].children.append(XmlElement("orderedList", None, [item]))
    Ledger(nesting=16, grammar=GRAMMAR).weigh(inspect(doc.get_update(), Limits()))


def test_a_document_has_only_so_many_blocks() -> None:
    """Deleted ones are in it as well, and everyone's browser holds them all."""
    made = [in_root("blocks", f"k{rank}", TYPE, uint(_MAP)) for rank in range(20)]
    held = ledger()
    with pytest.raises(TooLarge):
        held.weigh(inspect(update({8: (0, made)}), Limits()))
    held.add(held.weigh(inspect(update({8: (0, made[:-1])}), Limits())))
    again = in_root("blocks", "k0", TYPE, uint(_MAP))
    assert not held.weigh(inspect(update({7: (0, [again])}), Limits())).pending
