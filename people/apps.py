from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "Personnes et centres"

    def ready(self) -> None:
        from kit.access import admin_entry

        from .rules import is_moderator, is_network

        admin_entry.register(is_network)
        # Wagtail's own addresses of a workflow step lead to the same validation as ours.
        admin_entry.register(is_moderator)
