"""What each batch of the log costs does not grow with the text."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, draft

from .clients import signed_in
from .pens import Pen


@pytest.mark.django_db
def test_an_append_reads_neither_the_document_nor_the_words_of_the_page(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    entries = pen.typed("ab", session_key=signed_in(cast.member))
    with CaptureQueriesContext(connection) as queries:
        pen.send(entries)
    read = " ".join(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    assert '"cowriting_room"."epoch"' in read
    for column in ("snapshot", "base_body", "body"):
        assert f'."{column}"' not in read
