from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Nouvelles"

    def ready(self) -> None:
        from kit.due import Chore, chores

        from . import personal_data  # noqa: F401
        from .digests import gather_digests
        from .upkeep import purge, wake_worker

        chores.register(Chore("notifications.digests", "digests gathered", gather_digests))
        chores.register(Chore("notifications.wake", "times the worker was woken", wake_worker))
        chores.register(Chore("notifications.purge", "old rows forgotten", purge))
