"""Odd quotes, NUL and endless words: a clear answer, never a 500."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.cast import Cast, text_in

ClientOf = Callable[[User | None], Client]

QUERIES = (
    '"', "%22%22%22", "%00", "'", "((", "a%00b", "%F0%9F%98%80", "*", "a:b", "-", "%22a",
    "x" * 3000,
)  # fmt: skip
PATHS = (
    "/recherche/", "/contributions/", "/propositions/", "/centres/", "/admin/pages/search/",
    "/admin/textes/", "/admin/choose-page/search/", "/admin/images/", "/admin/documents/",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_query_never_breaks_a_page(cast: Cast, client_of: ClientOf, path: str) -> None:
    text_in(cast, "published")
    client = client_of(cast.member)
    answers = {
        query: client.get(f"{path}?q={query}&p={query}&page={query}").status_code
        for query in QUERIES
    }
    assert set(answers.values()) <= {200, 404}, answers


def rich(words: str) -> str:
    """Rich text as the editor's script sends it."""
    block = {
        "key": "a", "text": words, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [],
    }  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {}})


@pytest.mark.parametrize("everywhere", [True, False])
def test_nul_in_the_editor_is_an_error_in_its_field(
    cast: Cast, client_of: ClientOf, everywhere: bool
) -> None:
    """In every field at once, then in the rich text alone, whose value a script makes."""
    text = text_in(cast, "drafting")
    nul = "a\x00b" if everywhere else "ab"
    response = client_of(cast.member).post(
        reverse("wagtailadmin_pages:edit", args=[text.pk]),
        {
            "title": nul, "slug": text.slug, "summary": nul, "approach": nul,
            "addressees": nul, "licence": "etalab-2.0", "body-count": "1",
            "body-0-deleted": "", "body-0-order": "0", "body-0-type": "finding",
            "body-0-id": "", "body-0-value-title": nul, "body-0-value-text": rich("a\x00b"),
            "body-0-value-territory": nul, "body-0-value-source_kind": "",
            "body-0-value-source": nul,
        },
    )  # fmt: skip
    assert response.status_code in (200, 302)
    assert "\x00" not in json.dumps(text.get_latest_revision().content)


def test_nul_in_other_forms_is_refused(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "drafting")
    act = reverse("contributions:act", args=[text.record.pk, "proposer"])
    assert client_of(cast.member).post(act, {"note": "a\x00b"}).status_code == 422
    door = client_of(None).post("/connexion/", {"login": "a\x00@example.org", "password": "\x00"})
    assert door.status_code == 422
