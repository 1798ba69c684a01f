"""Each page looks as it was approved: a change of look is a decision.

`make pictures` approves what is there now. `APPROVE_PICTURES` is what it sets.
"""

from __future__ import annotations

import os
import warnings

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from . import pictures
from .asked import each, wearing
from .eyes import DESKTOP, DESKTOP_DARK, PAPER, PHONE, PHONE_DARK, Clothes, Sight
from .pages import DESKS, ENTRIES

_PICTURED = [entry for entry in (*ENTRIES, *DESKS) if entry.pictured]
_CLOTHES = (DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK)
_PRINTED = [
    e for e in ENTRIES if e.name in ("contribution", "contribution-every-block", "proposal")
]
_KNOWN = {f"{entry.name}.{clothes.name}" for entry in _PICTURED for clothes in _CLOTHES} | {
    f"{entry.name}.{PAPER.name}" for entry in _PRINTED
}
_APPROVING = bool(os.environ.get("APPROVE_PICTURES"))
#: What a picture may weigh on the average: the repository carries each of its versions.
_MOST_KIB = 14


class AnotherBrowser(UserWarning):
    """The approved pictures were drawn by another version of the browser."""


@pytest.fixture(scope="session")
def same_browser(browser: Browser) -> bool:
    """Whether the browser is the one that drew the approved pictures."""
    major = browser.version.partition(".")[0]
    if _APPROVING:
        pictures.begin_approval(major, _KNOWN)
    return pictures.approved_browser() == major


@each(_PICTURED)
@wearing(*_CLOTHES)
def test_a_page_looks_as_approved(sight: Sight, clothes: Clothes, same_browser: bool) -> None:
    _hold_to_its_picture(sight, clothes, same_browser)


@each(_PRINTED)
def test_what_is_printed_looks_as_approved(sight: Sight, same_browser: bool) -> None:
    _hold_to_its_picture(sight, PAPER, same_browser)


def _hold_to_its_picture(sight: Sight, clothes: Clothes, same_browser: bool) -> None:
    name, now = pictures.name_of(sight, clothes), pictures.take(sight, clothes)
    before = pictures.approved(name)
    difference = pictures.compare(before, now)
    if not difference.words:
        return
    if _APPROVING:
        pictures.approve(now, name)
        return
    where = pictures.report(name, before, now, difference)
    words = f"{name}: {difference.words}. See {where}; `make pictures` approves it."
    if before is not None and not same_browser:
        warnings.warn(words, AnotherBrowser, stacklevel=1)
    else:
        pytest.fail(words)


def test_every_approved_picture_is_of_a_page(same_browser: bool) -> None:
    kept = pictures.kept()
    assert sorted({path.stem for path in kept} - _KNOWN) == []
    assert sum(path.stat().st_size for path in kept) <= len(kept) * _MOST_KIB * 1024


def _page_of_lines(indent: int = 0, ink: str = "#24211d", paper: str = "#faf6ee") -> Image.Image:
    """Something like a page at half size: a card with lines, set off by `indent`."""
    page = Image.new("RGB", (640, 800), paper)
    pen = ImageDraw.Draw(page)
    for line in range(20):
        pen.line((60 + indent, 60 + 20 * line, 400 + indent, 60 + 20 * line), fill=ink, width=2)
    return page


def _words(now: Image.Image) -> str:
    return pictures.compare(_page_of_lines(), now).words


def test_edges_of_letters_may_differ() -> None:
    soft = _page_of_lines().resize((639, 799)).resize((640, 800))
    assert _words(_page_of_lines()) == ""
    noisy = Image.blend(_page_of_lines(), soft, 0.5)
    assert noisy != _page_of_lines()
    assert _words(noisy) == ""


def test_a_moved_block_another_colour_or_another_height_do_not_pass() -> None:
    assert "squares" in _words(_page_of_lines(indent=2))
    assert "squares" in _words(_page_of_lines(ink="#a83232"))
    assert "squares" in _words(_page_of_lines(paper="#f6ecdf"))
    assert "tall" in _words(_page_of_lines().crop((0, 0, 640, 790)))
