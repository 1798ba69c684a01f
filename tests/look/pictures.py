"""Take a page's picture, keep it small, tell whether two look alike."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

from tests.browser import ROOT

from .eyes import Clothes, Sight

APPROVED = Path(__file__).parent / "approved"
#: Where what differs is put, for whoever decides; not in the repository.
FOUND = ROOT / "var" / "pictures"
#: The major version of the browser that drew the approved ones.
_DRAWN_BY = APPROVED / "browser.txt"

#: A picture is half as large as the page, of which it shows the beginning.
_SCALE, _TALLEST = 0.5, 4_000
#: Pictures are compared as squares, each by its mean colour, at two sizes: side in pixels
#: of the picture, by how much of 255 one colour may differ. Small squares see what moved
#: or changed its colour, whatever the edges of letters do; large ones see a tint. Both
#: bounds are above what compression alone does to pages of ours (21 and 6).
_GRAINS = ((4, 26), (16, 8))
#: How many squares may differ all the same.
_ALLOWED = 3


@dataclass(frozen=True)
class Difference:
    """`words` is empty where the pictures look alike."""

    words: str
    picture: Image.Image


def name_of(sight: Sight, clothes: Clothes) -> str:
    return f"{sight.entry.name}.{clothes.name}"


def take(sight: Sight, clothes: Clothes) -> Image.Image:
    """The page as it is shown, from its top."""
    sight.wear(clothes)
    height = min(sight.run("whole_height"), _TALLEST)
    clip = {"x": 0, "y": 0, "width": clothes.width, "height": height, "scale": _SCALE}
    with _blank(sight):
        answer = sight.protocol.send(
            "Page.captureScreenshot",
            {
                "format": "png",
                "clip": clip,
                "captureBeyondViewport": True,
                "optimizeForSpeed": True,
            },
        )
    return Image.open(BytesIO(b64decode(answer["data"]))).convert("RGB")


@contextmanager
def _blank(sight: Sight) -> Iterator[None]:
    """Without what is there by chance, which keeps its place."""
    if not sight.entry.by_chance:
        yield
        return
    style = sight.page.add_style_tag(
        content=f"{sight.entry.by_chance} {{ visibility: hidden !important }}"
    )
    try:
        yield
    finally:
        style.evaluate("(style) => style.remove()")


def begin_approval(browser: str, known: Collection[str]) -> None:
    """From now on this browser draws; pictures of pages that are gone go too."""
    APPROVED.mkdir(exist_ok=True)
    _DRAWN_BY.write_text(f"{browser}\n")
    for path in kept():
        if path.stem not in known:
            path.unlink()


def kept() -> list[Path]:
    """Every approved picture."""
    return sorted(APPROVED.glob("*.avif"))


def approved_browser() -> str:
    """The major version that drew the approved pictures; empty where there are none."""
    return _DRAWN_BY.read_text().strip() if _DRAWN_BY.exists() else ""


def approve(picture: Image.Image, name: str) -> None:
    """Keep a picture as the one to look like."""
    picture.save(APPROVED / f"{name}.avif", quality=40, speed=8, subsampling="4:4:4")


def approved(name: str) -> Image.Image | None:
    path = APPROVED / f"{name}.avif"
    return Image.open(path).convert("RGB") if path.exists() else None


def compare(before: Image.Image | None, now: Image.Image) -> Difference:
    """What differs, in words and as a picture on which it is red."""
    if before is None:
        return Difference("it was never approved", now)
    size = (max(before.width, now.width), max(before.height, now.height))
    sheets = _on_paper(before, size), _on_paper(now, size)
    masks = [_differing(*sheets, side=side, tolerance=bound) for side, bound in _GRAINS]
    counts = [mask.histogram()[255] for mask in masks]
    words = ""
    if abs(before.height - now.height) > 1:
        words = f"it is {now.height / _SCALE:.0f} px tall and was {before.height / _SCALE:.0f}"
    elif max(counts) > _ALLOWED:
        sizes = " and ".join(
            f"{n} squares of {side / _SCALE:.0f} px"
            for n, (side, _) in zip(counts, _GRAINS, strict=True)
        )
        words = f"{sizes} look otherwise"
    return Difference(words, _marked(sheets[1], masks))


def _differing(before: Image.Image, now: Image.Image, *, side: int, tolerance: int) -> Image.Image:
    """White where the mean colours of a square differ, black elsewhere."""
    small = (-(-now.width // side), -(-now.height // side))
    means = [picture.resize(small, Image.Resampling.BOX) for picture in (before, now)]
    red, green, blue = ImageChops.difference(*means).split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return worst.point([255 if value > tolerance else 0 for value in range(256)])


def _on_paper(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture at the top of a sheet of that size."""
    sheet = Image.new("RGB", size, "magenta")
    sheet.paste(picture)
    return sheet


def _marked(picture: Image.Image, masks: list[Image.Image]) -> Image.Image:
    """The picture, faded, with what differs in red."""
    faded = Image.blend(picture, Image.new("RGB", picture.size, "white"), 0.6)
    for mask in masks:
        large = mask.resize(picture.size, Image.Resampling.NEAREST)
        faded.paste((200, 0, 40), mask=large.point([value // 2 for value in range(256)]))
    return faded


def report(name: str, before: Image.Image | None, now: Image.Image, difference: Difference) -> str:
    """Write what is seen, and beside it what was and what differs; the path to look at."""
    FOUND.mkdir(parents=True, exist_ok=True)
    now.save(FOUND / f"{name}.now.png")
    if before is not None:
        before.save(FOUND / f"{name}.approved.png")
        difference.picture.save(FOUND / f"{name}.difference.png")
    return str((FOUND / f"{name}.now.png").relative_to(ROOT))
