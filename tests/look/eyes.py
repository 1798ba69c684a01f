"""What looks: one open page at a time, in the clothes that a test asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Response

from .entry import Entry, Who
from .site import FrozenSite

_JS = Path(__file__).parent / "js"


@dataclass(frozen=True)
class Clothes:
    """How a page is shown. 640 px is a desktop at 200 %, 320 px the narrowest that counts."""

    name: str
    width: int = 1280
    height: int = 800
    scheme: str = "light"
    forced: bool = False
    printed: bool = False


DESKTOP = Clothes("desktop")
DESKTOP_DARK = Clothes("desktop-dark", scheme="dark")
FORCED = Clothes("forced-colours", forced=True)
ZOOMED = Clothes("zoomed", 640, 400)
NARROW = Clothes("narrow", 320, 640)
PHONE = Clothes("phone", 360, 740)
PHONE_DARK = Clothes("phone-dark", 360, 740, scheme="dark")
#: A sheet of A4 between its margins, in one piece.
PAPER = Clothes("paper", 680, 960, printed=True)


@dataclass
class Request:
    """One answer as it went over the wire; `size` counts its headers."""

    url: str
    kind: str = ""
    size: int = 0


@dataclass
class Sight:
    """A page as it was opened, what opening it asked for, and what its scripts threw."""

    entry: Entry
    page: Page
    response: Response
    protocol: CDPSession
    requests: dict[str, Request] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    worn: Clothes | None = None
    _answers: dict[tuple[str, Clothes], Any] = field(default_factory=dict)

    def wear(self, clothes: Clothes) -> None:
        """Show the page otherwise, without asking for it again."""
        if clothes == self.worn:
            return
        self.worn = clothes
        self.page.emulate_media(
            media="print" if clothes.printed else "screen",
            color_scheme="dark" if clothes.scheme == "dark" else "light",
            forced_colors="active" if clothes.forced else "none",
        )
        self.page.set_viewport_size({"width": clothes.width, "height": clothes.height})
        self.run("settle")

    def ask(self, script: str, clothes: Clothes) -> Any:
        """What a function of `js/` that only reads says of the page, asked once."""
        if (script, clothes) not in self._answers:
            self.wear(clothes)
            self._answers[script, clothes] = self.run(script)
        return self._answers[script, clothes]

    def run(self, script: str, argument: Any = None) -> Any:
        """Run one of the functions of `js/` in the page."""
        return self.page.evaluate(script_of(script), argument)


def script_of(name: str) -> str:
    return (_JS / f"{name}.js").read_text(encoding="utf-8")


class Window:
    """Somebody's window. What the page before left behind is gone, but their session."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.protocol = context.new_cdp_session(self.page)
        self.requests: dict[str, Request] = {}
        self.failures: list[str] = []
        listen(self.protocol, self.requests)
        self.page.on("pageerror", lambda error: self.failures.append(str(error)))
        # Each page is weighed as if it were the first one.
        self.protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def enter(self, session: Any) -> None:
        """Sign in with a session's cookie, or out with None."""
        self.page.context.clear_cookies()
        if session is not None:
            self.page.context.add_cookies([session])
        self.page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
        self.requests.clear()
        self.failures.clear()


class Eyes:
    """Keeps the last page open, since tests come sorted by page, and one window for each
    person, since opening one is most of what a visit costs."""

    def __init__(self, browser: Browser, site: FrozenSite) -> None:
        self.site = site
        self._browser = browser
        self._windows: dict[tuple[Who | None, bool], Window] = {}
        self._open: Sight | None = None

    def look_at(self, entry: Entry) -> Sight:
        """The page of an entry. Raises AssertionError when it is not what the list says."""
        if self._open is None or self._open.entry != entry:
            self._open = None
            self._open = self._visit(entry)
        return self._open

    def forget(self) -> None:
        """Open the page afresh for who comes next: it was used."""
        self._open = None

    def without_script(self, entry: Entry) -> Page:
        """The page as a browser shows it that runs no script."""
        page = self._window(entry.who, scripted=False).page
        page.goto(self.site.address_of(entry))
        return page

    def close(self) -> None:
        for window in self._windows.values():
            window.page.context.close()

    def _window(self, who: Who | None, *, scripted: bool = True) -> Window:
        if (who, scripted) not in self._windows:
            context = self.site.visitor(self._browser, java_script_enabled=scripted)
            self._windows[who, scripted] = Window(context)
        window = self._windows[who, scripted]
        window.enter(self.site.session_of(who) if who else None)
        return window

    def _visit(self, entry: Entry) -> Sight:
        window = self._window(entry.who)
        response = window.page.goto(self.site.address_of(entry))
        if entry.steps is not None:
            response = entry.steps(window.page)
        assert response is not None
        check(entry, response)
        window.page.evaluate("() => document.fonts.ready.then(() => true)")
        return Sight(
            entry,
            window.page,
            response,
            window.protocol,
            dict(window.requests),
            list(window.failures),
        )


def check(entry: Entry, response: Response) -> None:
    """Hold a page to its line in the list."""
    made_from = response.headers.get("x-templates", "").split(",")
    assert response.status == entry.status and entry.template in made_from, (
        f"{entry.name}: {response.url} answered {response.status} from {made_from[:3]}."
    )


def listen(protocol: CDPSession, requests: dict[str, Request]) -> None:
    """Note every request from now on, by the browser's own number."""

    def asked(event: dict[str, Any]) -> None:
        requests[event["requestId"]] = Request(event["request"]["url"])

    def answered(event: dict[str, Any]) -> None:
        if event["requestId"] in requests:
            requests[event["requestId"]].kind = event["type"]

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in requests:
            requests[event["requestId"]].size = int(event["encodedDataLength"])

    protocol.on("Network.requestWillBeSent", asked)
    protocol.on("Network.responseReceived", answered)
    protocol.on("Network.loadingFinished", finished)
    protocol.send("Network.enable")
