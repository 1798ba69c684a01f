from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ErrataConfig(AppConfig):
    name = "errata"
    verbose_name = _("Corrections de forme")

    def ready(self) -> None:
        from . import beside, masked, notifications, personal_data  # noqa: F401
