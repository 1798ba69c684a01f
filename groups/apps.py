from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Groupes de travail"

    def ready(self) -> None:
        from kit.access import admin_entry

        from . import admin_routes, receivers  # noqa: F401
        from .rules import has_membership

        admin_entry.register(has_membership)
