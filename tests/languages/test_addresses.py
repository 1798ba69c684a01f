"""A page, its twin in the other language, and what machines are told of both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import LocalePrefixPattern, get_resolver
from django.utils import translation

from kit.languages import WITHOUT_PREFIX, address_decides, in_language
from tests.cast import Cast, text_in
from tests.pages.conftest import Seen


@pytest.mark.parametrize(
    ("path", "language", "twin"),
    [
        ("/", "en", "/en/"),
        ("/en/", "fr", "/"),
        ("/en/", "en", "/en/"),
        ("/groupes/?page=2", "en", "/en/groupes/?page=2"),
        ("/en/groupes/?page=2&q=é", "fr", "/groupes/?page=2&q=é"),
        ("/environnement/", "en", "/en/environnement/"),
        ("/environnement/", "fr", "/environnement/"),
    ],
)
def test_the_address_of_the_same_page_in_a_language(path: str, language: str, twin: str) -> None:
    assert in_language(path, language) == twin


def test_what_stands_outside_the_languages_is_named_as_such() -> None:
    resolver = get_resolver()
    outside = [
        str(entry.pattern)
        for entry in _entries(resolver.url_patterns)
        if not isinstance(entry.pattern, LocalePrefixPattern)
    ]
    assert [path for path in outside if address_decides("/" + path.lstrip("^"))] == []


def _entries(patterns: list[object]) -> Iterator[object]:
    """The routes of the root, those of unnamed includes one by one."""
    for entry in patterns:
        if str(entry.pattern) == "" and not isinstance(entry.pattern, LocalePrefixPattern):  # type: ignore[attr-defined]
            yield from _entries(entry.url_patterns)  # type: ignore[attr-defined]
        else:
            yield entry


def test_no_page_s_address_hides_behind_a_language() -> None:
    assert all(
        not path.startswith(f"/{code}/")
        for code, _ in settings.LANGUAGES
        for path in WITHOUT_PREFIX
    )


def links(seen: Seen, rel: str) -> dict[str, str]:
    return {
        attrs.get("hreflang", ""): attrs["href"]
        for attrs in seen.all("link")
        if attrs.get("rel") == rel
    }


def test_both_twins_name_each_other_and_the_french_address(cast: Cast) -> None:
    text = text_in(cast, "published")
    french = text.get_url()
    for path in (french, f"/en{french}", "/contributions/?groupe=sante", "/en/", "/"):
        seen = Seen(Client().get(path))
        bare = in_language(path, "fr")
        both = {"fr": f"http://testserver{bare}", "en": f"http://testserver/en{bare}"}
        assert links(seen, "alternate") == both
        assert links(seen, "canonical") == {"": both["fr"]}


@pytest.mark.parametrize("path", ["/perdue/", "/en/perdue/"])
def test_a_lost_address_has_no_twin(cast: Cast, path: str) -> None:
    seen = Seen(Client().get(path))
    assert links(seen, "alternate") == {}


def switch(path: str, client: Client | None = None) -> dict[str, str]:
    [link] = [
        attrs for attrs in Seen((client or Client()).get(path)).all("a") if attrs.get("hreflang")
    ]
    return {name: link[name] for name in ("href", "lang", "hreflang")}


def test_the_switch_leads_to_the_same_page_with_its_query(cast: Cast) -> None:
    assert switch("/contributions/?groupe=sante&page=1") == {
        "href": "/en/contributions/?groupe=sante&amp;page=1".replace("&amp;", "&"),
        "lang": "en",
        "hreflang": "en",
    }
    assert switch("/en/recherche/?q=a")["href"] == "/recherche/?q=a"


def test_from_a_lost_address_the_switch_leads_home(cast: Cast) -> None:
    assert switch("/en/perdue/")["href"] == "/"
    assert switch("/perdue/")["href"] == "/en/"


def test_from_the_answer_to_a_form_the_switch_leads_home(cast: Cast) -> None:
    request = RequestFactory().post("/en/connexion/")
    with translation.override("en"):
        page = Template('{% include "components/language_switch.html" %}').render(
            Context({"request": request})
        )
    assert 'href="/"' in page


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/contributions/", "/en/groupes/sante/", "/en/recherche/?q=a"]
)
def test_a_visitor_gets_no_cookie(cast: Cast, path: str) -> None:
    response = Client(HTTP_ACCEPT_LANGUAGE="en").get(path)
    assert not response.cookies
    assert response["Content-Language"] == ("en" if path.startswith("/en/") else "fr")


@pytest.mark.parametrize(
    ("spoken", "written"), [("fr", "<h1>x</h1>"), ("en", '<h1 lang="fr">x</h1>')]
)
def test_content_says_its_language_where_the_interface_speaks_another(
    spoken: str, written: str
) -> None:
    with translation.override(spoken):
        assert Template("<h1{% content_lang %}>x</h1>").render(Context()) == written
