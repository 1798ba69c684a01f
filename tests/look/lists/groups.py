"""Pages of groups and their people."""

from __future__ import annotations

from tests.look.entry import Entry

ENTRIES: list[Entry] = []
