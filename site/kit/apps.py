from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "kit"
    verbose_name = "Outils communs"

    def ready(self) -> None:
        from . import sqlite  # noqa: F401
