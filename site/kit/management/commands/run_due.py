"""`manage.py run_due`: do what was put off until a moment that has come."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from kit.due import chores

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Does what was put off until now: texts to publish, access to close, mail to send. "
        "Run it each minute, by cron, a timer, or --every."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every",
            type=float,
            metavar="SECONDS",
            help="run again after so many seconds, as long as the program that started it runs",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"] is None:
            self._run(options["verbosity"])
            return
        stop, parent = threading.Event(), os.getppid()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        due = 0.0
        while os.getppid() == parent and not stop.wait(min(1.0, options["every"])):
            if time.monotonic() >= due:
                self._try(options["verbosity"])
                due = time.monotonic() + options["every"]

    def _try(self, verbosity: int) -> None:
        close_old_connections()
        try:
            self._run(verbosity)
        except Exception:  # a locked or absent database must not end the watch
            logger.exception("run_due failed and will be tried again")

    def _run(self, verbosity: int) -> None:
        """Every chore, in the order of the rooms; one that fails does not stop the others.

        Raises the first failure at the end, so that who runs it once learns of it.
        """
        failures: list[Exception] = []
        for chore in chores:
            try:
                done = chore.run(timezone.now())
            except Exception as failure:
                logger.exception("The chore %s failed and will be tried again", chore.name)
                failures.append(failure)
                continue
            if verbosity and done:
                self.stdout.write(f"{chore.name}: {done} {chore.words}")
        if failures:
            raise failures[0]
