"""`manage.py purge_personal_data`: remove what lasted its time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kit.personal_data import holdings
from people.actions.close_inactive import close_inactive


class Command(BaseCommand):
    help = (
        "Removes personal data that lasted its time, warns accounts that nobody used for 23 "
        "months and closes those that stayed silent a month after. `run_due` does the same "
        "once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        done = close_inactive(now)
        self._say("people.inactive", done)
        for holding in holdings:
            self._say(holding.name, holding.purge(now))

    def _say(self, name: str, rows: int) -> None:
        if rows:
            self.stdout.write(f"{name}: {rows}")
