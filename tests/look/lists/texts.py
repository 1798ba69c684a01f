"""Pages of texts: readers, moves, assignments."""

from __future__ import annotations

from tests.look.entry import Entry

ENTRIES: list[Entry] = []
