"""One world for the tests that only read: every role before a text in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from contributions.actions.grant_reading import grant_reading
from contributions.models import ContributionPage
from kit.access import AnyUser
from people.actions.mandates import entrust
from people.enums import MandateKind
from tests.cast import STATES, Cast, fresh, gather, person, text_in


@dataclass
class World:
    """`roles`: who plays each column of `permissions.md`; `texts`: a text of each state."""

    cast: Cast
    roles: dict[str, AnyUser]
    texts: dict[str, ContributionPage]


def roles_of(cast: Cast) -> dict[str, AnyUser]:
    """The columns of the table, a director who is not asked and a named reader added."""
    delegate, other_director = person("delegate"), person("other_director")
    entrust(delegate, MandateKind.DELEGATE, centre=cast.north, by=cast.superuser)
    away = type(cast.north).objects.create(name="Centre Ouest", slug="ouest")
    entrust(other_director, MandateKind.DIRECTOR, centre=away, by=cast.superuser)
    people: dict[str, Any] = cast.people()
    names = ("account", "member", "coordinator", "moderator", "network", "director")
    more = ("partner", "other_member", "gone", "superuser")
    return {
        "anonymous": AnonymousUser(),
        **{name: people[name] for name in (*names, *more)},
        "associated": cast.associated_member,
        "delegate": delegate,
        "other_director": other_director,
        "reader": person("reader"),
    }


def build_world() -> World:
    cast = gather()
    roles = roles_of(cast)
    texts = {}
    for state in STATES:
        text = text_in(cast, state, f"Texte {state}")
        text.record.associated_groups.add(cast.housing)
        until = timezone.now() + timedelta(days=1)
        grant_reading(text, by=cast.coordinator, person=roles["reader"], until=until)
        texts[state] = fresh(text)
    return World(cast, roles, texts)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once a module and rolled back after it; its tests change nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)
