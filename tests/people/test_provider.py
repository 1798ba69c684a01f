"""Signing in through an identity provider: off by default, and every step of it checked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from freezegun import freeze_time

from people.models import User
from tests.cast import Cast

from .a_provider import CLIENT, SECRET, Provider, _key, answering
from .doors import code_of, is_in, with_codes

pytestmark = pytest.mark.django_db

LEAVE, BACK = "/connexion/fournisseur/", "/connexion/fournisseur/retour/"


@pytest.fixture
def provider(settings: Any, cast: Cast) -> Iterator[Provider]:
    with answering(Provider(email=cast.member.email)) as one:
        settings.OIDC_PROVIDER_URL = one.address
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        yield one


def through(client: Client, provider: Provider, **sent: str) -> HttpResponse:
    """There and back, with a person who says yes."""
    there = client.post(LEAVE, sent).headers["Location"]
    return client.get(BACK + provider.consent(there))  # type: ignore[return-value]


# -- Off ---------------------------------------------------------------------------------


def test_without_a_provider_there_is_neither_button_nor_address(cast: Cast) -> None:
    client = Client()
    assert LEAVE not in client.get("/connexion/").content.decode()
    assert client.post(LEAVE).status_code == 404
    assert client.get(f"{BACK}?code=x&state=y").status_code == 404


# -- On ----------------------------------------------------------------------------------


def test_the_door_offers_it_and_it_opens(cast: Cast, provider: Provider) -> None:
    client = Client()
    assert "Entrer avec ProConnect" in client.get("/connexion/").content.decode()
    answer = through(client, provider)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/espace/")
    assert client.session["_auth_user_id"] == str(cast.member.pk)


def test_the_question_holds_a_state_a_nonce_and_a_challenge(
    cast: Cast, provider: Provider, settings: Any
) -> None:
    settings.OIDC_EXTRA = {"acr_values": "eidas1"}
    where = urlsplit(Client().post(LEAVE).headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(where.query).items()}
    assert f"{where.scheme}://{where.netloc}{where.path}" == f"{provider.address}/authorize"
    assert len(asked["state"]) > 30 and len(asked["nonce"]) > 30
    assert (asked["code_challenge_method"], asked["acr_values"]) == ("S256", "eidas1")
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert "openid" in asked["scope"].split()


def test_only_a_form_leads_there(cast: Cast, provider: Provider) -> None:
    assert Client().get(LEAVE).status_code == 405
    assert Client(enforce_csrf_checks=True).post(LEAVE).status_code == 403


def test_the_english_door_comes_back_to_the_one_address(cast: Cast, provider: Provider) -> None:
    where = Client().post(f"/en{LEAVE}").headers["Location"]
    assert provider.consent(where)
    assert provider.asked["redirect_uri"] == f"http://testserver{BACK}"


def test_the_asked_page_is_kept_when_it_is_ours(cast: Cast, provider: Provider) -> None:
    assert through(Client(), provider, next="/groupes/sante/espace/").headers["Location"] == (
        "/groupes/sante/espace/"
    )
    elsewhere = through(Client(), provider, next="https://ailleurs.example/")
    assert elsewhere.headers["Location"] == "/espace/"


def test_user_information_that_is_not_signed_is_read_too(cast: Cast, provider: Provider) -> None:
    provider.signs_information = False
    client = Client()
    through(client, provider)
    assert is_in(client)


def test_the_case_of_the_address_does_not_matter(cast: Cast, provider: Provider) -> None:
    provider.email = "Member@Example.ORG"
    client = Client()
    through(client, provider)
    assert is_in(client)


def test_the_second_factor_of_this_site_is_still_met(cast: Cast, provider: Provider) -> None:
    secret = with_codes(cast.member)
    client = Client()
    assert through(client, provider).headers["Location"] == "/connexion/code/"
    assert not is_in(client)
    client.post("/connexion/code/", {"code": code_of(secret)})
    assert is_in(client)


# -- Who does not get in -----------------------------------------------------------------


def test_someone_without_an_account_is_told_clearly(cast: Cast, provider: Provider) -> None:
    provider.email = "inconnue@example.org"
    before = User.objects.count()
    client = Client()
    answer = through(client, provider)
    assert answer.status_code == 403
    assert "inconnue@example.org" in answer.content.decode()
    assert not is_in(client)
    assert User.objects.count() == before


def test_nor_does_a_closed_account(cast: Cast, provider: Provider) -> None:
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    client = Client()
    assert through(client, provider).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("said", [False, "true", 1, "false"])
def test_an_address_that_is_not_vouched_for_opens_nothing(
    cast: Cast, provider: Provider, settings: Any, said: object
) -> None:
    settings.OIDC_EMAILS_ARE_VERIFIED = True
    provider.information = {"email_verified": said}
    client = Client()
    assert through(client, provider).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("trusted", [True, False])
def test_silence_about_addresses_is_trusted_by_a_setting_alone(
    cast: Cast, provider: Provider, settings: Any, trusted: bool
) -> None:
    settings.OIDC_EMAILS_ARE_VERIFIED = trusted
    provider.information = {}
    client = Client()
    through(client, provider)
    assert is_in(client) is trusted


def _an_hour_ago() -> int:
    return int(time.time()) - 3600


#: What a provider, or whoever stands in its place, may get wrong.
WRONG: dict[str, dict[str, Any]] = {
    "another key signs": {"forged": _key()},
    "no signature": {"algorithm": "none", "forged": ""},
    "the shared secret signs": {"algorithm": "HS256", "forged": SECRET},
    "another audience": {"identity": {"aud": "another-site"}},
    "another issuer": {"identity": {"iss": "https://ailleurs.example"}},
    "another nonce": {"identity": {"nonce": "another"}},
    "no nonce": {"identity": {"nonce": None}},
    "expired": {"identity": {"exp": _an_hour_ago()}},
    "information for another audience": {"information": {"email_verified": True, "aud": "x"}},
    "information about another subject": {"information": {"email_verified": True, "sub": "x"}},
    "information from another issuer": {"information": {"email_verified": True, "iss": "x"}},
    "no address": {"information": {"email_verified": True, "email": None}},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_answer_opens_nothing(cast: Cast, provider: Provider, what: str) -> None:
    for name, value in WRONG[what].items():
        setattr(provider, name, value)
    client = Client()
    answer = through(client, provider)
    assert answer.status_code in (400, 403, 502)
    assert "pas entré" in answer.content.decode()
    assert not is_in(client)


def test_an_answer_cannot_be_played_again(cast: Cast, provider: Provider) -> None:
    client = Client()
    back = BACK + provider.consent(client.post(LEAVE).headers["Location"])
    client.get(back)
    assert is_in(client)
    client.post("/deconnexion/")
    assert client.get(back).status_code == 400
    assert not is_in(client)
    assert len(provider.exchanged) == 1


def test_nor_brought_to_another_browser(cast: Cast, provider: Provider) -> None:
    """Else one could be signed in, unknowing, to somebody else's account."""
    back = BACK + provider.consent(Client().post(LEAVE).headers["Location"])
    other = Client()
    assert other.get(back).status_code == 400
    other.post(LEAVE)
    assert other.get(back).status_code == 400
    assert not is_in(other)


def test_a_question_is_answered_within_a_quarter_of_an_hour(cast: Cast, provider: Provider) -> None:
    client = Client()
    with freeze_time("2031-05-25T10:00", ignore=["http", "socketserver"]) as clock:
        back = BACK + provider.consent(client.post(LEAVE).headers["Location"])
        clock.tick(16 * 60)
        assert client.get(back).status_code == 400
    assert not is_in(client)


def test_who_declines_there_is_told_so_here(cast: Cast, provider: Provider) -> None:
    client = Client()
    provider.consent(client.post(LEAVE).headers["Location"])
    answer = client.get(f"{BACK}?error=access_denied&state={provider.asked['state']}")
    assert answer.status_code == 502
    assert not is_in(client)


def test_a_provider_that_is_down_is_said_to_be(cast: Cast, settings: Any) -> None:
    settings.OIDC_PROVIDER_URL = "http://127.0.0.1:9"
    assert Client().post(LEAVE).status_code == 502
