from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "Images et documents"

    def ready(self) -> None:
        from . import admin_routes  # noqa: F401
        from .decoding import spare_memory

        spare_memory()
