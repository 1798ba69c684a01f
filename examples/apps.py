from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExamplesConfig(AppConfig):
    name = "examples"
    verbose_name = _("Exemples")

    def ready(self) -> None:
        from . import masked, notifications, personal_data  # noqa: F401
