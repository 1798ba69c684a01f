"""A worker killed in the middle of a thousand letters loses none, and repeats one at most;
the two that come after it share the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker

from notifications.delivery import deliver_due
from notifications.enums import LetterState
from notifications.models import Letter
from notifications.outbox import new_message_id
from notifications.tasks import deliver
from notifications.upkeep import wake_worker
from tests.cast import Cast
from tests.concurrency.arena import own_database

from .server import Server, serving

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
LETTERS = 1000
#: How many have arrived when the worker is killed.
KILLED_AT = 400


def test_a_worker_without_letters_has_nothing_to_do(cast: Cast) -> None:
    """Also has the suite's database made, which the next test copies."""
    assert deliver_due() is False


def test_a_killed_worker_loses_no_letter(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), own_database(tmp_path) as database, serving() as server:
        for rows in (Letter.objects, DBTaskResult.objects):
            rows.all().delete()
        Letter.objects.bulk_create(letter(number) for number in range(LETTERS))
        wake()
        killed_at(server, KILLED_AT, database)
        wake()
        deliver.enqueue()
        both = [worker(database, server) for _ in range(2)]
        assert [process.wait(timeout=240) for process in both] == [0, 0]
        states = set(Letter.objects.values_list("state", flat=True))
        names = set(Letter.objects.values_list("message_id", flat=True))
    seen = Counter(server.ids())
    assert states == {LetterState.SENT}
    assert set(seen) == names and len(names) == LETTERS
    assert sum(seen.values()) - LETTERS <= 1


def letter(number: int) -> Letter:
    return Letter(
        kind="test.posted",
        address=f"lectrice-{number}@example.org",
        message_id=new_message_id(),
        subject=f"Lettre {number}",
        text="Les mots",
        next_try_at=timezone.now() - timedelta(minutes=2),
    )


def wake() -> None:
    """What `run_due` does a minute later, once the lease of who was killed has run out."""
    left = timezone.now() - timedelta(minutes=1)
    Letter.objects.filter(state=LetterState.SENDING).update(next_try_at=left)
    assert wake_worker(timezone.now()) == 1


def killed_at(server: Server, count: int, database: str) -> None:
    process = worker(database, server)
    while len(server.received) < count and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert count <= len(server.received) < LETTERS


def worker(database: str, server: Server) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "EMAIL_URL": f"smtp://{server.host}:{server.port}",
        "PYTHONWARNINGS": "ignore",
    }
    command = [
        "db_worker",
        "--backend",
        "post",
        "--batch",
        "--no-startup-delay",
        "--no-reload",
        "--skip-checks",
        "-v",
        "0",
    ]
    return subprocess.Popen([sys.executable, "manage.py", *command], env=environment, cwd=ROOT)
