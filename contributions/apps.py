from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = "Contributions"

    def ready(self) -> None:
        from kit.due import Chore, chores

        from . import admin_routes, notifications, personal_data, receivers  # noqa: F401
        from .actions.publish import publish_due

        chores.register(
            Chore("contributions.publish", "texts published", lambda now: len(publish_due(now)))
        )
