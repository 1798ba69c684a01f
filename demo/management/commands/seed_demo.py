"""`manage.py seed_demo`: build the demonstration network, or complete it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.guard import RealContent
from demo.seeding import seed


class Command(BaseCommand):
    help = "Loads the fictional demonstration network; never over real content."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            stage = seed()
        except RealContent as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            self.stdout.write(
                f"Demonstration network: {len(stage.people)} accounts, {len(stage.groups)} groups, "
                f"{len(stage.new_texts)} new texts."
            )
