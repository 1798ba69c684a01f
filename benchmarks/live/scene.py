"""A site to measure: a database of its own, people who may write, texts of a known length.

Importing this module sets Django up on that database; `DATABASE_URL` names the server
(PostgreSQL), else it is SQLite in a file. Whatever is made here ends with `scene()`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
FOLDER = Path(tempfile.mkdtemp(prefix="concert-live-"))
#: The PostgreSQL server on which databases may be made, with its own database's name.
POSTGRES = os.environ.get("DATABASE_URL", "")
DATABASE = (
    f"{POSTGRES.rpartition('/')[0]}/concert_live_{os.getpid()}"
    if POSTGRES
    else f"sqlite:///{FOLDER / 'live.sqlite3'}"
)
os.environ["DATABASE_URL"] = DATABASE
os.environ["CONCERT_VAR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.cowriting.served"
# What is asked of the database here, is asked while the simulated browsers wait.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from contributions.actions.write import write  # noqa: E402
from contributions.models import ContributionPage  # noqa: E402
from groups.models import Membership  # noqa: E402
from people.models import User  # noqa: E402
from tests.cast import Cast, draft, gather  # noqa: E402
from tests.cowriting.clients import signed_in  # noqa: E402

#: Thirty pages: 150 blocks of some 600 letters.
BLOCKS = 150
_SENTENCE = "Des mots assez longs pour faire un paragraphe. "


@dataclass
class Scene:
    """`database` is the address of what the server under measure uses."""

    cast: Cast
    database: str

    def text(self, *, blocks: int = BLOCKS) -> ContributionPage:
        """A text in drafting, with that many blocks."""
        page = draft(self.cast)
        body = [
            (
                "finding" if number % 2 else "proposal",
                {"title": f"Titre {number}", "text": f"<p>{_SENTENCE * 13}</p>"},
            )
            for number in range(blocks)
        ]
        write(page, by=self.cast.member, body=body)
        return ContributionPage.objects.get(pk=page.pk)

    def members(self, count: int) -> list[User]:
        """People of the group, made now."""
        first = User.objects.count()
        people = User.objects.bulk_create(
            User(email=f"membre-{first + n}@example.org", display_name=f"Membre {first + n}")
            for n in range(count)
        )
        Membership.objects.bulk_create(
            Membership(person=one, group=self.cast.health, centre=self.cast.north) for one in people
        )
        return people

    def keys(self, count: int) -> list[str]:
        """Session keys of that many new members, each their own."""
        return [signed_in(person) for person in self.members(count)]


@contextmanager
def scene() -> Iterator[Scene]:
    """The database with the suite's cast in it."""
    try:
        if POSTGRES:
            _on_server(f'CREATE DATABASE "{DATABASE.rpartition("/")[2]}"')
        call_command("migrate", verbosity=0)
        yield Scene(gather(), DATABASE)
    finally:
        connections.close_all()
        if POSTGRES:
            _on_server(f'DROP DATABASE IF EXISTS "{DATABASE.rpartition("/")[2]}" WITH (FORCE)')
        shutil.rmtree(FOLDER, ignore_errors=True)


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def machine() -> str:
    """On what, in words that name nobody: cores, database."""
    kind = "PostgreSQL" if POSTGRES else "SQLite"
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, load {load:.1f} at the start, Python {sys.version.split()[0]}, {kind}"
