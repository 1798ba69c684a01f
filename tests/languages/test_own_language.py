"""A person's language: one truth, `people.User.language`, for the admin and for mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from notifications.models import Letter
from people.models import User
from tests.cast import PASSWORD, Cast

ACCOUNT = "/admin/account/"


@pytest.fixture
def english(cast: Cast) -> User:
    cast.coordinator.language = "en"
    cast.coordinator.save()
    return cast.coordinator


def sign_in(client: Client, user: User, door: str = "/connexion/") -> str:
    response = client.post(door, {"login": user.email, "password": PASSWORD})
    return str(response.url)  # type: ignore[attr-defined]


def test_the_admin_speaks_the_person_s_language(
    english: User, cast: Cast, client_of: Callable[[User | None], Client]
) -> None:
    assert '<html lang="en"' in client_of(english).get("/admin/").content.decode()
    assert '<html lang="fr"' in client_of(cast.member).get("/admin/").content.decode()


def test_a_page_speaks_the_language_of_its_address(
    english: User, client_of: Callable[[User | None], Client]
) -> None:
    assert '<html lang="fr"' in client_of(english).get("/espace/").content.decode()
    assert '<html lang="en"' in client_of(english).get("/en/espace/").content.decode()


def test_an_english_person_lands_on_the_english_space(english: User) -> None:
    assert sign_in(Client(), english) == "/en/espace/"


def test_the_asked_page_is_kept_as_asked(english: User) -> None:
    assert sign_in(Client(), english, "/connexion/?next=/contributions/") == "/contributions/"


def test_who_comes_in_by_the_english_door_stays_there(cast: Cast) -> None:
    assert sign_in(Client(), cast.member, "/en/connexion/") == "/en/espace/"
    assert sign_in(Client(), cast.member) == "/espace/"


def test_a_person_chooses_their_language_in_the_admin(
    cast: Cast, client_of: Callable[[User | None], Client]
) -> None:
    client = client_of(cast.member)
    choice = {
        "personal-language": "en",
        "personal-time_zone": "America/Martinique",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    response = client.post(ACCOUNT, choice, follow=True)
    cast.member.refresh_from_db()
    assert (cast.member.language, cast.member.time_zone) == ("en", "America/Martinique")
    assert "Your account settings have been changed" in response.content.decode()
    assert UserProfile.objects.get(user=cast.member).preferred_language == ""


def test_an_unknown_language_is_refused(
    cast: Cast, client_of: Callable[[User | None], Client]
) -> None:
    choice = {"personal-language": "de", "personal-time_zone": "Europe/Paris"}
    assert client_of(cast.member).post(ACCOUNT, choice).status_code == 200
    cast.member.refresh_from_db()
    assert cast.member.language == "fr"


def test_mail_is_written_in_the_person_s_language(english: User) -> None:
    Client().post("/mot-de-passe/oublie/", {"email": english.email})
    letter = Letter.objects.get(address=english.email)
    assert "/en/mot-de-passe/nouveau/" in letter.text


def test_signing_out_leads_home_in_the_spoken_language(
    english: User, client_of: Callable[[User | None], Client]
) -> None:
    assert client_of(english).post("/en/deconnexion/").url == "/en/"  # type: ignore[attr-defined]
