from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = _("Contributions")

    def ready(self) -> None:
        from kit.due import Chore, chores

        from . import admin_routes, assigning, notifications, personal_data, receivers  # noqa: F401
        from .actions.assign import release_orphans
        from .actions.publish_due import publish_due
        from .assigning import remind_writers, tell_of_readings
        from .masks import files  # noqa: F401
        from .masks.news import remind_of_masks
        from .reminders import remind
        from .risk_news import warn_of_publications

        chores.register(
            Chore("contributions.publish", "texts published", lambda now: len(publish_due(now)))
        )
        chores.register(Chore("contributions.risk", "people told of a risk", warn_of_publications))
        chores.register(Chore("contributions.release", "blocks given back", release_orphans))
        chores.register(Chore("contributions.writers", "writers reminded", remind_writers))
        chores.register(
            Chore("contributions.readings", "people told that a reading ends", tell_of_readings)
        )
        chores.register(
            Chore("contributions.masks", "people told of an unconfirmed mask", remind_of_masks)
        )
        chores.register(Chore("contributions.remind", "people reminded of a date", remind))
