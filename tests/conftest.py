"""What every test may ask for."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from people.models import User

from .blank import begun_from_blank, drop_blank, shared_folder
from .browser import browser
from .cast import Cast, disperse, gather
from .laid import journal_kept
from .together import scheduler

#: One browser for whoever asks, wherever they are: two cannot live in one process.
__all__ = ["browser"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return scheduler(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two more than there are processors: whoever looks, clicks or duels mostly waits."""
    return len(os.sched_getaffinity(0)) + 2


#: What answers the same whatever the database: asked once, on SQLite.
_EITHER = re.compile(
    r"tests/(house|kit|languages|look|media)/"
    r"|tests/admin/test_(matrix|route_map|screens|bad_input)"
    r"|tests/cowriting/test_(writing_|behind_nginx)"
    r"|tests/\w+/test_\w+_over_http"
    # Of the stories in a browser, the one that goes through most of the site is lived on both.
    r"|tests/e2e/(?!test_story)"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _EITHER.match(item.nodeid):
            item.add_marker(pytest.mark.either)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was loaded by now stays to the end: the collector need not look through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The controller comes last, once its workers are gone."""
    folder = getattr(session.config, "_tmp_path_factory", None)
    if folder is not None and "PYTEST_XDIST_WORKER" not in os.environ:
        drop_blank(shared_folder(folder))


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with begun_from_blank(tmp_path_factory):
        yield


@pytest.fixture(scope="session")
def django_db_setup(blank: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The suite's database, with the cast in it once for all tests."""
    with django_db_blocker.unblock():
        # Without a test that needs it, the database was not made.
        if User._meta.db_table in connection.introspection.table_names():
            gather()


@pytest.fixture(autouse=True)
def french_between_tests() -> Iterator[None]:
    """Django leaves the last request's language active; no test hands it to the next."""
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def journal(request: pytest.FixtureRequest) -> Iterator[None]:
    """What each test writes is noted, once the test's own transaction is open."""
    if "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    with journal_kept(request.getfixturevalue("monkeypatch")):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The named cast; see `tests.cast`."""
    return gather()


@pytest.fixture
def empty_site(db: None) -> None:
    """A site before anyone came."""
    disperse()


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """A browser signed in as somebody, or as nobody with None."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="people.backends.DoorBackend")
        return client

    return sign_in
