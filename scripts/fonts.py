"""Cut the site's four font files from the variable fonts that they come from.

    pip install fonttools brotli
    npm pack @fontsource-variable/newsreader@5.3.0 \
             @fontsource-variable/atkinson-hyperlegible-next@5.3.0   # unpack both in a folder
    python scripts/fonts.py FOLDER

Run only when the letters that we need change: the files are committed. Each file keeps
what French and English need, gets the narrow no-break space, the arrows and the warning
sign that both lack (a system's own would make a page look otherwise on each machine), and
draws the apostrophe of keyboards as the one of printers: the words stay as they were typed.
Prints the figures that the fallback fonts in `css/site.css` are matched with.
"""

from __future__ import annotations

import io
import sys
from math import cos, pi, sin
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.misc.transform import Identity, Transform
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

OUT = Path(__file__).resolve().parents[1] / "site" / "front" / "static" / "fonts"
LETTERS = "ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸŒàâäæçèéêëîïôöùûüÿœÁÍÓÚÑáíóúñ\u00a0«»‹›–—‘’“”…•·°§©²³½×−€←↑→↓\u2011"
NARROW_SPACE = 0x202F
#: How often each letter comes in French, in ten thousandths, to weigh an average width.
FREQUENCY = dict(
    zip(
        " easintrlucodpmévqfbghjàxèyêz",
        (1700, 1280, 660, 660, 640, 620, 610, 560, 480, 530, 280, 470, 320, 260, 250, 170, 140,
         120, 90, 90, 80, 70, 40, 45, 35, 25, 25, 20, 10),
        strict=True,
    )
)  # fmt: skip
SERIF = "files/newsreader-latin-standard-{}.woff2"
SANS = "files/atkinson-hyperlegible-next-latin-wght-{}.woff2"
#: Name, source, the place on the axes, the OpenType features kept.
CUTS: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("serif", SERIF.format("normal"), {"opsz": 15, "wght": 400}, ["onum", "lnum"]),
    ("serif-strong", SERIF.format("normal"), {"opsz": 30, "wght": 560}, ["onum", "lnum"]),
    ("serif-italic", SERIF.format("italic"), {"opsz": 18, "wght": 400}, ["onum", "lnum"]),
    ("sans", SANS.format("normal"), {"wght": (400, 700)}, ["tnum"]),
]


#: Where signs are written: labels, links, buttons. Long reading has none.
SIGNED = {Path(SANS.format("normal")).name}


def main(folder: Path) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, source, axes, features in CUTS:
        [path] = folder.rglob(Path(source).name)
        font = _cut(path, axes, ["kern", "liga", "ccmp", "mark", *features])
        font.save(OUT / f"{name}.woff2")
        size = (OUT / f"{name}.woff2").stat().st_size
        print(f"{name}: {size} bytes, {_figures(font)}")


def _cut(path: Path, axes: dict[str, Any], features: list[str]) -> TTFont:
    font = instancer.instantiateVariableFont(TTFont(path, lazy=False), axes)
    font = _read_again(font)
    options = subset.Options(
        layout_features=features, hinting=False, glyph_names=False, name_IDs=[0, 1, 2, 13, 14]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*range(0x20, 0x7F), *map(ord, LETTERS)])
    cutter.subset(font)
    _add_narrow_space(font)
    if path.name in SIGNED:
        _add_signs(font)
    _curl_apostrophe(font)
    font.flavor = "woff2"
    return font


def _read_again(font: TTFont) -> TTFont:
    """Cutting right after instancing meets glyphs that were read lazily and are gone."""
    font.flavor = None
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    return TTFont(buffer, lazy=False)


def _add_narrow_space(font: TTFont) -> None:
    """Two thirds of a space: French sets it before `; : ! ?` and inside « »."""
    space = font.getBestCmap()[0x20]
    width, bearing = font["hmtx"][space]
    _add(font, NARROW_SPACE, font["glyf"][space], (round(width * 2 / 3), bearing))


#: Contours in thousandths of an em, on a square of 800 whose centre is (400, 330); a hole
#: runs the other way round.
_ARROW = [[(60, 296), (620, 296), (450, 126), (500, 80), (750, 330), (500, 580), (450, 534),
           (620, 364), (60, 364)]]  # fmt: skip
_WARNING = [
    [(400, 690), (30, 10), (770, 10)],
    [(400, 560), (660, 76), (140, 76)],
    [(366, 420), (376, 230), (424, 230), (434, 420)],
    [(364, 180), (364, 112), (436, 112), (436, 180)],
]


def _crescent() -> list[tuple[int, int]]:
    """A moon: the left of one circle, less a smaller one that stands to its right."""
    outer = [(380 + 300 * cos(t), 330 + 300 * sin(t)) for t in _angles(0.93)]
    inner = [(505 + 247 * cos(t), 330 + 247 * sin(t)) for t in reversed(_angles(1.337))]
    return [(round(x), round(y)) for x, y in outer + inner]


def _angles(start: float, steps: int = 24) -> list[float]:
    return [start + (2 * pi - 2 * start) * step / steps for step in range(steps + 1)]


_TURNS = {"→": 0, "↑": 1, "←": 2, "↓": 3}


def _add_signs(font: TTFont) -> None:
    """Arrows of one drawing, turned, the warning sign, the moon."""
    em = font["head"].unitsPerEm / 1000
    for sign, turns in _TURNS.items():
        turned = Identity.translate(400, 330).rotate(turns * pi / 2).translate(-400, -330)
        _draw(font, sign, _ARROW, Identity.scale(em).transform(turned), 810 * em)
    _draw(font, "⚠", _WARNING, Identity.scale(em), 800 * em)
    _draw(font, "☾", [_crescent()], Identity.scale(em), 700 * em)


def _draw(
    font: TTFont, sign: str, contours: list[list[tuple[int, int]]], shape: Transform, width: float
) -> None:
    glyph = TTGlyphPen(None)
    pen = TransformPen(glyph, shape)
    for contour in contours:
        pen.moveTo(contour[0])
        for point in contour[1:]:
            pen.lineTo(point)
        pen.closePath()
    drawn = glyph.glyph()
    drawn.recalcBounds(font["glyf"])
    _add(font, ord(sign), drawn, (round(width), drawn.xMin))


def _add(font: TTFont, character: int, glyph: Any, metrics: tuple[int, int]) -> None:
    """One more glyph, the same at every weight."""
    name = f"uni{character:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"][name] = metrics
    if "gvar" in font:
        font["gvar"].variations[name] = []
        if "HVAR" in font:
            del font["HVAR"]  # maps each glyph by name; widths follow from gvar without it
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[character] = name


def _curl_apostrophe(font: TTFont) -> None:
    curly = font.getBestCmap()[0x2019]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x27] = curly


def _figures(font: TTFont) -> str:
    em = font["head"].unitsPerEm
    cmap, widths = font.getBestCmap(), font["hmtx"]
    weighed = sum(widths[cmap[ord(letter)]][0] * often for letter, often in FREQUENCY.items())
    average = weighed / sum(FREQUENCY.values()) / em
    head = font["hhea"]
    return (
        f"average width {average:.4f} em, ascent {head.ascent / em:.3f}, "
        f"descent {-head.descent / em:.3f}, gap {head.lineGap / em:.3f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
