"""A second factor is met at every way in, and nothing undoes it without it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import StringIO

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from notifications.models import Letter
from people.models import User
from tests.cast import PASSWORD, Cast

from .doors import (
    DOOR,
    Key,
    add_key,
    code_of,
    confirm_by_password,
    enter,
    enter_by_key,
    is_in,
    recovery_codes_of,
    with_codes,
)

pytestmark = pytest.mark.django_db

#: Whatever address of the site has ever taken a password, and how it is sent there.
DOORS = [
    ("/connexion/", {"login": "{email}", "password": PASSWORD}),
    ("/en/connexion/", {"login": "{email}", "password": PASSWORD}),
    ("/admin/login/", {"username": "{email}", "password": PASSWORD}),
    ("/django-admin/login/", {"username": "{email}", "password": PASSWORD}),
    ("/_util/login/", {"username": "{email}", "password": PASSWORD}),
    ("/en/_util/login/", {"username": "{email}", "password": PASSWORD}),
    ("/_util/authenticate_with_password/1/1/", {"password": PASSWORD}),
    ("/documents/authenticate_with_password/1/", {"password": PASSWORD}),
    ("/admin/password_reset/", {"email": "{email}"}),
    ("/compte/confirmer/", {"password": PASSWORD}),
    ("/api-auth/login/", {"username": "{email}", "password": PASSWORD}),
    ("/api/v2/auth/login/", {"username": "{email}", "password": PASSWORD}),
    ("/accounts/login/", {"login": "{email}", "password": PASSWORD}),
]


@pytest.fixture
def secret(cast: Cast) -> str:
    """The member's account asks for a code."""
    return with_codes(cast.member)


@pytest.mark.parametrize(("address", "sent"), DOORS, ids=[address for address, _ in DOORS])
def test_no_door_opens_by_password_alone(
    cast: Cast, secret: str, address: str, sent: dict[str, str]
) -> None:
    client = Client()
    filled = {name: value.format(email=cast.member.email) for name, value in sent.items()}
    client.post(address, filled, follow=True)
    assert not is_in(client)
    assert client.get("/admin/").status_code == 302
    assert client.get("/espace/").status_code == 302


def test_basic_authentication_opens_nothing(cast: Cast, secret: str) -> None:
    pair = base64.b64encode(f"{cast.member.email}:{PASSWORD}".encode()).decode()
    client = Client(headers={"Authorization": f"Basic {pair}"})
    assert client.get("/admin/").status_code == 302
    assert client.get("/espace/").status_code == 302


