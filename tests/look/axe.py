"""axe-core, as the package `axe-playwright-python` carries it, run in an open page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

from .entry import Entry, Kind
from .eyes import DESKTOP_DARK, FORCED, ZOOMED, Clothes, Sight

#: WCAG 2.2 AA, and what axe calls good practice (headings, landmarks, regions).
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Where every component is shown twice, light and dark, so are its landmarks.
_TWICE = {"landmark-unique": {"enabled": False}}
#: What can differ between two palettes of the same layout.
_OF_COLOUR = ["color-contrast", "link-in-text-block"]
#: What can differ at a width between the widest and the narrowest.
_OF_LAYOUT = ["color-contrast", "region", "scrollable-region-focusable", "target-size"]


def violations(sight: Sight, clothes: Clothes) -> list[str]:
    """What axe finds, a line for each rule and place.

    Everything is asked on a desktop and on the narrowest screen, which have their own
    menus; otherwise only what the change of colours or of width can touch. In forced
    colours axe would compare what the style sheet says with what is shown: contrast is
    the person's own choice there, and is not asked.
    """
    sight.wear(clothes)
    if not sight.page.evaluate("() => 'axe' in window"):
        sight.page.evaluate(AXE_SCRIPT)
    found: list[str] = sight.run("violations", _options(sight.entry, clothes))
    return found


def _options(entry: Entry, clothes: Clothes) -> dict[str, Any]:
    only = {FORCED: ["link-in-text-block"], DESKTOP_DARK: _OF_COLOUR, ZOOMED: _OF_LAYOUT}.get(
        clothes
    )
    options: dict[str, Any] = {"preload": False}  # no style sheet need be asked for again
    if only is not None:
        return options | {"runOnly": {"type": "rule", "values": only}}
    # `target-size` has its tag, but waits to be asked for by name.
    rules = {"target-size": {"enabled": True}}
    if entry.kind is Kind.COMPONENTS:
        rules |= _TWICE
    return options | {"runOnly": {"type": "tag", "values": _TAGS}, "rules": rules}
