"""How a test asks for pages of the list."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from .entry import Entry
from .eyes import Clothes


def each(entries: Iterable[Entry]) -> pytest.MarkDecorator:
    """Once for each page; the test takes `sight`."""
    return pytest.mark.parametrize(
        "sight", [pytest.param(entry, id=entry.name) for entry in entries], indirect=True
    )


def wearing(*clothes: Clothes) -> pytest.MarkDecorator:
    """Once for each way to show it; the test takes `clothes`."""
    return pytest.mark.parametrize("clothes", clothes, ids=lambda worn: worn.name)
