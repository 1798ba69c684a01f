"""Pages of meetings."""

from __future__ import annotations

from tests.look.entry import Entry

ENTRIES: list[Entry] = []
