"""A person's own account: what it says, and changing one's name, language and address."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from groups.actions.invite_to_group import invite_to_group
from notifications.models import Letter
from people.actions.accept_invitation import Newcomer, accept_invitation
from people.models import User
from tests.cast import PASSWORD, Cast

from .doors import code_of, confirm_by_password, enter, is_in, with_codes

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
PROFILE = {
    "display_name": "Claude Durand",
    "function": "Chargée de mission",
    "language": "fr",
    "time_zone": "Indian/Reunion",
}
NEW = "nouvelle@example.org"


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_a_visitor_is_led_to_the_door(cast: Cast) -> None:
    answer = Client().get("/compte/")
    assert answer.headers["Location"] == "/connexion/?next=/compte/"


def test_one_changes_what_one_says_of_oneself(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.account).post("/compte/", PROFILE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/compte/")
    person = again(cast.account)
    assert {name: getattr(person, name) for name in PROFILE} == PROFILE


def test_a_new_language_speaks_at_once(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.account).post("/compte/", {**PROFILE, "language": "en"})
    assert answer.headers["Location"] == "/en/compte/"


@pytest.mark.parametrize(
    "wrong",
    [{"display_name": ""}, {"time_zone": "Europe/Atlantis"}, {"language": "xx"}],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    cast: Cast, client_of: ClientOf, wrong: dict[str, str]
) -> None:
    answer = client_of(cast.account).post("/compte/", {**PROFILE, **wrong})
    assert answer.status_code == 422
    assert "Chargée de mission" in answer.content.decode()
    assert again(cast.account).display_name == cast.account.display_name


def test_nothing_else_can_be_slipped_in(cast: Cast, client_of: ClientOf) -> None:
    more = {"email": NEW, "is_superuser": "on", "is_active": "", "password": "x"}
    client_of(cast.account).post("/compte/", {**PROFILE, **more})
    person = again(cast.account)
    assert (person.email, person.is_superuser) == (cast.account.email, False)
    assert person.check_password(PASSWORD)


ENGLISH = re.compile(
    r"\b(the|your|you|password|sign in|security key|authenticator|passkey|remove|activate|recovery)\b",
    re.IGNORECASE,
)


def english_in(html: str) -> list[str]:
    words = re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL)
    return ENGLISH.findall(words)


def test_no_english_is_left_on_french_pages(cast: Cast, client_of: ClientOf) -> None:
    """allauth speaks English where nobody translated it."""
    client = client_of(cast.account)
    confirm_by_password(client)
    for address in (
        "/compte/", "/compte/application/", "/compte/cles/ajouter/", "/compte/adresse/",
        "/compte/confirmer/", "/mot-de-passe/changer/",
    ):  # fmt: skip
        assert not english_in(client.get(address).content.decode()), address
        assert not english_in(client.post(address, {"code": "1"}).content.decode()), address


def test_nor_on_those_of_a_second_factor(cast: Cast, client_of: ClientOf) -> None:
    secret = with_codes(cast.member)
    client = client_of(cast.member)
    client.post("/compte/confirmer/code/", {"code": code_of(secret)})
    half_way = Client()
    enter(half_way, cast.member.email)
    assert not english_in(half_way.get("/connexion/code/").content.decode())
    wrong = half_way.post("/connexion/code/", {"code": "1"})
    assert wrong.status_code == 422
    assert not english_in(wrong.content.decode())
    for address in (
        "/compte/", "/compte/confirmer/code/", "/compte/application/retirer/",
        "/compte/codes-de-secours/", "/compte/codes-de-secours/nouveaux/",
        "/compte/codes-de-secours/telecharger/",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not english_in(answer.content.decode()), address


# -- Another address ---------------------------------------------------------------------


def ask(client: Client, wanted: str = NEW) -> None:
    confirm_by_password(client)
    assert client.post("/compte/adresse/", {"email": wanted}).status_code == 302


def link_in(letter: Letter) -> str:
    [address, *_rest] = re.findall(r"https?://\S+", letter.text)
    return urlsplit(address).path


def last_letter() -> Letter:
    return Letter.objects.order_by("pk").last()  # type: ignore[return-value]


def test_an_address_changes_when_its_reader_confirms(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.account)
    ask(client)
    letter = last_letter()
    assert letter.address == NEW
    page = client.get(link_in(letter))
    assert page.status_code == 200
    assert again(cast.account).email == cast.account.email, "opening a link changed something"
    client.post(link_in(letter))
    assert again(cast.account).email == NEW
    told = last_letter()
    assert told.address == cast.account.email
    assert NEW in told.text
    newcomer = Client()
    enter(newcomer, NEW)
    assert is_in(newcomer)


def test_the_link_serves_once_and_only_its_owner(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.account)
    ask(client)
    link = link_in(last_letter())
    assert client_of(cast.member).post(link).status_code == 410
    assert Client().get(link).status_code == 302
    client.post(link)
    assert client.post(link).status_code == 410
    assert again(cast.member).email == cast.member.email


def test_an_old_or_made_up_link_changes_nothing(cast: Cast, client_of: ClientOf) -> None:
    from freezegun import freeze_time

    client = client_of(cast.account)
    ask(client)
    link = link_in(last_letter())
    assert client.post(f"{link[:-3]}xx/").status_code == 410
    with freeze_time("2099-01-01"):
        late = client_of(cast.account)
        assert late.post(link).status_code == 410
    assert again(cast.account).email == cast.account.email


def test_whether_an_address_is_taken_is_told_to_its_owner_alone(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.account)
    confirm_by_password(client)
    told = []
    for wanted in (NEW, cast.member.email.upper()):
        before = Letter.objects.count()
        answer = client.post("/compte/adresse/", {"email": wanted})
        told.append(
            (answer.status_code, answer.headers["Location"], Letter.objects.count() - before)
        )
        client.get("/compte/")
    assert told[0] == told[1] == (302, "/compte/", 1)
    letter = last_letter()
    assert letter.address == cast.member.email
    assert "/compte/adresse/" not in letter.text


def test_an_address_taken_since_is_not_taken_twice(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.account)
    ask(client)
    link = link_in(last_letter())
    User.objects.create_user(NEW)
    assert client.post(link).status_code == 410
    assert again(cast.account).email == cast.account.email


def test_a_change_of_password_is_told_by_letter(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.account)
    new = "encore une longue phrase"
    client.post(
        "/mot-de-passe/changer/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    letter = last_letter()
    assert letter.address == cast.account.email
    assert "mot de passe de votre compte a été changé" in letter.text


#: What only the person whose account it is may open.
PRIVATE = [
    "/compte/", "/compte/adresse/", "/compte/adresse/jeton/", "/compte/confirmer/",
    "/compte/confirmer/code/", "/compte/confirmer/cle/", "/compte/cles/ajouter/",
    "/compte/cles/1/renommer/", "/compte/cles/1/retirer/", "/compte/application/",
    "/compte/application/retirer/", "/compte/codes-de-secours/",
    "/compte/codes-de-secours/nouveaux/", "/compte/codes-de-secours/telecharger/",
    "/mot-de-passe/changer/", "/mot-de-passe/choisir/",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_visitor_s_way_to_an_account_is_the_door(cast: Cast, address: str) -> None:
    for answer in (Client().get(address), Client().get(f"/en{address}")):
        assert answer.status_code == 302
        assert "/connexion/" in answer.headers["Location"]
    assert Client().post(address).status_code in (302, 401)


@pytest.mark.parametrize("address", ["/compte/", "/compte/cles/ajouter/", "/connexion/code/"])
def test_no_cache_keeps_an_account_s_pages(cast: Cast, client_of: ClientOf, address: str) -> None:
    assert "no-store" in client_of(cast.account).get(address).headers["Cache-Control"]


def test_the_former_address_opens_nothing_and_is_free_again(
    cast: Cast, client_of: ClientOf
) -> None:
    """Neither after one's own change nor after a superuser's."""
    former = "arrivee@example.org"
    invitation = invite_to_group(cast.health, former, by=cast.coordinator)
    words = Newcomer("Arrivée", PASSWORD)
    newcomer = accept_invitation(invitation.token_hash or "", newcomer=words).accepted_by
    assert newcomer is not None and not EmailAddress.objects.exists()
    # As earlier releases left it.
    EmailAddress.objects.create(user=newcomer, email=former, verified=True, primary=True)
    client = client_of(newcomer)
    ask(client)
    client.post(link_in(last_letter()))
    Letter.objects.all().delete()
    visitor = Client()
    visitor.post("/mot-de-passe/oublie/", {"email": former})
    assert not Letter.objects.filter(person=newcomer).exists()
    enter(visitor, former)
    assert not is_in(visitor)
    second = invite_to_group(cast.mobility, former, by=cast.other_coordinator)
    other = accept_invitation(second.token_hash or "", newcomer=words).accepted_by
    assert other is not None and other.pk != newcomer.pk
    enter(visitor, NEW)
    assert is_in(visitor)
