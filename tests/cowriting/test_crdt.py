"""A document can be written as a whole and read again, whatever somebody sent."""

from __future__ import annotations

import pytest
from pycrdt import Doc, Map

from cowriting.document.crdt import new_doc
from cowriting.protocol import wire
from cowriting.protocol.inspection import Limits, inspect
from cowriting.protocol.ledger import Ledger
from cowriting.protocol.lib0 import text, uint

from . import crafted
from .crafted import STRING, TEXT, TYPE, after, between, in_root

#: « a😀b », then letters beside it, then half of the emoji is deleted: it counts for two.
HALF = [
    crafted.update({7: (0, [in_root("page", "t", TYPE, uint(TEXT)),
                            bytes((STRING,)) + uint(0) + uint(7) + uint(0) + text("a😀b")])}),
    crafted.update({8: (0, [between((7, 3), (7, 4), STRING, text("é"))])}),
    crafted.update({9: (0, [after((8, 0), STRING, text("c"))])}),
    crafted.update({}, {7: [(2, 1)]}),
]  # fmt: skip


def written_again(doc: Doc) -> Doc:
    again = new_doc()
    again.apply_update(doc.get_update())
    return again


def test_half_a_letter_that_is_deleted_breaks_no_document() -> None:
    doc, ledger = new_doc(), Ledger(nesting=16)
    for update in HALF:
        weighed = ledger.weigh(inspect(update, Limits()))
        assert not weighed.pending
        ledger.add(weighed)
        doc.apply_update(update)
    again = written_again(doc)
    assert wire.state_vector(again.get_state()) == wire.state_vector(doc.get_state())
    assert str(again.get("page", type=Map)["t"]) == str(doc.get("page", type=Map)["t"])


def test_the_collector_of_the_parser_still_breaks_them() -> None:
    """When this fails, `new_doc` may let it collect again."""
    doc: Doc = Doc()
    for update in HALF:
        doc.apply_update(update)
    try:
        broken = wire.state_vector(written_again(doc).get_state())
    except (ValueError, RuntimeError):
        return
    assert broken != wire.state_vector(doc.get_state())


@pytest.mark.parametrize("count", [1, 40])
def test_deleted_words_are_kept(count: int) -> None:
    """Which is what this costs: a document weighs all that was ever typed in it."""
    doc = new_doc(5)
    words = doc.get("page", type=Map)
    for number in range(count):
        words["t"] = f"mot {number}"
    assert len(doc.get_update()) > 5 * count
