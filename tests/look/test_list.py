"""The list is whole and true: every template of ours is looked at, as what it is."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser import ROOT

from .asked import each
from .eyes import Sight, check
from .pages import DESKS, ENTRIES

_TEMPLATES = ROOT / "templates"
_EXTENDS = re.compile(r"{%\s*extends\s+[\"']([^\"']+)[\"']")


def _parent(path: Path) -> str:
    found = _EXTENDS.search(path.read_text(encoding="utf-8"))
    return found[1] if found else ""


def _whole_pages() -> set[str]:
    """The templates that fill one of our layouts; layouts themselves are no page."""
    parents = {
        path.relative_to(_TEMPLATES).as_posix(): _parent(path)
        for path in _TEMPLATES.rglob("*.html")
    }
    return {
        name for name, parent in parents.items() if "layouts/" in parent and "layouts/" not in name
    }


def test_every_whole_page_is_looked_at() -> None:
    pages = _whole_pages()
    assert len(pages) > 30
    assert sorted(pages - {entry.template for entry in ENTRIES}) == []


def test_every_entry_has_its_own_name() -> None:
    names = [entry.name for entry in (*ENTRIES, *DESKS)]
    assert len(names) == len(set(names))


@each([*ENTRIES, *DESKS])
def test_the_list_tells_the_truth(sight: Sight) -> None:
    check(sight.entry, sight.response)
