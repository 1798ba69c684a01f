"""A room to write in: a server, a text in drafting, and people who are signed in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, Map

from contributions.models import ContributionPage
from cowriting.models import Room
from cowriting.record.log import since
from people.models import User
from tests.cast import Cast, gather, text_in
from tests.concurrency.arena import own_database

from .clients import Server, Writer, lived, signed_in


@dataclass
class Stage:
    """`server` runs; `database` is its address, for a second one."""

    server: Server
    database: str
    cast: Cast

    def text(self, state: str = "drafting") -> ContributionPage:
        return text_in(self.cast, state)

    def writer(self, user: User, page: ContributionPage, server: Server | None = None) -> Writer:
        """Somebody's page, not connected yet."""
        return Writer(server or self.server, page.pk, signed_in(user))


def played(story: Callable[[Stage], Coroutine[Any, Any, None]]) -> Callable[[Stage], None]:
    """A test out of a story that several people live at once."""

    def test(stage: Stage) -> None:
        lived(lambda: asyncio.run(story(stage)))

    test.__name__, test.__doc__ = story.__name__, story.__doc__
    return test


async def both(stage: Stage) -> tuple[Writer, Writer, ContributionPage]:
    """A member and a coordinator at one text."""
    page = stage.text()
    member = await stage.writer(stage.cast.member, page).open()
    coordinator = await stage.writer(stage.cast.coordinator, page).open()
    return member, coordinator, page


def words_in_log(page: ContributionPage, field: str = "summary") -> str:
    """What the document says, of what is durable alone."""
    room = Room.objects.get(page=page)
    doc: Doc[Any] = Doc()
    if room.snapshot:
        doc.apply_update(bytes(room.snapshot))
    for row in since(room.pk, room.snapshot_seq):
        doc.apply_update(bytes(row.payload))
    return str(doc.get("page", type=Map)[field])


@pytest.fixture(scope="module")
def stage(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object
) -> Iterator[Stage]:
    """The cast and a server, on a committed copy of the suite's database."""
    folder: Path = tmp_path_factory.mktemp("rooms")
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        own_database(folder) as database,
        Server(database) as server,
    ):
        # What a test does to the text, it does while its simulated browsers wait.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield Stage(server, database, gather())


@pytest.fixture
def committed(tmp_path: Path, django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """A copy of the suite's database, for a thread of its own."""
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        own_database(tmp_path),
    ):
        yield


@pytest.fixture
def quiet() -> Iterator[None]:
    """Servers that are killed and clients that are hostile would say so at length."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
