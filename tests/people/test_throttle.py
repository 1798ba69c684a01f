"""Guessing at the door: few failures, one answer for all, and nobody locked out by others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import caches
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from freezegun import freeze_time

from config.settings import base
from notifications.models import Letter
from people import throttle
from people.models import User
from tests.cast import PASSWORD, Cast

from .doors import code_of, enter, is_in, with_codes

pytestmark = pytest.mark.django_db

WRONG = "autre chose, vraiment"
UNKNOWN = "personne@example.org"


@pytest.fixture(autouse=True)
def limits(settings: Any) -> Iterator[None]:
    """As a real site has them, with nobody tried yet."""
    settings.DOOR_LIMITS = {"key": 5, "ip": 60}
    caches["door"].clear()
    yield
    caches["door"].clear()


def fail(email: str, times: int = 5, **extra: Any) -> list[int]:
    return [enter(Client(**extra), email, WRONG).status_code for _ in range(times)]


def test_the_sixth_failure_is_refused_and_says_until_when(cast: Cast) -> None:
    assert fail(cast.member.email) == [422] * 5
    answer = enter(Client(), cast.member.email, WRONG)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "réessayer dans 15 minutes" in answer.content.decode().replace("\xa0", " ")


def test_then_the_right_password_waits_too_and_enters_after(cast: Cast) -> None:
    with freeze_time("2031-05-25T10:00") as clock:
        fail(cast.member.email)
        client = Client()
        assert enter(client, cast.member.email).status_code == 429
        clock.tick(14 * 60)
        assert enter(client, cast.member.email).status_code == 429
        clock.tick(61)
        assert enter(client, cast.member.email).status_code == 302
        assert is_in(client)


def test_failures_are_forgotten_one_by_one(cast: Cast) -> None:
    with freeze_time("2031-05-25T10:00") as clock:
        for _ in range(5):
            fail(cast.member.email, 1)
            clock.tick(4 * 60)
        assert fail(cast.member.email, 3) == [422, 422, 429]


def test_a_success_neither_counts_nor_clears(cast: Cast) -> None:
    fail(cast.member.email, 4)
    for _ in range(3):
        assert enter(Client(), cast.member.email).status_code == 302
    assert fail(cast.member.email, 2) == [422, 429]


def test_the_case_of_an_address_wins_nothing(cast: Cast) -> None:
    fail("member@example.org", 3)
    assert fail("  MEMBER@Example.org ", 3) == [422, 422, 429]


def test_others_failures_do_not_lock_an_office_out(cast: Cast) -> None:
    """Eight colleagues behind one network address fail as often as they can."""
    for number in range(8):
        fail(f"collegue-{number}@example.org")
    assert enter(Client(), cast.member.email).status_code == 302


def test_one_network_address_cannot_try_them_all(cast: Cast, settings: Any) -> None:
    settings.DOOR_LIMITS = {"key": 5, "ip": 6}
    fail("un@example.org", 3)
    assert fail("deux@example.org", 4) == [422, 422, 422, 429]
    assert enter(Client(), cast.member.email).status_code == 429
    assert enter(Client(REMOTE_ADDR="192.0.2.7"), cast.member.email).status_code == 302


def test_a_whole_ipv6_network_is_one_visitor(cast: Cast, settings: Any) -> None:
    settings.DOOR_LIMITS = {"key": 5, "ip": 2}
    statuses = [
        fail(f"{n}@example.org", 1, REMOTE_ADDR=f"2001:db8:1:2::{n}")[0] for n in range(1, 5)
    ]
    assert statuses == [422, 422, 429, 429]


def test_what_a_visitor_says_of_their_address_is_not_believed(cast: Cast, settings: Any) -> None:
    settings.DOOR_LIMITS = {"key": 5, "ip": 2}
    statuses = [
        fail(f"{n}@example.org", 1, headers={"X-Forwarded-For": f"192.0.2.{n}"})[0]
        for n in range(4)
    ]
    assert statuses == [422, 422, 429, 429]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert fail("x@example.org", 1, headers={"X-Forwarded-For": "192.0.2.99"}) == [422]


# -- One answer for all ------------------------------------------------------------------


def comparable(answer: HttpResponse, email: str) -> tuple[int, str, dict[str, str]]:
    """Without the tokens, which differ at each answer, and the address that was typed."""
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    body = answer.content.decode().replace(email, "ADRESSE")
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)
    headers.pop("Expires", None)  # the second at which each was answered
    return answer.status_code, body, headers


def work_of(answer: Callable[[], HttpResponse]) -> tuple[HttpResponse, int]:
    """What is answered, and how many passwords were hashed for it."""
    with mock.patch.object(
        MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
    ) as hashed:
        return answer(), hashed.call_count


@pytest.mark.parametrize("before", [0, 5], ids=["failing", "throttled"])
def test_the_door_answers_alike_for_known_unknown_and_closed(cast: Cast, before: int) -> None:
    User.objects.filter(pk=cast.gone.pk).update(is_active=False)
    keyless = User.objects.create_user("sans-cle@example.org")
    told = []
    for email in (cast.member.email, UNKNOWN, cast.gone.email, keyless.email):
        fail(email, before)
        answer, hashed = work_of(lambda email=email: enter(Client(), email, WRONG))
        told.append((*comparable(answer, email), hashed))
    assert told[1:] == told[:1] * 3
    assert told[0][3] == (0 if before else 1)


def test_asking_for_a_password_answers_alike_and_writes_one_letter_each(cast: Cast) -> None:
    told = []
    for email in (cast.member.email, UNKNOWN):
        letters = Letter.objects.count()
        answer, hashed = work_of(
            lambda email=email: Client().post("/mot-de-passe/oublie/", {"email": email})  # type: ignore[misc]
        )
        told.append((*comparable(answer, email), hashed, Letter.objects.count() - letters))
    assert told[0] == told[1]
    assert told[0][0] == 302


def test_letters_for_a_new_password_are_few(cast: Cast) -> None:
    for email in (cast.member.email, UNKNOWN):
        statuses = [
            Client().post("/mot-de-passe/oublie/", {"email": email}).status_code for _ in range(6)
        ]
        assert statuses == [302] * 5 + [429]


# -- The second factor, and confirming who one is ---------------------------------------


def test_codes_are_not_guessed(cast: Cast) -> None:
    secret = with_codes(cast.member)
    client = Client()
    enter(client, cast.member.email)
    statuses = [
        client.post("/connexion/code/", {"code": f"00000{n}"}).status_code for n in range(6)
    ]
    assert statuses == [422] * 5 + [429]
    assert client.post("/connexion/code/", {"code": code_of(secret)}).status_code == 429
    other = Client(REMOTE_ADDR="192.0.2.7")
    enter(other, cast.member.email)
    assert other.post("/connexion/code/", {"code": code_of(secret)}).status_code == 429


def test_nor_is_the_password_by_confirming_or_by_changing_it(
    cast: Cast, client_of: Callable[[User], Client]
) -> None:
    """One budget for all the places where it can be tried."""
    client = client_of(cast.member)
    changing = {"oldpassword": WRONG, "password1": PASSWORD, "password2": PASSWORD}
    for _ in range(3):
        assert client.post("/compte/confirmer/", {"password": WRONG}).status_code == 422
    for _ in range(2):
        assert client.post("/mot-de-passe/changer/", changing).status_code == 422
    assert client.post("/mot-de-passe/changer/", changing).status_code == 429
    assert client.post("/compte/confirmer/", {"password": PASSWORD}).status_code == 429


# -- What counts ------------------------------------------------------------------------


def test_nobody_enters_when_nothing_can_be_counted(cast: Cast) -> None:
    """Redis is down, say: the door stays closed, and says so as it always does."""
    broken = mock.Mock()
    broken.get_many.side_effect = ConnectionError("refused")
    with mock.patch("people.throttle._door", return_value=broken):
        client = Client()
        answer = enter(client, cast.member.email)
        assert answer.status_code == 429
        assert not is_in(client)
        assert client.get("/").status_code == 200


def test_every_process_counts_the_same(cast: Cast, settings: Any) -> None:
    """In the database, as a real site does: nothing is held by the process."""
    assert base.CACHES["door"]["BACKEND"].endswith("DatabaseCache")
    settings.CACHES = {**settings.CACHES, "door": base.CACHES["door"]}
    call_command("createcachetable", verbosity=0)
    assert fail(cast.member.email, 3) == [422] * 3
    del caches["door"]  # another process, as it were
    assert fail(cast.member.email, 3) == [422, 422, 429]


def test_the_cache_tells_no_address(cast: Cast) -> None:
    assert "member" not in throttle._name("sign-in", "key", cast.member.email)
