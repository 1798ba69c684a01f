"""With a keyboard alone: in order, seen at each stop, never caught, straight to the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from playwright.sync_api import Page

from .asked import each
from .eyes import DESKTOP, PHONE, Eyes, Sight, script_of
from .pages import ENTRIES

_WALKED = [entry for entry in ENTRIES if entry.walked]


@pytest.fixture
def page(eyes: Eyes, sight: Sight) -> Iterator[Page]:
    """The page as nobody has touched it yet, nor will see it touched."""
    touched = sight.worn is not None
    sight.wear(DESKTOP)
    if touched:
        sight.page.reload()
    yield sight.page
    eyes.forget()


def _walk(page: Page) -> tuple[list[str], list[dict[str, Any]]]:
    """What Tab should stop at, and where it does, until it leaves the page or, in a
    browser without a frame around it, begins again."""
    expected: list[str] = page.evaluate(script_of("before_walk"))
    stops: list[dict[str, Any]] = []
    # A date is one field and four stops; more than that would be a trap.
    for _press in range(4 * len(expected) + 8):
        page.keyboard.press("Tab")
        stop = page.evaluate(script_of("stop"))
        if stop is None or (stop["at"] == 0 and stops and stops[-1]["at"] != 0):
            return expected, stops
        stops.append(stop)
    raise AssertionError(f"The focus never leaves the page; it was last at {stops[-1]['html']}")


@each(_WALKED)
def test_tab_follows_the_page_and_is_always_seen(page: Page) -> None:
    expected, stops = _walk(page)
    # What scrolls stops Tab as well, so that arrows can move it: no place in the order.
    # A field of several parts (a date) is seen as a whole; its parts are the browser's own.
    first = [next(group) for _at, group in groupby(stops, key=lambda stop: stop["at"])]
    assert [expected[stop["at"]] for stop in first if stop["at"] >= 0] == expected
    assert [stop["html"] for stop in first if not stop["seen"]] == []
    assert [stop["html"] for stop in stops if not stop["uncovered"]] == []


@each(_WALKED)
def test_what_is_seen_first_comes_first(sight: Sight) -> None:
    assert sight.run("reordered") == []


@each(_WALKED)
def test_the_first_stop_skips_to_the_text(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert (skip.get_attribute("href") or "").startswith("#")
    box = skip.bounding_box()
    assert box is not None and box["x"] >= 0 and box["y"] >= 0 and box["height"] >= 24
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")
    page.keyboard.press("Tab")
    landed = page.evaluate("() => document.activeElement.closest('header nav') === null")
    assert landed, page.evaluate("() => document.activeElement.outerHTML")


@each([entry for entry in _WALKED if entry.name in ("home", "desk-member")])
def test_the_menu_of_a_phone_is_open_or_opens_from_the_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    links = page.locator("header nav a")
    if not links.first.is_visible():
        page.locator("header summary, header button[aria-expanded]").first.focus()
        page.keyboard.press("Enter")
    assert links.count() >= 4
    assert [link.inner_text() for link in links.all() if not link.is_visible()] == []
    links.first.focus()
    page.keyboard.press("Tab")
    assert page.locator("header :focus").count() == 1
