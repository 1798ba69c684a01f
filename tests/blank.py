"""A database after its migrations and before anyone, made once for all processes of a run.

Migrating takes the longest part of a process's start. Who begins from this file migrates
all the same: there is nothing left to do, unless something was forgotten here.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from .browser import ROOT

#: The name that Django gives to the one database in memory of a process.
_IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


def blank_database(folder: Path) -> Path:
    """The file in `folder`, which whichever process asks first makes for the others."""
    path = folder / "blank.sqlite3"
    with (folder / "blank.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _make(path.with_suffix(".building"))
            path.with_suffix(".building").rename(path)
    return path


def _make(path: Path) -> None:
    _migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")


def _migrate(url: str) -> None:
    """In a process of its own: this one's database is the suite's."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True, cwd=ROOT)


def blank_postgres(folder: Path) -> str:
    """The name of the blank database of this run; whichever process asks first makes it.

    The name is noted in `folder`: nothing that a process can read of its own settings is the
    same before and after its test database is made. It is used once, so that another run on
    the same server has its own.
    """
    noted = folder / "blank.postgres"
    with (folder / "blank.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not noted.exists():
            name = f"concert_blank_{secrets.token_hex(6)}"
            administer(f"CREATE DATABASE {name}")
            _migrate(f"{_server()}/{name}")
            noted.write_text(name)
    return noted.read_text()


def drop_blank(folder: Path) -> None:
    """What the run's processes began from, once none of them is left."""
    if (noted := folder / "blank.postgres").exists():
        administer(f"DROP DATABASE IF EXISTS {noted.read_text()} WITH (FORCE)")


def administer(*statements: str) -> None:
    """Run each on the server of `DATABASE_URL`, whose own database need not exist."""
    import psycopg

    with psycopg.connect(f"{_server()}/postgres", autocommit=True) as server:
        for statement in statements:
            server.execute(statement)  # type: ignore[call-overload]


def _server() -> str:
    return os.environ["DATABASE_URL"].rpartition("/")[0]


@contextmanager
def begun_from_blank(factory: pytest.TempPathFactory) -> Iterator[None]:
    """The suite's database begins from the blank one: on PostgreSQL, and where it is one in
    memory on SQLite."""
    database = settings.DATABASES["default"]
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = blank_postgres(shared_folder(factory))
        yield
    elif database["NAME"] == ":memory:" and not database["TEST"]["NAME"]:
        with _begun_in_memory(factory):
            yield
    else:
        yield


@contextmanager
def _begun_in_memory(factory: pytest.TempPathFactory) -> Iterator[None]:
    """A database in memory lives as long as somebody is connected to it."""
    with (
        closing(sqlite3.connect(blank_database(shared_folder(factory)))) as blank,
        closing(sqlite3.connect(_IN_MEMORY, uri=True)) as memory,
    ):
        blank.backup(memory)
        yield


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The run's own folder, the same for each of its processes."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
