"""A committed database of its own, with the cast in it, and two processes that act on it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

DUELIST = Path(__file__).with_name("duelist.py")
#: How long before the moment to act the order is given.
NOTICE_S = 0.02
#: What each has before the other in turn, far less than an action takes: so that they
#: meet, and that neither, being quicker, is always first.
HEAD_START_S = 0.002


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """A copy of the suite's database; its URL. This process uses it meanwhile.

    SQLite is used with the options of a real site: WAL, IMMEDIATE, synchronous FULL.
    """
    copy = _copy_sqlite(folder) if connection.vendor == "sqlite" else _copy_postgres()
    name, suite = connection.settings_dict["NAME"], connection.connection
    # Put aside, not closed: a database in memory lives as long as its connection.
    connection.connection = None
    is_file = copy.startswith("sqlite")
    connection.settings_dict["NAME"] = (
        copy.removeprefix("sqlite:///") if is_file else copy.rpartition("/")[2]
    )
    try:
        yield copy
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.connection = suite
        if not is_file:
            _drop_postgres(copy.rpartition("/")[2])


def _copy_sqlite(folder: Path) -> str:
    path = folder / "duel.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


def _copy_postgres() -> str:
    """A database made from the suite's one, which nobody may use at that moment."""
    source = connection.settings_dict["NAME"]
    name = f"{source}_duel"
    connections.close_all()
    _drop_postgres(name)
    with connection._nodb_cursor() as cursor:
        # Once a browser's loop is marked as running here, Django has another connection for
        # this thread, and cannot close the one from before.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source]
        )
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    base = os.environ["DATABASE_URL"].rpartition("/")[0]
    return f"{base}/{name}"


def _drop_postgres(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class Duelists:
    """Two processes that take orders and act at one moment."""

    def __init__(self, database: str) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONWARNINGS": "ignore",
        }
        self.processes = [
            subprocess.Popen(
                [sys.executable, str(DUELIST)], env=environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )
            for _ in range(2)
        ]  # fmt: skip
        self.first = 0
        assert [self._answer(process) for process in self.processes] == ["ready", "ready"]

    def __enter__(self) -> Duelists:
        return self

    def __exit__(self, *error: object) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def duel(self, *orders: dict[str, Any]) -> list[str]:
        """What became of two orders carried out at once."""
        moment = time.time() + NOTICE_S
        self.first = 1 - self.first
        for number, (process, order) in enumerate(zip(self.processes, orders, strict=True)):
            late = 0 if number == self.first else HEAD_START_S
            assert process.stdin is not None
            process.stdin.write(json.dumps({**order, "at": moment + late}) + "\n")
            process.stdin.flush()
        return [self._answer(process) for process in self.processes]

    @staticmethod
    def _answer(process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        answer: str = json.loads(process.stdout.readline())
        return answer
