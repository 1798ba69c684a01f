"""A thousand letters through a bad day: the server refuses, stalls for a minute, the worker
is killed with -9; then everything arrives, each under its one identifier.

    .venv/bin/python benchmarks/storm.py

Takes about eight minutes of real time (waits, and the lease of a worker that died) on a
database of its own. Prints what happened; exits with 1 when a letter is missing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
FOLDER = Path(tempfile.mkdtemp(prefix="concert-storm-"))
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'storm.sqlite3'}"
os.environ["CONCERT_VAR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from notifications.letters import new_message_id  # noqa: E402
from notifications.models import Letter  # noqa: E402
from tests.notifications.server import Server, serving  # noqa: E402

LETTERS, REFUSED, KILLED_AT, STALL_S = 1000, 100, 400, 60.0


def beside(server: Server, *command: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "EMAIL_URL": f"smtp://{server.host}:{server.port}",
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", *command], env=environment, cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def worker(server: Server) -> subprocess.Popen[bytes]:
    return beside(server, "db_worker", "--backend", "post", "--no-reload", "-v", "0")


def say(words: str, began: float, **facts: Any) -> None:
    told = ", ".join(f"{name} {value}" for name, value in facts.items())
    print(f"{time.monotonic() - began:6.0f} s  {words}  {told}", flush=True)


def main() -> int:
    call_command("migrate", verbosity=0)
    Letter.objects.bulk_create(
        Letter(
            kind="storm", address=f"lectrice-{number}@example.org", message_id=new_message_id(),
            subject=f"Lettre {number}", text="Les mots",
        )
        for number in range(LETTERS)
    )  # fmt: skip
    began = time.monotonic()
    with serving() as server:
        refused = {f"lectrice-{number}@example.org": "450 Later" for number in range(REFUSED)}
        server.answer_to |= refused
        server.stalls = [STALL_S]
        watch, one = beside(server, "run_due", "--every", "5", "-v", "0"), worker(server)
        while len(server.received) < KILLED_AT:
            time.sleep(0.01)
        one.send_signal(signal.SIGKILL)
        one.wait()
        say("killed", began, arrived=len(server.received))
        server.answer_to.clear()
        two = worker(server)
        while Letter.objects.exclude(state="sent").exists() and time.monotonic() - began < 900:
            time.sleep(5)
            say(
                "waiting",
                began,
                states=dict(Counter(Letter.objects.values_list("state", flat=True))),
            )
        for process in (watch, two):
            process.terminate()
            process.wait()
        seen = Counter(server.ids())
    names = set(Letter.objects.values_list("message_id", flat=True))
    say("done", began, sent=len(seen), repeats=sum(seen.values()) - len(seen))
    return 0 if set(seen) == names else 1


if __name__ == "__main__":
    sys.exit(main())
