"""Make the pictures of `docs/screens/`: `python -m tests.look.screens`, or `make screens`.

They show the frozen demonstration, so they change when its looks do.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser import CHROMIUM, FLAGS, ROOT

from .entry import Who
from .eyes import script_of
from .site import FrozenSite, frozen_site

SCREENS = ROOT / "docs" / "screens"
_MOST_BYTES = 150 * 1024
_DESKTOP, _PHONE = (1280, 960), (390, 844)


@dataclass(frozen=True)
class Screen:
    name: str
    address: str
    size: tuple[int, int] = _DESKTOP
    scheme: str = "light"
    who: Who | None = None


_SCREENS = [
    Screen("home", "/"),
    Screen("home-en", "/en/"),
    Screen("home-phone-dark", "/", _PHONE, "dark"),
    Screen("contribution", "{page contrib-sante}"),
    Screen("contribution-en", "/en{page contrib-sante}"),
    Screen("contribution-phone-dark", "{page contrib-sante}", _PHONE, "dark"),
    Screen("space", "/espace/", who=Who.MEMBER),
    Screen("space-en-dark", "/en/espace/", scheme="dark", who=Who.COORDINATOR),
    Screen("group-space", "/groupes/sante/espace/", who=Who.COORDINATOR),
    Screen("poll-phone", "/reunions/dates/{poll participation}/", _PHONE, who=Who.MEMBER),
    Screen("news-phone-dark", "/espace/nouvelles/", _PHONE, "dark", Who.MEMBER),
]
#: A contribution as it is printed, to be handed to somebody.
_PRINTED = "{page contrib-sante}"


def main() -> None:
    SCREENS.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        frozen_site(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for screen in _SCREENS:
            _draw(browser, site, screen)
        _print(browser, site)
        browser.close()


def _draw(browser: Browser, site: FrozenSite, screen: Screen) -> None:
    width, height = screen.size
    context = site.visitor(
        browser, viewport={"width": width, "height": height},
        color_scheme=screen.scheme, device_scale_factor=2 if screen.size == _PHONE else 1,
    )  # fmt: skip
    if screen.who is not None:
        context.add_cookies([site.session_of(screen.who)])
    page = context.new_page()
    page.goto(screen.address.format_map(site.places))
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.evaluate(script_of("settle"))
    _keep(Image.open(BytesIO(page.screenshot())).convert("RGB"), screen.name)
    context.close()


def _keep(picture: Image.Image, name: str) -> None:
    """As fine as fits."""
    for quality in (80, 70, 60, 50, 40):
        packed = BytesIO()
        picture.save(packed, "WEBP", quality=quality, method=6)
        if packed.tell() <= _MOST_BYTES:
            break
    path = SCREENS / f"{name}.webp"
    path.write_bytes(packed.getvalue())
    print(f"{path.relative_to(ROOT)}  {packed.tell() // 1024} KiB")


def _print(browser: Browser, site: FrozenSite) -> None:
    """On paper, to be looked at and not kept: A4, with the margins that the style asks for."""
    context = site.visitor(browser)
    page = context.new_page()
    page.goto(_PRINTED.format_map(site.places))
    page.evaluate("() => document.fonts.ready.then(() => true)")
    path = ROOT / "var" / "contribution.pdf"
    path.parent.mkdir(exist_ok=True)
    page.pdf(path=path, format="A4", prefer_css_page_size=True)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KiB")
    context.close()


if __name__ == "__main__":
    main()
