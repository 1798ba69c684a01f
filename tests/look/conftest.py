"""The frozen site and the eyes that look at it; tests come sorted by page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.blank import blank_database, shared_folder

from .entry import Entry
from .eyes import DESKTOP, FORCED, Eyes, Sight
from .pages import DESKS, ENTRIES
from .site import FrozenSite, frozen_site

_HERE = Path(__file__).parent
_RANK = {entry: rank for rank, entry in enumerate([*ENTRIES, *DESKS])}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process looks, beside the one that clicks; each page is opened once for all
    that is asked of it."""
    places = [at for at, item in enumerate(items) if _HERE in item.path.parents]
    for at, item in zip(places, sorted((items[at] for at in places), key=_rank), strict=True):
        items[at] = item
        item.add_marker(pytest.mark.look)


def _rank(item: pytest.Item) -> tuple[int, bool, bool, str]:
    """By page, those that use it up last, then by the way to show it, so that it changes
    its clothes least. Forced colours come last of these: the browser keeps the forced
    colour of a table's lines when nothing forces it any more."""
    call = getattr(item, "callspec", None)
    asked = call.params if call else {}
    rank = _RANK[asked["sight"]] if "sight" in asked else -1
    uses_up = "page" in getattr(item, "fixturenames", ())
    clothes = asked.get("clothes", DESKTOP)
    return rank, uses_up, clothes == FORCED, clothes.name


@pytest.fixture(scope="session")
def frozen(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrozenSite]:
    """The demonstration at its frozen moment. `LOOK_VAR` names a folder to keep it in
    between two runs, for who works on the looks of things."""
    kept = os.environ.get("LOOK_VAR")
    var = Path(kept) if kept else tmp_path_factory.mktemp("look")
    var.mkdir(parents=True, exist_ok=True)
    with frozen_site(var, blank_database(shared_folder(tmp_path_factory))) as site:
        yield site


@pytest.fixture(scope="session")
def eyes(browser: Browser, frozen: FrozenSite) -> Iterator[Eyes]:
    opened = Eyes(browser, frozen)
    yield opened
    opened.close()


@pytest.fixture
def sight(request: pytest.FixtureRequest, eyes: Eyes) -> Sight:
    """The page that the test is given by its entry."""
    entry: Entry = request.param
    return eyes.look_at(entry)
