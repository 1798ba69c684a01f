"""The admin's lists of texts cost the same for two rows as for twenty."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contributions.actions.create import create_contribution
from people.models import User
from tests.cast import Cast

ClientOf = Callable[[User | None], Client]


def write_texts(cast: Cast, count: int) -> None:
    for number in range(count):
        text = create_contribution(cast.health, f"Texte {number}", by=cast.member)
        text.record.associated_groups.add(cast.housing)


def cost(client: Client, address: str) -> int:
    client.get(address)  # what is read once for all is read now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", ["member", "coordinator", "associated_member"])
def test_the_list_of_texts(cast: Cast, client_of: ClientOf, role: str) -> None:
    client = client_of(getattr(cast, role))
    write_texts(cast, 2)
    two = cost(client, "/admin/textes/")
    write_texts(cast, 18)
    assert cost(client, "/admin/textes/") == two


@pytest.mark.parametrize("role", ["member", "coordinator"])
def test_the_explorer_of_a_group(cast: Cast, client_of: ClientOf, role: str) -> None:
    client = client_of(getattr(cast, role))
    address = f"/admin/pages/{cast.health.pk}/"
    write_texts(cast, 2)
    two = cost(client, address)
    write_texts(cast, 18)
    assert cost(client, address) == two


def test_the_front_page_of_the_admin(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.member)
    write_texts(cast, 2)
    two = cost(client, "/admin/")
    write_texts(cast, 8)
    assert cost(client, "/admin/") == two
