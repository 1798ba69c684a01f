from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "Personnes et centres"

    def ready(self) -> None:
        from kit.access import admin_entry
        from kit.due import Chore, chores

        from . import personal_data  # noqa: F401
        from .actions.purge import purge
        from .actions.send_invitations import send_invitations
        from .rules import is_moderator, is_network

        admin_entry.register(is_network)
        # Wagtail's own addresses of a workflow step lead to the same validation as ours.
        admin_entry.register(is_moderator)
        chores.register(Chore("people.purge", "rows purged", purge))
        chores.register(Chore("people.invitations", "invitations sent", send_invitations))
