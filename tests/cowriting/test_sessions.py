"""What Yjs itself writes is taken: sessions recorded from it, of several people at one text.

`site/front/cowriting/tests/sessions.mjs` makes them.
"""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

import pytest
from django.conf import settings
from pycrdt import Map

from cowriting.document.crdt import new_doc
from cowriting.document.grammar import GRAMMAR, MOST_ENTRIES
from cowriting.live.caps import limits
from cowriting.protocol import wire
from cowriting.protocol.inspection import inspect
from cowriting.protocol.lean import without_deleted_words
from cowriting.protocol.ledger import Ledger
from tests.browser import ROOT

_RECORDED = Path(ROOT) / "site/front/cowriting/tests/sessions.json"
SESSIONS = [
    [(kind, b64decode(update)) for kind, update in session]
    for session in json.loads(_RECORDED.read_text())
]


@pytest.mark.parametrize("session", SESSIONS)
def test_what_people_write_undo_and_do_again_is_taken(session: list[tuple[str, bytes]]) -> None:
    """Typed in batches or said again after a line was cut; and it is placed at once."""
    doc = new_doc()
    ledger = Ledger(nesting=settings.COWRITING_NESTING, entries=MOST_ENTRIES, grammar=GRAMMAR)
    for kind, update in session:
        weighed = ledger.weigh(inspect(update, limits(whole=kind != "typed")))
        assert not weighed.pending
        assert weighed.steps < 1000
        ledger.add(weighed)
        doc.apply_update(update)
    known = wire.state_vector(doc.get_state())
    assert {client: ledger.end(client) for client in known} == known
    lean = new_doc()
    lean.apply_update(without_deleted_words(doc.get_update()))
    assert wire.state_vector(lean.get_state()) == known
    assert str(lean.get("blocks", type=Map)["b"]["text"]) == str(
        doc.get("blocks", type=Map)["b"]["text"]
    )
