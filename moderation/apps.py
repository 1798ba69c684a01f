from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Modération")

    def ready(self) -> None:
        from discussion.reactions.links import ways_to_challenge
        from discussion.reactions.rules import parts_taken
        from kit.due import Chore, chores

        from . import masked, sources  # noqa: F401
        from . import personal_data as desk_data  # noqa: F401
        from .reports import letters, news, personal_data  # noqa: F401
        from .reports.links import contest_hiding_path
        from .reports.rules import took_part_in
        from .texts import checklist, corrections, late  # noqa: F401
        from .texts import news as of_alerts  # noqa: F401
        from .texts.alerts import tell_of_alerts

        ways_to_challenge.register(contest_hiding_path)
        parts_taken.register(took_part_in)
        chores.register(
            Chore("moderation.alerts", "people told that nobody may decide", tell_of_alerts)
        )
