"""The coordination's lists: found, filtered, taken away, and no words of others in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from openpyxl import load_workbook

from groups.models import JoinRequest, Membership
from notifications.enums import LetterState
from notifications.models import Letter, Notice, Preference
from people.models import Invitation, Mandate, User
from tests.cast import Cast, person

ClientOf = Callable[[User | None], Client]
SECRET = "mot-que-la-coordination-ne-lit-pas"


def membership(cast: Cast, number: int) -> Membership:
    return Membership.objects.create(
        person=person(f"membre{number}", display_name=f"=membre({number})"), group=cast.mobility
    )


def mandate(cast: Cast, number: int) -> Mandate:
    who = person(f"mandat{number}", display_name=f"=mandat({number})")
    return Mandate.objects.create(person=who, kind="moderator")


def join_request(cast: Cast, number: int) -> JoinRequest:
    who = person(f"demande{number}", display_name=f"=demande({number})")
    return JoinRequest.objects.create(person=who, group=cast.health, words="Bonjour")


def invitation(cast: Cast, number: int) -> Invitation:
    return Invitation.objects.create(
        email=f"=invite{number}@example.org", purpose="groups.join", scope=cast.health,
        invited_by=cast.coordinator, expires_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip


def letter(cast: Cast, number: int, state: str = LetterState.DEAD) -> Letter:
    return Letter.objects.create(
        message_id=f"<{number}@example.org>", kind="people.invitation", subject=SECRET,
        address=f"=lettre{number}@example.org", text=SECRET, html=SECRET, state=state,
    )  # fmt: skip


def notice(cast: Cast, number: int) -> Notice:
    who = person(f"nouvelle{number}", display_name=f"=nouvelle({number})")
    return Notice.objects.create(
        person=who, kind="contributions.proposed", scope=cast.health, cadence="daily",
        data={"title": SECRET},
    )  # fmt: skip


def preference(cast: Cast, number: int) -> Preference:
    who = person(f"abonnement{number}", display_name=f"=abonnement({number})")
    return Preference.objects.create(person=who, cadence="weekly", kind="")


LISTS: dict[str, Callable[[Cast, int], Any]] = {
    "groups_membership": membership,
    "groups_joinrequest": join_request,
    "people_mandate": mandate,
    "people_invitation": invitation,
    "notifications_letter": letter,
    "notifications_notice": notice,
    "notifications_preference": preference,
}
each_list = pytest.mark.parametrize("name", LISTS)


def index(name: str) -> str:
    return reverse(f"{name}_modeladmin_index")


def label(row: Any) -> str:
    """What only this row's line says."""
    return str(getattr(row, "email", "") or getattr(row, "address", "") or row.person.public_name)


@each_list
def test_a_row_is_found_by_its_words(cast: Cast, client_of: ClientOf, name: str) -> None:
    first, second = (LISTS[name](cast, number) for number in (71, 82))
    client = client_of(cast.network)
    page = client.get(index(name)).content.decode()
    assert label(first) in page and label(second) in page
    found = client.get(index(name), {"q": label(first).strip("=")}).content.decode()
    assert label(first) in found and label(second) not in found


@each_list
def test_a_list_costs_as_much_for_twenty_rows_as_for_two(
    cast: Cast, client_of: ClientOf, name: str
) -> None:
    client = client_of(cast.network)
    counts = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            LISTS[name](cast, number)
        client.get(index(name))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(index(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@each_list
def test_spreadsheets_hold_the_rows_and_run_nothing(
    cast: Cast, client_of: ClientOf, name: str
) -> None:
    row = LISTS[name](cast, 1)
    client = client_of(cast.network)
    answer = client.get(index(name), {"export": "csv"})
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    cells = [cell for line in lines[1:] for cell in line]
    assert f"'{label(row)}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
    answer = client.get(index(name), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer))).active
    assert f"'{label(row)}" in [cell.value for line in sheet for cell in line]
    assert {cell.data_type for line in sheet for cell in line} <= {"s", "n", "d", "b"}


