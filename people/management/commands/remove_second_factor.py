"""For someone who lost their device and their recovery codes, once it is sure who they are."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.actions.remove_second_factor import remove_second_factor
from people.models import User


class Command(BaseCommand):
    help = "Removes an account's codes and passkeys, ends its sessions, and tells its owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["address"], is_active=True).first()
        if person is None:
            raise CommandError("No open account has this address.")
        removed = remove_second_factor(person)
        self.stdout.write(f"{removed} removed.")
