"""A published text that the public reacts to, as tests of reactions and reports need it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from contributions.models import ContributionPage
from discussion.actions.confirm_reaction import confirm_reaction
from discussion.actions.react import react
from discussion.actions.set_reactions import set_reactions
from discussion.models import Reaction
from notifications.models import Letter
from people import strangers
from people.models import User
from tests.cast import Cast, fresh, text_in

#: Everybody of the matrix, in the order of its columns here.
ROLES = (
    "anonymous", "account", "member", "coordinator", "associated_member", "moderator", "network",
    "director", "partner", "other_member", "other_coordinator", "gone", "superuser",
)  # fmt: skip
VISITOR = {"name": "Passant", "email": "passant@example.net"}
#: An address that the form's own check takes and the database does not.
LONG = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.org"


def of(cast: Cast, role: str) -> User | AnonymousUser:
    return AnonymousUser() if role == "anonymous" else User.objects.get(pk=getattr(cast, role).pk)


def opened(cast: Cast, state: str = "published", mark: str = "") -> ContributionPage:
    """A text of `santé` that takes reactions."""
    page = text_in(cast, state, mark=mark)
    set_reactions(page, by=cast.coordinator, is_open=True)
    return fresh(page)


def said(page: ContributionPage, words: str = "Chez nous aussi.", **more: Any) -> Reaction:
    """A visitor's reaction, which nobody confirmed."""
    return react(page, words=words, **(VISITOR | more))


def held(page: ContributionPage, words: str = "Chez nous aussi.", **more: Any) -> Reaction:
    return confirm_reaction(said(page, words, **more))


def letters_to(address: str) -> list[Letter]:
    return list(Letter.objects.filter(address=address).order_by("pk"))


def path_in(letter: Letter, start: str) -> str:
    """The path of the link to follow in a letter."""
    found = re.search(rf"https?://[^/\s]+(/(?:en/)?{start}[^\s]+)", letter.text)
    assert found, letter.text
    return found[1]


def send(client: Client, path: str, **words: Any) -> HttpResponse:
    """Fill in the form that a page shows, as a browser would, and send it."""
    form = client.get(path).context["form"]
    return client.post(path.partition("?")[0], {"shown": form["shown"].value(), **words})


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each form had been open long enough to be written in."""
    monkeypatch.setattr(strangers, "SOONEST", timedelta(seconds=-1))


def days_ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)