@each_list
def test_a_row_is_inspected_and_has_no_history(cast: Cast, client_of: ClientOf, name: str) -> None:
    row = LISTS[name](cast, 1)
    address = reverse(f"{name}_modeladmin_inspect", args=[row.pk])
    assert client_of(cast.network).get(address).status_code == 200
    with pytest.raises(NoReverseMatch):
        reverse(f"{name}_modeladmin_history", args=[row.pk])


@each_list
@pytest.mark.parametrize("role", ["account", "coordinator", "moderator", "director", "partner"])
def test_nobody_else_takes_a_list_away(
    cast: Cast, client_of: ClientOf, name: str, role: str
) -> None:
    row = LISTS[name](cast, 1)
    client = client_of(getattr(cast, role))
    assert client.get(index(name), {"export": "csv"}).status_code == 404
    assert client.get(reverse(f"{name}_modeladmin_inspect", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("name", ["notifications_letter", "notifications_notice"])
def test_the_words_of_letters_and_news_are_shown_nowhere(
    cast: Cast, client_of: ClientOf, name: str
) -> None:
    row = LISTS[name](cast, 1)
    client = client_of(cast.network)
    pages = [index(name), reverse(f"{name}_modeladmin_inspect", args=[row.pk])]
    assert all(SECRET not in client.get(page).content.decode() for page in pages)
    exported = client.get(index(name), {"export": "csv"})
    assert SECRET not in b"".join(exported).decode()


def test_a_dead_letter_is_sent_again(cast: Cast, client_of: ClientOf) -> None:
    row, client = letter(cast, 1), client_of(cast.network)
    address = reverse("notifications_letter_modeladmin_edit", args=[row.pk])
    assert address in client.get(index("notifications_letter")).content.decode()
    assert client.get(address).status_code == 200
    row.refresh_from_db()
    assert row.state == LetterState.DEAD, "asking changes nothing"
    client.post(address)
    row.refresh_from_db()
    assert row.state == LetterState.WAITING


def test_a_letter_that_waits_is_given_up(cast: Cast, client_of: ClientOf) -> None:
    row, client = letter(cast, 1, LetterState.WAITING), client_of(cast.network)
    client.post(reverse("notifications_letter_modeladmin_delete", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == LetterState.DEAD


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_nobody_else_leads_the_post(cast: Cast, client_of: ClientOf, action: str) -> None:
    row = letter(cast, 1, LetterState.DEAD if action == "edit" else LetterState.WAITING)
    address = reverse(f"notifications_letter_modeladmin_{action}", args=[row.pk])
    for role in ("member", "coordinator", "moderator", "director"):
        assert client_of(getattr(cast, role)).post(address).status_code == 404
    before = row.state
    row.refresh_from_db()
    assert row.state == before


@pytest.mark.parametrize(
    "words",
    [
        {"text__contains": SECRET},
        {"subject__startswith": SECRET[:4]},
        {"person__password__startswith": "md5"},
        {"nonsense__of__any": "kind"},
    ],
)
def test_the_address_of_a_list_is_no_way_to_guess_words(
    cast: Cast, client_of: ClientOf, words: dict[str, str]
) -> None:
    row, client = letter(cast, 1), client_of(cast.network)
    lookup, guess = next(iter(words.items()))
    for tried in (guess, f"{guess}, otherwise"):
        page = client.get(index("notifications_letter"), {lookup: tried})
        assert label(row) in page.content.decode(), "right or wrong, the answer is the same"
        sheet = client.get(index("notifications_letter"), {lookup: tried, "export": "csv"})
        assert label(row) in b"".join(sheet).decode()


@pytest.mark.parametrize(
    "name, lookup",
    [("groups_membership", "centre__id__exact"), ("notifications_letter", "created_at__gte")],
)
def test_an_address_that_no_filter_made_leads_to_the_list(
    cast: Cast, client_of: ClientOf, name: str, lookup: str
) -> None:
    LISTS[name](cast, 1)
    answer = client_of(cast.network).get(index(name), {lookup: "n'importe quoi"})
    assert answer.status_code == 302 and answer.headers["Location"] == index(name)
