"""Kinds of news for these tests alone, and mail servers of every temper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Letter, Notice
from people.models import User
from tests.cast import Cast

from .server import Server, serving


def line(data: dict[str, Any], person: User) -> Line:
    return Line(
        headline=f"{data.get('who', 'Quelqu’un')} a proposé « {data.get('title', 'Un titre')} »",
        words=data.get("words", ""),
        url="/espace/",
        private=data.get("private", True),
        about=data.get("about", ""),
    )


def may_know(person: User, notice: Notice) -> bool:
    return person.pk not in notice.data.get("hidden_from", [])


@pytest.fixture(autouse=True)
def own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, more in {
        "test.daily": {},
        "test.urgent": {"default": Cadence.AT_ONCE},
        "test.weekly": {"default": Cadence.WEEKLY},
        "test.fixed": {"default": Cadence.AT_ONCE, "fixed": True},
    }.items():
        kind = Kind(name=name, label="Un texte est proposé", line=line, may_know=may_know, **more)
        monkeypatch.setitem(kinds._kinds, name, kind)


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, with nothing left of what they were told when they came."""
    for rows in (Notice.objects, Letter.objects, DBTaskResult.objects):
        rows.all().delete()
    return cast


@pytest.fixture
def smtp(settings: Any) -> Iterator[Server]:
    """A mail server of this machine, which the site's mail goes to."""
    with serving() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        settings.EMAIL_TIMEOUT = 0.3
        yield server