def test_the_password_leads_to_the_second_step_and_the_code_inside(cast: Cast, secret: str) -> None:
    client = Client()
    assert enter(client, cast.member.email).headers["Location"] == "/connexion/code/"
    assert client.get("/connexion/code/").status_code == 200
    assert not is_in(client)
    answer = client.post("/connexion/code/", {"code": code_of(secret)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/espace/")
    assert is_in(client)


def test_the_asked_page_is_kept_through_the_second_step(cast: Cast, secret: str) -> None:
    client = Client()
    enter(client, cast.member.email, next="/groupes/sante/espace/")
    answer = client.post("/connexion/code/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/groupes/sante/espace/"


def test_a_wrong_code_opens_nothing_and_says_so(cast: Cast, secret: str) -> None:
    client = Client()
    enter(client, cast.member.email)
    answer = client.post("/connexion/code/", {"code": "000000"})
    assert answer.status_code == 422
    assert "ne convient pas" in answer.content.decode()
    assert not is_in(client)


def test_a_code_serves_once(cast: Cast, secret: str) -> None:
    """Also written with spaces, as applications show it."""
    code = code_of(secret)
    for spelt, opens in ((code, True), (f"{code[:3]} {code[3:]}", False), (code, False)):
        client = Client()
        enter(client, cast.member.email)
        client.post("/connexion/code/", {"code": spelt})
        assert is_in(client) is opens, spelt


def test_a_recovery_code_serves_once(cast: Cast, secret: str) -> None:
    code = recovery_codes_of(cast.member)[0]
    for opens in (True, False):
        client = Client()
        enter(client, cast.member.email)
        client.post("/connexion/code/", {"code": code})
        assert is_in(client) is opens


def test_another_person_s_code_opens_nothing(cast: Cast, secret: str) -> None:
    other = with_codes(cast.coordinator)
    client = Client()
    enter(client, cast.member.email)
    client.post("/connexion/code/", {"code": code_of(other)})
    assert not is_in(client)


def test_a_new_password_does_not_replace_the_second_factor(cast: Cast, secret: str) -> None:
    client = Client()
    key = f"{user_pk_to_url_str(cast.member)}-{default_token_generator.make_token(cast.member)}"
    page = client.get(f"/mot-de-passe/nouveau/{key}/", follow=True)
    new = "encore une longue phrase"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert not is_in(client)
    assert enter(client, cast.member.email, new).headers["Location"] == "/connexion/code/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "address",
    [
        "/compte/application/retirer/",
        "/compte/codes-de-secours/nouveaux/",
        "/compte/cles/ajouter/",
        "/compte/adresse/",
    ],
)
def test_what_guards_the_account_is_changed_by_a_code_and_not_by_the_password(
    cast: Cast, secret: str, address: str, client_of: Callable[[User], Client]
) -> None:
    client = client_of(cast.member)
    answer = client.get(address)
    assert answer.status_code == 302 and "/compte/confirmer/" in answer.headers["Location"]
    confirm_by_password(client)
    assert client.get(address).status_code == 302
    client.post("/compte/confirmer/code/", {"code": code_of(secret)})
    assert client.get(address).status_code == 200


def test_the_secret_of_the_codes_cannot_be_read_in_the_database(cast: Cast, secret: str) -> None:
    [row] = Authenticator.objects.filter(user=cast.member, type=Authenticator.Type.TOTP)
    assert secret not in str(row.data)


def test_a_former_site_secret_still_opens_the_codes(
    cast: Cast, secret: str, settings: object
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one"
    client = Client()
    enter(client, cast.member.email)
    client.post("/connexion/code/", {"code": code_of(secret)})
    assert is_in(client)


# -- An application of codes -------------------------------------------------------------


def test_an_application_is_added_and_gives_recovery_codes(
    cast: Cast, client_of: Callable[[User], Client]
) -> None:
    client = client_of(cast.member)
    confirm_by_password(client)
    page = client.get("/compte/application/")
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["form"].secret
    assert client.post("/compte/application/", {"code": "123"}).status_code == 422
    answer = client.post("/compte/application/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/compte/codes-de-secours/"
    assert (
        recovery_codes_of(cast.member)[0]
        in client.get("/compte/codes-de-secours/").content.decode()
    )
    listed = client.get("/compte/codes-de-secours/telecharger/")
    assert listed.headers["Content-Type"].startswith("text/plain")
    assert listed.content.decode().count("\n") >= 10


# -- Keys --------------------------------------------------------------------------------


@pytest.fixture
def key(cast: Cast, client_of: Callable[[User], Client]) -> Key:
    """A key of the member's, added by the page."""
    client, key = client_of(cast.member), Key()
    confirm_by_password(client)
    answer = add_key(client, key)
    assert answer.headers["Location"] == "/compte/codes-de-secours/", answer.content.decode()
    return key


def test_a_key_signs_in_alone(cast: Cast, key: Key) -> None:
    client = Client()
    assert enter_by_key(client, key).headers["Location"] == "/espace/"
    assert client.session["_auth_user_id"] == str(cast.member.pk)


def test_a_key_is_added_on_the_way_somewhere(
    cast: Cast, client_of: Callable[[User], Client]
) -> None:
    """As who has just accepted an invitation does; nobody is sent off the site."""
    for onward, kept in (("/groupes/sante/espace/", True), ("https://ailleurs.example/", False)):
        client, key = client_of(User.objects.get(pk=cast.member.pk)), Key()
        confirm_by_password(client)
        page = client.get("/compte/cles/ajouter/", {"next": onward})
        assert (onward in page.content.decode()) is kept
        sent = {"credential": key.made_for(page.context["js_data"]), "next": onward}
        codes = client.post("/compte/cles/ajouter/", sent, follow=True)
        assert (f'href="{onward}"' in codes.content.decode()) is kept
        Authenticator.objects.filter(user=cast.member).delete()


def test_a_key_that_knew_not_its_owner_does_not(cast: Cast, key: Key) -> None:
    """Held, but no finger, face or code was asked."""
    client = Client()
    enter_by_key(client, key, verified=False)
    assert not is_in(client)


def test_a_foreign_key_and_a_foreign_site_open_nothing(cast: Cast, key: Key) -> None:
    stranger = Key()
    stranger.owner = key.owner
    client = Client()
    enter_by_key(client, stranger)
    assert not is_in(client)
    key.origin = "https://testserver.example.org"
    enter_by_key(client, key)
    assert not is_in(client)


def test_an_answer_cannot_be_played_again(cast: Cast, key: Key) -> None:
    client = Client()
    options = client.get("/connexion/cle/", headers={"Accept": "application/json"}).json()
    credential = key.shown_to(options)
    client.post("/connexion/cle/", {"credential": credential})
    assert is_in(client)
    again = Client()
    again.get("/connexion/cle/", headers={"Accept": "application/json"})
    again.post("/connexion/cle/", {"credential": credential})
    assert not is_in(again)


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "nothing", '{"response": {"userHandle": "eA"}}', "null", "12"]
)
def test_nonsense_in_place_of_a_key_is_answered(cast: Cast, sent: str) -> None:
    client = Client()
    client.get("/connexion/cle/", headers={"Accept": "application/json"})
    answer = client.post("/connexion/cle/", {"credential": sent})
    assert answer.status_code in (302, 422)
    assert not is_in(client)


def test_with_a_key_the_password_alone_no_longer_enters(cast: Cast, key: Key) -> None:
    client = Client()
    enter(client, cast.member.email)
    assert not is_in(client)
    page = client.get("/connexion/code/")
    answer = client.post("/connexion/code/", {"credential": key.shown_to(page.context["js_data"])})
    assert answer.status_code == 302
    assert is_in(client)


def test_the_key_of_a_closed_account_opens_nothing(cast: Cast, key: Key) -> None:
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    client = Client()
    enter_by_key(client, key)
    assert not is_in(client)


def test_nobody_touches_another_person_s_key(
    cast: Cast, key: Key, client_of: Callable[[User], Client]
) -> None:
    row = Authenticator.objects.get(user=cast.member, type=Authenticator.Type.WEBAUTHN)
    client = client_of(cast.coordinator)
    confirm_by_password(client)
    for what in ("renommer", "retirer"):
        assert client.get(f"/compte/cles/{row.pk}/{what}/").status_code == 404
        assert client.post(f"/compte/cles/{row.pk}/{what}/", {"name": "x"}).status_code == 404
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_a_page_of_the_second_step_without_a_first_leads_to_the_door(cast: Cast) -> None:
    assert Client().get("/connexion/code/").headers["Location"] == DOOR


# -- Who lost everything -----------------------------------------------------------------


def test_a_lost_second_factor_is_removed_by_hand_and_told(cast: Cast, secret: str) -> None:
    client = Client()
    enter(client, cast.member.email)
    client.post("/connexion/code/", {"code": code_of(secret)})
    call_command("remove_second_factor", cast.member.email.upper(), stdout=StringIO())
    assert client.get("/espace/").status_code == 302
    assert "administration du site" in Letter.objects.get(address=cast.member.email).text
    enter(client, cast.member.email)
    assert is_in(client)


def test_nobody_else_s_is(cast: Cast, secret: str) -> None:
    with pytest.raises(CommandError):
        call_command("remove_second_factor", "personne@example.org")
    assert Authenticator.objects.filter(user=cast.member).exists()
