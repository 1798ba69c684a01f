"""Pages of news and preferences."""

from __future__ import annotations

from playwright.sync_api import Page, Response

from tests.look.entry import Entry, Kind, Who, member, send

_NEWS, _RATES = "notifications/news.html", "notifications/preferences.html"


def _an_unknown_rate(page: Page) -> Response | None:
    """What no browser offers: a choice that the list does not hold."""
    field = page.locator("main select").first
    name = field.get_attribute("name") or ""
    field.evaluate("(select) => { select.options[1].value = 'souvent' }")
    return send(**{name: "souvent"})(page)


ENTRIES: list[Entry] = [
    member("news", "/espace/nouvelles/", _NEWS, walked=True),
    member("news-of-a-group", "/espace/nouvelles/?groupe={group sante}", _NEWS, Who.COORDINATOR, pictured=False),
    member("news-none", "/espace/nouvelles/", _NEWS, Who.PARTNER),
    member("news-rates", "/espace/nouvelles/reglages/", _RATES, walked=True),
    member("news-rates-of-a-group", "/espace/nouvelles/reglages/{group sante}/", _RATES, pictured=False),
    member("news-rates-refused", "/espace/nouvelles/reglages/", _RATES, status=422, steps=_an_unknown_rate, pictured=False),
    Entry("post", "/demo/courrier/", "demo/courrier.html", Kind.DOOR, walked=True),
    Entry("post-letter", "/demo/courrier/{letter digest}/", "demo/lettre.html", Kind.DOOR, by_chance="iframe.letter, pre.letter"),
    Entry("news-stop", "{stop letters}", "notifications/stop.html", Kind.DOOR),
]  # fmt: skip
