from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("Personnes et centres")

    def ready(self) -> None:
        from kit.access import admin_entry
        from kit.due import Chore, chores

        from . import letters, personal_data, receivers, sessions  # noqa: F401
        from .actions.purge import purge
        from .actions.send_invitations import send_invitations
        from .rules import is_moderator, is_network

        post_migrate.connect(_make_cache_table, sender=self)
        admin_entry.register(is_network)
        # Wagtail's own addresses of a workflow step lead to the same validation as ours.
        admin_entry.register(is_moderator)
        chores.register(Chore("people.purge", "rows purged", purge))
        chores.register(Chore("people.invitations", "invitations sent", send_invitations))


def _make_cache_table(**kwargs: Any) -> None:
    """For what the door counts: made with the other tables, so that nobody forgets it."""
    call_command("createcachetable", database=kwargs["using"], verbosity=0)
