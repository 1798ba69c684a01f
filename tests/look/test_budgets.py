"""What a page costs, with the demonstration's content, as the browser counts it."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest

from .asked import each
from .eyes import DESKTOP, Eyes, Request, Sight, script_of
from .pages import ENTRIES, Kind

_KIB = 1024
#: Pages as they are first opened; what a form answers costs the same again.
_OPENED = [entry for entry in ENTRIES if entry.steps is None]
_PUBLIC = [entry for entry in _OPENED if entry.kind in (Kind.READING, Kind.DOOR)]
_READING = [entry for entry in _OPENED if entry.kind is Kind.READING]
_ONE_OF_EACH = list({entry.template: entry for entry in reversed(_OPENED)}.values())
_SIZES: dict[str, int] = {}
_MEMBER = [entry for entry in _OPENED if entry.kind is Kind.MEMBER]


def _ours(sight: Sight) -> list[Request]:
    """Everything but the images that people put in texts."""
    return [r for r in sight.requests.values() if not urlsplit(r.url).path.startswith("/media/")]


def _compressed(sight: Sight, url: str) -> int:
    """What a file weighs once compressed; asked once, since it is named by its content."""
    if url not in _SIZES:
        body = sight.page.context.request.get(url).body()
        _SIZES[url] = len(gzip.compress(body, 6))
    return _SIZES[url]


def _weights(requests: list[Request]) -> str:
    return "\n".join(["", *(f"{r.size:>8} {r.kind:<12} {r.url}" for r in requests)])


@each(_PUBLIC)
def test_a_public_page_is_light(sight: Sight) -> None:
    requests = _ours(sight)
    assert sum(request.size for request in requests) <= 100 * _KIB, _weights(requests)
    assert len(sight.requests) <= 10, _weights(list(sight.requests.values()))


@each(_MEMBER)
def test_a_members_page_is_light(sight: Sight) -> None:
    requests = _ours(sight)
    assert sum(request.size for request in requests) <= 150 * _KIB, _weights(requests)


@each(_PUBLIC)
def test_a_public_page_is_small(sight: Sight) -> None:
    sight.wear(DESKTOP)
    assert sight.page.evaluate("() => document.getElementsByTagName('*').length") <= 350


@each(_OPENED)
def test_styles_and_scripts_are_short(sight: Sight) -> None:
    """Compressed the way that every server can; styles and scripts in the page count too."""
    sizes = {"Stylesheet": 0, "Script": 0}
    for request in _ours(sight):
        if request.kind in sizes:
            sizes[request.kind] += _compressed(sight, request.url)
    # The page of all components wears every sheet; who works on the site opens it.
    assert sizes["Stylesheet"] <= (20 if sight.entry.kind is Kind.COMPONENTS else 15) * _KIB
    assert sizes["Script"] <= 10 * _KIB
    assert sight.page.locator("style, [style], script:not([src], [type*=json])").count() == 0


@each(_OPENED)
def test_nothing_comes_from_elsewhere(sight: Sight) -> None:
    own = urlsplit(sight.page.url).netloc
    hosts = {
        urlsplit(r.url).netloc for r in sight.requests.values() if not r.url.startswith("data:")
    }
    assert hosts == {own}


@each(_READING)
def test_a_visitor_gets_no_cookie(sight: Sight) -> None:
    assert sight.page.context.cookies() == []
    assert sight.page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]


@each(_ONE_OF_EACH)
def test_everything_is_read_without_script(sight: Sight, eyes: Eyes) -> None:
    """What a script shows and nothing else does, apart from buttons that need one."""
    with_script, _words = sight.run("hidden_words")
    hidden, words = eyes.without_script(sight.entry).evaluate(script_of("hidden_words"))
    assert words > 2
    lost = [line for line in hidden if line not in with_script]
    assert lost == [], "\n".join(["", *lost])


def test_the_scales_weigh(eyes: Eyes) -> None:
    """The protocol counts what is sent: a page weighs about what its server says."""
    sight = eyes.look_at(next(entry for entry in ENTRIES if entry.name == "home"))
    (page,) = [r for r in sight.requests.values() if r.kind == "Document"]
    told = int(sight.response.headers["content-length"])
    assert page.size == pytest.approx(told, abs=2 * _KIB)
    assert {r.kind for r in sight.requests.values()} >= {"Document", "Stylesheet"}
