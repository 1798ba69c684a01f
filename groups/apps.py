from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = _("Groupes de travail")

    def ready(self) -> None:
        from kit.access import admin_entry
        from kit.due import Chore, chores

        from . import (  # noqa: F401
            admin_routes,
            invitations,
            notifications,
            personal_data,
            receivers,
        )
        from .actions.invite_list import forget_lists
        from .actions.sync_lapsed import sync_lapsed
        from .rules import has_membership

        admin_entry.register(has_membership)
        chores.register(
            Chore("groups.access", "persons' access updated", lambda now: len(sync_lapsed()))
        )
        chores.register(Chore("groups.lists", "unconfirmed lists forgotten", forget_lists))
