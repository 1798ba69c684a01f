"""A database after its migrations and before anyone, made once for all processes of a run.

Migrating takes the longest part of a process's start. Who begins from this file migrates
all the same: there is nothing left to do, unless something was forgotten here.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

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
    """In a process of its own: this one's database is the suite's."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True, cwd=ROOT)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def begun_from_blank(factory: pytest.TempPathFactory) -> Iterator[None]:
    """The suite's database begins from the file, where it is one in memory.

    A database in memory lives as long as somebody is connected to it.
    """
    database = settings.DATABASES["default"]
    if database["NAME"] != ":memory:" or database["TEST"]["NAME"]:
        yield
        return
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
