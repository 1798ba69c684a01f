"""Pages of news and preferences."""

from __future__ import annotations

from tests.look.entry import Entry

ENTRIES: list[Entry] = []
