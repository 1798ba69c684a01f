"""Letters: one voice, two forms, nothing fetched when they are read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from notifications.models import Letter
from people.models import User
from tests.cast import Cast

LINK = re.compile(r"https?://[^\s\"<]+")


def letter_to(email: str) -> Letter:
    """What the outbox holds after a password was asked for."""
    Client().post("/mot-de-passe/oublie/", {"email": email})
    return Letter.objects.get(address=email)


def test_a_forgotten_password_brings_one_letter_in_two_forms(cast: Cast) -> None:
    letter = letter_to(cast.member.email)
    assert letter.subject == "Choisir un nouveau mot de passe pour De concert"
    assert "il ne sert qu'une fois" in letter.text
    assert "il ne sert qu" in letter.html
    assert "\u202f;" in letter.text and "\u202f;" in letter.html


def test_both_forms_lead_to_the_same_page_which_opens(cast: Cast) -> None:
    letter = letter_to(cast.member.email)
    [address] = LINK.findall(letter.text)
    # The button, and the address in full below it.
    assert LINK.findall(letter.html) == [address] * 3
    page = Client().get(address.removeprefix("http://testserver"), follow=True)
    assert "Choisir un nouveau mot de passe" in page.content.decode()
    assert 'name="password1"' in page.content.decode()


def test_an_unknown_address_is_told_so_by_letter_alone(cast: Cast) -> None:
    letter = letter_to("personne@example.org")
    assert letter.address == "personne@example.org"
    assert letter.subject == "De concert\u202f: aucun compte à cette adresse"
    for form in (letter.text, letter.html):
        assert "personne@example.org" in form
        assert "http://testserver/compte/inscription/" in form


@pytest.mark.parametrize("known", [True, False])
def test_a_letter_fetches_nothing_when_it_is_read(cast: Cast, known: bool) -> None:
    html = letter_to(cast.member.email if known else "personne@example.org").html
    assert not re.search(r"<img|<link|<script|src=|url\(|@import|background=", html)


def test_a_letter_says_its_language(cast: Cast) -> None:
    User.objects.filter(pk=cast.member.pk).update(language="en")
    html = letter_to(cast.member.email).html
    assert '<html lang="en">' in html
    assert "/en/mot-de-passe/nouveau/" in html


def test_a_letter_from_a_demonstration_says_so(cast: Cast, settings: Any) -> None:
    assert "démonstration" not in letter_to(cast.member.email).text
    settings.DEMONSTRATION = True
    letter = letter_to(cast.coordinator.email)
    assert "Réseau de démonstration" in letter.text
    assert "Réseau de démonstration" in letter.html
