from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssentConfig(AppConfig):
    name = "assent"
    verbose_name = _("Accords des centres")

    def ready(self) -> None:
        from assent import ends, masked, outcome, personal_data, receivers  # noqa: F401

        self._ready_for_pages_of_rounds()
        self._ready_for_signatures()

    def _ready_for_pages_of_rounds(self) -> None:
        from assent import beside, notifications  # noqa: F401
        from assent.reminders import remind, tell_over
        from kit.due import Chore, chores

        chores.register(Chore("assent.remind", "people reminded of an answer", remind))
        chores.register(Chore("assent.over", "people told that a round's date passed", tell_over))

    def _ready_for_signatures(self) -> None:
        from assent import public, version_result
        from assent.signing import beside, personal_data, receivers  # noqa: F401
        from assent.signing.chores import invite_late_centres
        from assent.signing.news import remind_signers
        from contributions.beside import (
            beneath_published,
            beneath_version,
            beside_work,
            read_with_record,
        )
        from contributions.told_of_blocks import told_of_blocks
        from kit.due import Chore, chores

        read_with_record.register("agreement")
        beneath_published.register(public.beneath)
        beneath_published.register(beside.way_to_sign)
        beneath_version.register(public.beneath_version)
        beneath_version.register(version_result.beneath_frozen)
        told_of_blocks.register(public.told_of_blocks)
        beside_work.register(beside.links)
        chores.register(Chore("assent.arrivals", "people asked to sign", invite_late_centres))
        chores.register(Chore("assent.signers", "signers reminded", remind_signers))
