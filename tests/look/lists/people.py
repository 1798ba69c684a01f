"""Pages of accounts and their door."""

from __future__ import annotations

from tests.look.entry import Entry

ENTRIES: list[Entry] = []
