"""Pages of one text in a browser, each with its person, before the real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from contributions.models import ContributionPage
from people.models import User
from tests.browser import PATIENCE_MS

from .clients import signed_in
from .conftest import Stage

#: What each test's people see in the browser's console that is no fault of the page.
_OFFLINE = ("ERR_INTERNET_DISCONNECTED", "WebSocket connection", "WebSocket is already in")

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def begins(words: str) -> re.Pattern[str]:
    return re.compile(f"^{re.escape(words)}")


def ends(words: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(words)}$")


class Desk:
    """One person's page of a text. `faults` is what the browser complained of."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.faults: list[str] = []
        self.page = self.open()

    def open(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._hear)
        page.goto(self.address)
        expect(page.locator("#etat")).to_have_text("Tout est enregistré", timeout=PATIENCE_MS)
        self.page = page
        return page

    def _hear(self, message: Any) -> None:
        if message.type == "error" and not any(words in message.text for words in _OFFLINE):
            self.faults.append(message.text)

    def block(self, kind: str) -> Locator:
        return self.page.locator(f'.block[data-kind="{kind}"]').first

    def rich(self, kind: str) -> Locator:
        return self.block(kind).locator('.rich-text[contenteditable="true"]').first

    def plain(self, slot: str) -> Locator:
        return self.page.locator(f"#page-{slot} textarea")

    def kinds(self) -> list[str]:
        found: list[str] = self.page.locator(".block").evaluate_all(
            "blocks => blocks.map((block) => block.dataset.kind)"
        )
        return found

    def press_menu(self, kind: str, choice: str, role: Any = "menuitem") -> None:
        self.block(kind).locator(".handle").click()
        self.page.get_by_role(role, name=choice).click()

    def paste(self, html: str) -> None:
        self.page.evaluate(
            """(html) => {
                const data = new DataTransfer();
                data.setData("text/html", html);
                document.activeElement.dispatchEvent(
                    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
            }""",
            html,
        )


Sit = Callable[..., Desk]


@pytest.fixture
def sit(stage: Stage, browser: Browser) -> Iterator[Sit]:
    """Opens somebody's page; at the end nobody's browser has complained."""
    desks: list[Desk] = []

    def open_for(user: User, page: ContributionPage, **looks: Any) -> Desk:
        context = browser.new_context(
            viewport=looks.pop("viewport", {"width": 1280, "height": 900}), locale="fr", **looks
        )
        root = f"http://127.0.0.1:{stage.server.port}"
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": signed_in(user), "url": root}
        context.add_cookies([cookie])  # type: ignore[list-item]
        desks.append(Desk(context, f"{root}/admin/contributions/{page.pk}/ecrire/"))
        return desks[-1]

    yield open_for
    faults = [fault for desk in desks for fault in desk.faults]
    for desk in desks:
        desk.context.close()
    assert faults == []


@pytest.fixture
def two(stage: Stage, sit: Sit) -> tuple[Desk, Desk]:
    """Two people in the room of one text."""
    page = stage.text()
    return sit(stage.cast.member, page), sit(stage.cast.coordinator, page)


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(
        """async (tags) => (await axe.run(document, {runOnly: tags})).violations
            .flatMap(({id, nodes}) => nodes.map(({target}) => `${id} ${target}`))""",
        _TAGS,
    )
    return found


def too_small(page: Page) -> list[str]:
    """What one presses and is under 44 px; a link in a sentence is as tall as its line."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, textarea, .desk a")]
            .map((each) => [each, each.getBoundingClientRect()])
            .filter(([each, {width, height}]) => width && (height < 43.5 || width < 43.5))
            .map(([each, {width, height}]) => `${each.id || each.className} ${width}x${height}`)"""
    )
    return found
