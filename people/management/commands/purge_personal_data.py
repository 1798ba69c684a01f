"""`manage.py purge_personal_data`: remove what lasted its time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from people.actions.purge import purge


class Command(BaseCommand):
    help = (
        "Removes personal data that lasted its time, warns accounts that nobody used for 23 "
        "months and closes those that stayed silent a month after. `run_due` does the same."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = purge(timezone.now())
        if options["verbosity"] and rows:
            self.stdout.write(f"{rows} rows purged")
