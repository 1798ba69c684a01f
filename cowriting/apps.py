from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CowritingConfig(AppConfig):
    name = "cowriting"
    verbose_name = _("Écriture à plusieurs")

    def ready(self) -> None:
        from contributions.beside import beside_draft
        from kit.due import Chore, chores

        from . import admin_routes, personal_data, receivers, visits_data  # noqa: F401
        from .beside import beside
        from .record.saving import save_forsaken

        beside_draft.register(beside)
        chores.register(Chore("cowriting.save", "texts saved from the log", save_forsaken))
