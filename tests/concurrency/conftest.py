"""Where duels take place, and how many there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cast import Cast, gather

from .arena import Duelists, own_database

#: `make duels` fights two hundred, on both databases.
ROUNDS = int(os.environ.get("DUEL_ROUNDS", "60"))

#: Enough for either side to win some.
ENOUGH = min(ROUNDS, 40)

#: Rounds of the duels that are no decision on a text: what they rest on is tried above.
FEW = min(ROUNDS, 12)


@dataclass
class Arena:
    cast: Cast
    duelists: Duelists


@pytest.fixture(scope="module")
def arena(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object
) -> Iterator[Arena]:
    """The cast and two processes, on a committed copy of the suite's database."""
    folder: Path = tmp_path_factory.mktemp("duel")
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        own_database(folder) as database,
    ):
        cast = gather()
        with Duelists(database) as duelists:
            yield Arena(cast, duelists)
