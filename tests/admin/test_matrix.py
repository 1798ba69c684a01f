"""`permissions.md`, role by role and state by state, over HTML and admin addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from contributions.actions.grant_reading import grant_reading
from contributions.models import ContributionPage
from people.models import User
from tests.cast import STATES, Cast, fresh, person, text_in

from .matrix import ROLES, ROWS, Row, cells

ClientOf = Callable[[User | None], Client]


def answer(response: HttpResponseBase) -> str:
    """The mark of `permissions.md` that a response is."""
    location = response.headers.get("Location", "")
    if response.status_code == 401 or (response.status_code == 302 and "/connexion/" in location):
        return "L"
    if response.status_code in (403, 404):
        return str(response.status_code)[2]
    return "✓" if response.status_code < 400 else str(response.status_code)


def players(cast: Cast, text: ContributionPage) -> dict[str, User | None]:
    """Who plays each role before `text`, a named reader among them."""
    reader = person("reader")
    if text.record.trashed_at is None:
        grant_reading(
            text, by=cast.coordinator, person=reader, until=timezone.now() + timedelta(days=1)
        )
    people: dict[str, User | None] = {**cast.people(), "reader": reader, "anonymous": None}
    return {role: people[role] for role in ROLES}


def asked(client: Client, row: Row, url: str) -> str:
    """The answer to one address; what it would change is undone."""
    with transaction.atomic():
        response = client.post(url, row.post) if row.post is not None else client.get(url)
        transaction.set_rollback(True)
    return answer(response)


@pytest.mark.parametrize("state", STATES)
def test_each_role_gets_the_answer_of_the_charter(
    cast: Cast, client_of: ClientOf, state: str
) -> None:
    text = text_in(cast, state)
    text.record.associated_groups.add(cast.housing)
    clients = {role: client_of(user) for role, user in players(cast, text).items()}
    text = fresh(text)
    wrong = []
    for row in ROWS:
        if row.expected(state, "member") is None:
            continue
        for address in row.addresses:
            url = address(text)
            for role, client in clients.items():
                expected = row.expected(state, role)
                got = asked(client, row, url)
                if expected != "*" and got != expected:
                    wrong.append(f"{row.action} | {url} | {role}: expected {expected}, got {got}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_missing_text_is_answered_like_a_hidden_one(
    cast: Cast, client_of: ClientOf, role: str
) -> None:
    """For a role that may not know of a draft, its addresses and a missing one's agree."""
    text = text_in(cast, "drafting")
    client = client_of(players(cast, text)[role])
    wrong = []
    for row in ROWS:
        for address in row.addresses:
            if row.expected("drafting", role) not in ("4", "L"):
                continue
            here = address(text)
            nowhere = here.replace(f"/{text.pk}/", "/987654/").replace(
                f"/contributions/{text.record.pk}/", "/contributions/987654/"
            )
            got = asked(client, row, here), asked(client, row, nowhere)
            if got[0] != got[1]:
                wrong.append(f"{row.action} | {here} {got[0]} | {nowhere} {got[1]}")
    assert wrong == []


#: Rows about a group, not about a text: address of the group's page → cells by role.
GROUP_ROWS: dict[str, tuple[str, dict[str, str]]] = {
    "create a contribution": (
        "/admin/pages/add/contributions/contributionpage/{group}/",
        cells(member="✓", coordinator="✓", superuser="✓"),
    ),
    "create a contribution, from the group's own menu": (
        "/admin/pages/{group}/add_subpage/",
        cells(member="✓", coordinator="✓", superuser="✓"),
    ),
    "copy a group page": ("/admin/pages/{group}/copy/", cells("3")),
    "the texts of a group in the explorer": (
        "/admin/pages/{group}/",
        cells(member="✓", coordinator="✓", superuser="✓"),
    ),
    "edit a group's page in the editor": (
        "/admin/pages/{group}/edit/",
        cells(superuser="✓"),
    ),
    "a group's space": (
        "/groupes/sante/espace/",
        cells(member="✓", coordinator="✓", network="✓", superuser="✓"),
    ),
    "the space of a group that does not exist": ("/groupes/nulle-part/espace/", cells()),
    "calls": ("/coordination/saisines/", cells(network="✓", superuser="✓")),
    "groups": ("/coordination/groupes/nouveau/", cells(network="✓", superuser="✓")),
    "centres": ("/admin/people/centre/", cells(network="✓", superuser="✓")),
    "mandates": ("/admin/people/mandate/", cells(network="✓", superuser="✓")),
    "accounts": ("/admin/users/", cells(superuser="✓")),
    "settings": ("/admin/sites/", cells(superuser="✓")),
}


@pytest.mark.parametrize("action", GROUP_ROWS)
def test_each_role_gets_the_answer_of_the_charter_about_a_group(
    cast: Cast, client_of: ClientOf, action: str
) -> None:
    address, expected = GROUP_ROWS[action]
    text = text_in(cast, "drafting")
    wrong = []
    for role, user in players(cast, text).items():
        got = answer(client_of(user).get(address.format(group=cast.health.pk)))
        want = "L" if role == "anonymous" else expected[role]
        if got != want:
            wrong.append(f"{role}: expected {want}, got {got}")
    assert wrong == []
