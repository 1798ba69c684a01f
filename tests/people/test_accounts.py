"""Accounts: one address each, one door, and what closing one leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client

from contributions.actions.grant_reading import grant_reading
from contributions.rules import can_edit, can_read_draft
from groups.models import Membership
from groups.rules import memberships_of
from kit.access import may_enter_admin
from people.actions.close_account import close_account
from people.backends import DEMONSTRATION_PASSWORD
from people.models import User
from people.rules import is_moderator
from tests.cast import PASSWORD, Cast, at, draft, fresh

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def sign_in(email: str, password: str) -> Client:
    client = Client()
    client.post("/connexion/", {"login": email, "password": password})
    return client


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# -- One address a person ----------------------------------------------------------------


def test_an_address_is_kept_in_lower_case(cast: Cast) -> None:
    assert User.objects.create_user("  Jeanne.D@Example.ORG ").email == "jeanne.d@example.org"


def test_one_address_is_one_account_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("Member@Example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.account.pk).update(email="MEMBER@example.org")
    twin = User(email="MEMBER@example.org", display_name="Double")
    with pytest.raises(ValidationError):
        twin.full_clean(exclude=["password"])


def test_an_account_needs_an_address(db: None) -> None:
    with pytest.raises(ValueError, match="address"):
        User.objects.create_user("")


def test_an_unknown_time_zone_is_refused(cast: Cast) -> None:
    cast.account.time_zone = "Europe/Atlantis"
    with pytest.raises(ValidationError) as refusal:
        cast.account.full_clean()
    assert set(refusal.value.message_dict) == {"time_zone"}


@pytest.mark.parametrize("email", ["member@example.org", "MEMBER@Example.org"])
def test_people_sign_in_whatever_the_case_of_their_address(cast: Cast, email: str) -> None:
    assert signed_in(sign_in(email, PASSWORD))


# -- One door ----------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/admin/login/", "/django-admin/login/", "/_util/login/"])
def test_every_door_is_the_one_door(cast: Cast, address: str) -> None:
    answer = Client().get(f"{address}?next=/espace/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/connexion/?next=/espace/")


def test_the_admin_sends_a_visitor_to_the_door(cast: Cast) -> None:
    answer = Client().get("/admin/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/connexion/")


@pytest.mark.parametrize("address", ["/admin/password_reset/", "/compte/inscription/"])
def test_there_is_no_second_way_in(cast: Cast, address: str) -> None:
    """Wagtail's own password reset is closed, and nobody opens an account alone."""
    before = User.objects.count()
    Client().post(address, {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.count() == before


def test_a_wrong_password_opens_nothing(cast: Cast) -> None:
    assert not signed_in(sign_in("member@example.org", "autre chose, vraiment"))


def test_the_printed_password_opens_only_the_demonstration(cast: Cast, settings: object) -> None:
    """Even for an account that somehow has it."""
    cast.member.set_password(DEMONSTRATION_PASSWORD)
    cast.member.save()
    assert settings.DEMONSTRATION is False
    assert authenticate(None, email=cast.member.email, password=DEMONSTRATION_PASSWORD) is None
    assert not signed_in(sign_in(cast.member.email, DEMONSTRATION_PASSWORD))
    settings.DEMONSTRATION = True
    assert signed_in(sign_in(cast.member.email, DEMONSTRATION_PASSWORD))


@pytest.mark.parametrize(
    ("role", "enters"),
    [
        ("member", True), ("coordinator", True), ("network", True), ("superuser", True),
        ("account", False), ("partner", False), ("gone", False),
    ],
)  # fmt: skip
def test_who_enters_the_editing_rooms(cast: Cast, role: str, enters: bool) -> None:
    assert may_enter_admin(getattr(cast, role)) is enters


# -- A closed account --------------------------------------------------------------------


def test_a_closed_account_keeps_its_row_and_loses_its_name(cast: Cast) -> None:
    person = close_account(cast.member, by=cast.member, at=at("2031-05-25"))
    person = again(person)
    assert (person.closed_at, person.is_active) == (at("2031-05-25"), False)
    assert person.public_name == str(person) == person.get_full_name() == "Ancien membre"
    assert not person.has_usable_password()


def test_nobody_enters_with_it_and_open_sessions_end(cast: Cast) -> None:
    client = sign_in("member@example.org", PASSWORD)
    assert client.get("/admin/").status_code == 200
    close_account(cast.member, by=cast.member)
    assert client.get("/admin/").status_code == 302
    assert not signed_in(sign_in("member@example.org", PASSWORD))


def test_memberships_and_mandates_end_with_it(cast: Cast) -> None:
    for person in (cast.member, cast.moderator):
        close_account(person, by=cast.superuser, at=at("2031-05-25"))
    row = Membership.objects.get(person=cast.member)
    assert row.ends_at == at("2031-05-25")
    assert cast.moderator.mandates.get().ends_at == at("2031-05-25")
    assert dict(memberships_of(again(cast.member))) == {}
    assert not is_moderator(again(cast.moderator))
    assert not again(cast.member).groups.exists()


def test_what_was_written_stays_and_is_read_by_the_others(cast: Cast) -> None:
    text = draft(cast)
    until = at("2099-01-01")
    grant_reading(text, by=cast.coordinator, person=cast.account, until=until)
    for person in (cast.member, cast.account):
        close_account(person, by=cast.superuser)
    text = fresh(text)
    assert text.record.created_by == cast.member
    assert can_edit(again(cast.coordinator), text)
    assert not can_edit(again(cast.member), text)
    assert not can_read_draft(again(cast.account), text)


def test_closing_twice_changes_nothing(cast: Cast) -> None:
    close_account(cast.member, by=cast.superuser, at=at("2031-05-25"))
    close_account(cast.member, by=cast.superuser, at=at("2032-05-25"))
    assert again(cast.member).closed_at == at("2031-05-25")


def test_only_oneself_or_the_technical_administration_closes(cast: Cast) -> None:
    for role in ("account", "coordinator", "network", "moderator"):
        with pytest.raises(Http404):
            close_account(cast.member, by=getattr(cast, role))
    assert again(cast.member).is_active
