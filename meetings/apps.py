from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Réunions")

    def ready(self) -> None:
        from kit.due import Chore, chores

        from . import notifications, personal_data  # noqa: F401
        from .actions.minutes import freeze_due
        from .actions.series import extend_series

        chores.register(Chore("meetings.series", "meetings of series made", extend_series))
        chores.register(Chore("meetings.minutes", "minutes frozen", freeze_due))
        chores.register(
            Chore("meetings.polls", "reminders of polls", notifications.remind_of_polls)
        )
        chores.register(
            Chore("meetings.tasks", "reminders of tasks", notifications.remind_of_tasks)
        )
