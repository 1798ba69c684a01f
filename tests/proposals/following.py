"""Who follows proposals, and what they were written, for tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from notifications.models import Letter, Notice
from people import strangers
from people.models import User
from proposals.followers.actions.confirm import confirm
from proposals.followers.actions.follow import follow
from proposals.followers.news import tell_due
from proposals.models import Follower, Proposal
from tests.cast import Cast, text_in

ClientOf = Callable[[User | None], Client]
ANA = "ana@ailleurs.org"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each form had been open long enough to be written in."""
    monkeypatch.setattr(strangers, "SOONEST", timedelta(seconds=-1))
    monkeypatch.setattr(strangers.throttle, "take", lambda *args: None)


def first(cast: Cast, state: str = "published", title: str = "Rapprocher la santé") -> Proposal:
    return text_in(cast, state, title).proposals.order_by("rank")[0]


def send(client: Client, row: Proposal, **words: Any) -> HttpResponse:
    path = f"/propositions/{row.pk}/suivre/"
    form = client.get(path).context["form"]
    return client.post(path, {"shown": form["shown"].value(), "email": ANA, **words})  # type: ignore[return-value]


def letters(kind: str = "proposals.follow_letter") -> list[Letter]:
    """What was posted once the chore that tells followers has run."""
    tell_due(timezone.now())
    return list(Letter.objects.filter(kind=kind).order_by("pk"))


def path_in(letter: Letter, ending: str = "") -> str:
    found = re.search(rf"https?://[^/\s]+(/(?:en/)?propositions/suivi/[^/\s]+/{ending})(?=\s|$)", letter.text)  # fmt: skip
    assert found, letter.text
    return found[1]


def followed_by_ana(row: Proposal, email: str = ANA) -> Follower:
    follow(row, email=email)
    made = Follower.objects.get(proposal=row, email=email)
    assert confirm(made)
    return made


def told(person: User) -> list[str]:
    """What an account was told of once the chore that tells followers has run."""
    tell_due(timezone.now())
    rows = Notice.objects.filter(person=person, kind="proposals.followed").order_by("pk")
    return [row.data["what"] for row in rows]
