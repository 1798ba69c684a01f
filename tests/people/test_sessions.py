"""Where one is signed in: seen, ended one by one or all at once, and by what ends them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from people.devices import device_name
from people.models import User
from tests.cast import PASSWORD, Cast

from .doors import Key, add_key, code_of, confirm_by_password, enter, is_in, with_codes

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TABLET = (
    "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser(agent: str, person: User, password: str = PASSWORD) -> Client:
    client = Client(headers={"User-Agent": agent})
    enter(client, person.email, password)
    return client


def may(client: Client) -> bool:
    """Whether the session still opens anything."""
    return client.get("/espace/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome sur Android"),
        (DESK, "Firefox sur Linux"),
        (TABLET, "Safari sur iPad"),
        ("curl/8.1", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)
def test_a_device_is_named_as_its_owner_would(agent: str, name: str) -> None:
    assert device_name(agent) == name


def test_the_list_shows_each_device_and_which_one_is_this(cast: Cast) -> None:
    here, _there = browser(DESK, cast.member), browser(PHONE, cast.member)
    browser(TABLET, cast.coordinator)
    rows = here.get("/compte/").context["sessions"]
    assert [(row.device, row.is_this_one) for row in rows] == [
        ("Firefox sur Linux", True),
        ("Chrome sur Android", False),
    ]


def test_a_session_is_seen_every_ten_minutes_at_most(cast: Cast) -> None:
    with freeze_time("2031-05-25T10:00") as clock:
        here, there = browser(DESK, cast.member), browser(PHONE, cast.member)
        seen = []
        for _ in range(3):
            clock.tick(6 * 60)
            may(there)
            seen.append(here.get("/compte/").context["sessions"][1].seen_at.minute)
    assert seen == [0, 12, 12]


def test_one_session_is_ended_and_no_other(cast: Cast) -> None:
    here, there = browser(DESK, cast.member), browser(PHONE, cast.member)
    other = browser(PHONE, cast.coordinator)
    theirs = other.get("/compte/").context["sessions"][0].pk
    mine = here.get("/compte/").context["sessions"][1].pk
    here.post("/compte/appareils/", {"session": theirs})
    here.post("/compte/appareils/", {"session": mine})
    assert (may(here), may(there), may(other)) == (True, False, True)


@pytest.mark.parametrize("asked", ["x", "-1", "99999999", "1e3", "٣"])
def test_nonsense_ends_nothing(cast: Cast, asked: str) -> None:
    here, there = browser(DESK, cast.member), browser(PHONE, cast.member)
    assert here.post("/compte/appareils/", {"session": asked}).status_code == 302
    assert may(here) and may(there)


def test_a_visitor_ends_nothing(cast: Cast) -> None:
    here = browser(DESK, cast.member)
    assert Client().post("/compte/appareils/").status_code in (302, 401)
    assert may(here)


def test_everywhere_else_at_once_also_what_the_list_does_not_hold(
    cast: Cast, client_of: Callable[[User], Client]
) -> None:
    here, there = browser(DESK, cast.member), browser(PHONE, cast.member)
    unlisted, other = client_of(cast.member), browser(DESK, cast.coordinator)
    here.post("/compte/appareils/")
    assert [may(client) for client in (here, there, unlisted, other)] == [True, False, False, True]
    assert len(here.get("/compte/").context["sessions"]) == 1


def test_a_new_password_ends_the_others(cast: Cast) -> None:
    here, there = browser(DESK, cast.member), browser(PHONE, cast.member)
    new = "encore une longue phrase"
    here.post(
        "/mot-de-passe/changer/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert (may(here), may(there)) == (True, False)
    assert [row.is_this_one for row in here.get("/compte/").context["sessions"]] == [True]


def test_a_new_key_ends_the_others_and_so_does_its_removal(cast: Cast) -> None:
    here, there, key = browser(DESK, cast.member), browser(PHONE, cast.member), Key()
    confirm_by_password(here)
    add_key(here, key)
    assert (may(here), may(there)) == (True, False)
    [row] = here.get("/compte/").context["keys"]
    there = Client()
    options = there.get("/connexion/cle/", headers={"Accept": "application/json"}).json()
    there.post("/connexion/cle/", {"credential": key.shown_to(options)})
    assert may(there)
    here.post(f"/compte/cles/{row.pk}/retirer/")
    assert (may(here), may(there)) == (True, False)


def test_asking_for_a_code_ends_the_others_and_so_does_no_longer_asking(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A test's transaction never commits, and allauth waits for that.
    monkeypatch.setattr(transaction, "on_commit", lambda call, **kwargs: call())
    here, there = browser(DESK, cast.member), browser(PHONE, cast.member)
    confirm_by_password(here)
    secret = here.get("/compte/application/").context["form"].secret
    here.post("/compte/application/", {"code": code_of(secret)})
    assert (may(here), may(there)) == (True, False)
    there = browser(PHONE, cast.member)
    there.post("/connexion/code/", {"code": code_of(secret, later=1)})
    assert may(there)
    here.post("/compte/application/retirer/")
    assert (may(here), may(there)) == (True, False)


def test_the_open_session_of_someone_deactivated_ends_at_once(cast: Cast) -> None:
    """Whatever deactivated them: nothing was told to the session."""
    here = browser(DESK, cast.member)
    assert here.get("/admin/").status_code == 200
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    assert not may(here)
    assert here.get("/admin/").status_code == 302


def test_a_second_step_begun_before_the_account_closed_leads_nowhere(cast: Cast) -> None:
    secret = with_codes(cast.member)
    client = Client()
    enter(client, cast.member.email)
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    client.post("/connexion/code/", {"code": code_of(secret)})
    assert not (is_in(client) and may(client))


def test_twenty_sessions_cost_no_more_queries_than_two(cast: Cast) -> None:
    here = browser(DESK, cast.member)
    asked = []
    for more in (1, 18):
        for _ in range(more):
            browser(PHONE, cast.member)
        with CaptureQueriesContext(connection) as queries:
            here.get("/compte/")
        asked.append(len(queries))
    assert asked[0] == asked[1]
