"""The demonstration, loaded once for a module of tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from demo.seeding import seed
from demo.stage import Stage
from tests.cast import disperse


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with (
        django_db_blocker.unblock(),
        override_settings(DEMONSTRATION=True),
        transaction.atomic(),
    ):
        disperse()
        yield seed()
        transaction.set_rollback(True)


@pytest.fixture
def stage(_loaded: Stage, db: None, settings: Settings) -> Stage:
    """The loaded demonstration; what a test writes is undone after it."""
    settings.DEMONSTRATION = True
    return _loaded
