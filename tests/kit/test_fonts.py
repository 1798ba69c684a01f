"""Our own fonts draw every character that our own words use: what they lack would come
from whatever font a machine has, and look otherwise on each."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
FONTS = sorted((ROOT / "site/front/static/fonts").glob("*.woff2"))
#: What the sans alone draws; the pages of the serif come back to it.
SIGNS = "→←↑↓⚠☾"
WRITTEN = [
    *ROOT.glob("templates/**/*.html"),
    *ROOT.glob("site/front/static/css/*.css"),
    *ROOT.glob("demo/data/*.yaml"),
    *ROOT.glob("locale/*/LC_MESSAGES/*.po"),
]


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_a_font_draws_every_character_that_we_write(font: Path) -> None:
    drawn = set(TTFont(font).getBestCmap())
    signs = "" if font.stem == "sans" else SIGNS
    missing = {
        character: path.name
        for path in WRITTEN
        for character in path.read_text(encoding="utf-8")
        if character.isprintable() and character not in signs and ord(character) not in drawn
    }
    assert not missing


def test_there_is_something_to_read() -> None:
    assert len(FONTS) == 4 and len(WRITTEN) > 100
