"""A typed word is never lost: the page that gives a form back."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory

from kit.kept import csrf_failure, keep
from kit.templatetags.kit_tags import typed_words
from people.models import User
from tests.cast import PASSWORD, Cast

from .conftest import Seen

WORDS = "Deux mois pleins.\nEt « trois » <b>quartiers</b> & l'été."
RICH = json.dumps(
    {"blocks": [{"key": "a", "text": "Un paragraphe"}, {"key": "b", "text": "Un autre"}]}
)


def sent(user: User, **more: object) -> HttpRequest:
    data = {"summary": WORDS, "body-0-value-text": RICH, "body-count": "1", "password": PASSWORD}
    request = RequestFactory().post("/admin/pages/7/edit/?next=/x", {**data, **more})
    request.user = user
    return request


@pytest.mark.parametrize("cause", ["signed_out", "expired"])
def test_what_was_typed_is_read_and_can_be_sent_again(cast: Cast, cause: str) -> None:
    seen = Seen(keep(sent(cast.member), cause, status=401))
    assert "Deux mois pleins. Et « trois » <b>quartiers</b> & l'été." in seen.words
    assert "Un paragraphe Un autre" in seen.words
    (form,) = [attrs for attrs in seen.all("form") if attrs["action"].startswith("/admin/")]
    assert form == {"method": "post", "action": "/admin/pages/7/edit/?next=/x"}
    held = {
        attrs["name"]: attrs["value"]
        for attrs in seen.all("input")
        if attrs.get("type") == "hidden"
    }
    assert held["summary"] == WORDS
    assert held["body-0-value-text"] == RICH
    assert held["body-count"] == "1"
    assert held["csrfmiddlewaretoken"]


def test_markup_that_was_typed_is_not_run(cast: Cast) -> None:
    seen = Seen(keep(sent(cast.member, title="<script>alert(1)</script>"), "expired", status=403))
    assert "<script>alert" not in seen.html


def test_a_password_is_never_written_back(cast: Cast) -> None:
    assert PASSWORD not in Seen(keep(sent(cast.member), "expired", status=403)).html


def test_a_session_that_ended_leads_to_the_door_in_another_tab(cast: Cast) -> None:
    seen = Seen(keep(sent(cast.member), "signed_out", status=401))
    assert {"href": "/connexion/", "target": "_blank", "rel": "noopener"} in seen.all("a")


def test_a_refusal_gives_its_reason_and_the_words_but_no_way_to_send(cast: Cast) -> None:
    seen = Seen(keep(sent(cast.member), "refused", reason="Le texte est validé.", status=403))
    assert "Le texte est validé." in seen.words
    assert "Deux mois pleins." in seen.words
    assert not [
        attrs for attrs in seen.all("form") if attrs.get("action", "").startswith("/admin/")
    ]


def test_files_must_be_chosen_again(cast: Cast) -> None:
    with_file = sent(cast.member, file=SimpleUploadedFile("a.txt", b"x"))
    assert "choisir de nouveau" in Seen(keep(with_file, "expired", status=403)).words
    assert "choisir de nouveau" not in Seen(keep(sent(cast.member), "expired", status=403)).words


def test_an_expired_form_of_this_site_is_given_back(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        "/connexion/", {"login": "a@example.org", "password": PASSWORD},
        headers={"origin": "http://testserver"},
    )  # fmt: skip
    seen = Seen(response)
    assert seen.status == 403
    assert "a@example.org" in seen.words
    assert PASSWORD not in seen.html


def test_another_site_s_form_is_refused(cast: Cast) -> None:
    request = sent(cast.member)
    request.META["HTTP_ORIGIN"] = "https://ailleurs.example.org"
    seen = Seen(csrf_failure(request))
    assert seen.status == 403
    assert "Deux mois pleins" not in seen.words


def test_bookkeeping_is_not_shown_as_words() -> None:
    fields = [("a-id", "12"), ("a-type", "text"), ("b", "  "), ("c", "mots"), ("d", '{"x": 1}')]
    assert typed_words(fields) == [("c", "mots"), ("d", '{"x": 1}')]
