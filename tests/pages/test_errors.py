"""Pages for what went wrong: they say what to do, and cannot fail themselves."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.views.defaults import bad_request, permission_denied, server_error

from kit.access import Refused
from people.models import User
from tests.cast import Cast

from .conftest import Seen


def test_a_missing_page_helps_to_go_on(cast: Cast, visitor: Client) -> None:
    seen = Seen(visitor.get("/nulle-part/"))
    assert seen.status == 404
    assert "/contributions/" in seen.links
    assert seen.all("form")


@pytest.mark.parametrize(
    "path", ["/nulle%00part/", "/%ff/", "/groupes/%E2%80%AE/", "/" + "a" * 3000 + "/"]
)
def test_an_odd_address_is_an_error_of_its_sender(db: None, visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code in {400, 404}


def request_of(user: User) -> HttpRequest:
    request = RequestFactory().get("/x/")
    request.user = user
    return request


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Refused("Le texte est en relecture."), "Le texte est en relecture."),
        (PermissionDenied(), "Votre demande n'a pas pu être acceptée."),
        (Refused("<b>gras</b>"), "<b>gras</b>"),
    ],
)
def test_a_refusal_gives_its_reason(cast: Cast, refusal: PermissionDenied, words: str) -> None:
    seen = Seen(permission_denied(request_of(cast.member), refusal))
    assert seen.status == 403
    assert words in seen.words
    assert "/espace/" in seen.links


def test_a_server_error_asks_nothing_of_the_database(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        seen = Seen(server_error(RequestFactory().get("/")))
    assert seen.status == 500
    assert not queries.captured_queries
    assert "L'erreur vient de lui" in seen.words
    assert not seen.all("script")


def test_a_page_for_failures_survives_the_loss_of_static_files(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(name: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for {name}")

    styled = Seen(server_error(RequestFactory().get("/")))
    monkeypatch.setattr("kit.templatetags.bare_tags.staticfiles_storage.url", lost)
    bare = Seen(server_error(RequestFactory().get("/")))
    assert styled.all("link") and styled.all("svg")
    # Without its styles a drawing would cover the words.
    assert not bare.all("link") and not bare.all("svg")
    assert "L'erreur vient de lui" in bare.words


def test_a_bad_request_is_explained(db: None) -> None:
    seen = Seen(bad_request(RequestFactory().get("/"), ValueError("secret")))
    assert seen.status == 400
    assert "secret" not in seen.words
    assert "/" in seen.links


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_bare_pages_need_no_context(name: str) -> None:
    assert "<h1>" in render_to_string(name)
