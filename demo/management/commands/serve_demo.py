"""`manage.py serve_demo`: what `make demo` and `make demo-reset` run."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.building import address_site, build, collect_static, complete
from demo.serving import Busy, erase, free_binds, held, serve
from demo.source import read
from people.backends import DEMONSTRATION_PASSWORD

_ROLES = {
    "membre": "member",
    "animation": "coordinator",
    "moderation": "moderator",
    "direction": "director",
    "coordination": "network coordination",
    "partenaire": "partner",
}
_SERVED = "The demonstration is being served: stop it first (Ctrl-C where it runs)."


class Command(BaseCommand):
    help = "Sets the demonstration network up where it is missing, and serves it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="start afresh, and do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Only config.settings.demo serves the demonstration: use `make demo`."
            )
        var = settings.VAR
        serving, building = var / "demo-serving.lock", var / "demo-building.lock"
        try:
            if options["reset"]:
                with (
                    held(serving, shared=False, wait=False, message=_SERVED),
                    held(building, shared=False, wait=True),
                ):
                    erase(var)
                    self._prepare()
                self.stdout.write("The demonstration starts afresh. `make demo` serves it.")
                return
            port = options["port"]
            free_binds(port)  # say so before the work, not after it
            with held(building, shared=False, wait=True):
                self._prepare()
                address_site(port)
            with held(serving, shared=True, wait=True):
                serve(free_binds(port), lambda: self._announce(port))
        except Busy as busy:
            raise CommandError(str(busy)) from None

    def _prepare(self) -> None:
        collect_static()
        if (settings.VAR / "demo.sqlite3").exists():
            complete()
        else:
            self.stdout.write("Building the demonstration network, this once…")
            build(settings.VAR)

    def _announce(self, port: int) -> None:
        lines = [
            "",
            f"  De concert, demonstration network:  http://localhost:{port}/",
            f"  Sign in:                            http://localhost:{port}/connexion/",
            f"  Writing (Wagtail):                  http://localhost:{port}/admin/",
            "",
            f"  Password of every account: {DEMONSTRATION_PASSWORD}",
            "",
            *(f"  {role:<22}{address:<34}{groups}" for role, address, groups in accounts()),
            "",
            "  Ctrl-C stops it; `make demo-reset` starts afresh.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def accounts() -> list[tuple[str, str, str]]:
    """Role, address and groups of everyone who may sign in, in the order of the roles."""
    order = list(_ROLES)
    items = [item for item in read("04_accounts")["comptes"] if item.get("actif", True)]
    rows = [
        (_ROLES[item["role"]], item["courriel"], ", ".join(item["groupes"]))
        for item in sorted(items, key=lambda item: (order.index(item["role"]), item["ref"]))
    ]
    return [*rows, ("superuser", "admin@example.org", "")]
