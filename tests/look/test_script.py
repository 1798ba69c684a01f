"""What the pages do with a script, beyond what they are without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .asked import each
from .eyes import DESKTOP, PHONE, Sight
from .pages import ENTRIES
from .site import FrozenSite

_CONTRIBUTION = next(entry for entry in ENTRIES if entry.name == "contribution")


@each(ENTRIES)
def test_no_script_fails(sight: Sight) -> None:
    assert sight.failures == []


@pytest.fixture
def page(browser: Browser, frozen: FrozenSite) -> Iterator[Page]:
    """A contribution in a browser of its own, whose memory goes with it."""
    context = frozen.visitor(browser)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
    opened.goto(frozen.address_of(_CONTRIBUTION))
    yield opened
    context.close()


def test_the_link_of_a_proposal_is_copied_and_said(page: Page) -> None:
    button = page.locator(".proposal button[data-copy], .bloc-proposal button[data-copy]").first
    expect(button).to_be_visible()
    button.click()
    expect(page.locator("[data-said]")).not_to_be_empty()
    assert "/propositions/" in page.evaluate("() => navigator.clipboard.readText()")


def test_the_contents_show_where_one_is(page: Page) -> None:
    current = page.locator("[data-follows] a[aria-current='location']")
    expect(current).to_have_count(0)
    page.locator("[data-follows] a[href='#synthese']").click()
    expect(current).to_have_attribute("href", "#synthese")
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    expect(current).to_have_attribute("href", "#reperes")
    expect(current).to_have_count(1)


def test_everything_is_unfolded_before_printing(page: Page) -> None:
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    folded = page.locator("details:not([open])")
    assert folded.count() > 0
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)


@pytest.mark.parametrize("anchor", ["#", "#%", "#nulle-part"])
def test_an_odd_anchor_harms_nothing(page: Page, anchor: str) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto("about:blank")
    page.go_back()
    page.evaluate("(anchor) => { location.hash = anchor }", anchor)
    page.reload()
    assert failures == []
    assert page.locator("button[data-copy]:visible").count() > 0


def test_a_chosen_theme_stays_in_this_browser(page: Page) -> None:
    ground = "() => getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.locator("[data-theme-choice] select").select_option("dark")
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    assert page.context.cookies() == []
