"""A document may forget what was deleted in it, and nothing else."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from pycrdt import Doc, Map, Text

from cowriting.document.crdt import new_doc
from cowriting.protocol import wire
from cowriting.protocol.lean import without_deleted_words

from .test_crdt import HALF
from .test_inspection import one_change, random_session


def made(*updates: bytes) -> Doc[Any]:
    doc = new_doc()
    for update in updates:
        doc.apply_update(update)
    return doc


def said(doc: Doc[Any]) -> tuple[object, ...]:
    block = doc.get("blocks", type=Map)["a"]
    values = {key: block[key] for key in block if isinstance(block[key], str | int | float)}
    return str(block["title"]), str(block["text"]), values, wire.state_vector(doc.get_state())


@pytest.mark.parametrize("seed", range(20))
def test_a_lean_document_says_the_same_and_is_written_on(seed: int) -> None:
    """Also by those who have the words that it forgot."""
    sent = random_session(seed)
    full = made(*sent)
    lean = made(without_deleted_words(full.get_update()))
    assert said(lean) == said(full)
    assert said(made(lean.get_update())) == said(full)
    theirs, random = made(*sent), Random(seed)
    for _change in range(10):
        update = one_change(theirs, random)
        full.apply_update(update)
        lean.apply_update(update)
    assert said(lean) == said(full)


def test_deleted_words_weigh_nothing() -> None:
    doc: Doc[Any] = new_doc(5)
    page = doc.get("page", type=Map)
    page["summary"] = Text("reste")
    words = page["summary"]
    for _time in range(20):
        words.insert(2, "effacé " * 1000)
        del words[2 : 2 + len("effacé ".encode()) * 1000]
    whole = doc.get_update()
    lean = without_deleted_words(whole)
    assert len(whole) > 100_000 and len(lean) < 1000
    assert "effacé".encode() not in lean
    assert str(made(lean).get("page", type=Map)["summary"]) == "reste"


def test_half_a_letter_that_was_deleted_breaks_no_lean_document() -> None:
    full = made(*HALF)
    lean = made(without_deleted_words(full.get_update()))
    for doc in (lean, made(lean.get_update())):
        assert str(doc.get("page", type=Map)["t"]) == str(full.get("page", type=Map)["t"])
        assert wire.state_vector(doc.get_state()) == wire.state_vector(full.get_state())
