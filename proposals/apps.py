from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "Propositions"

    def ready(self) -> None:
        from contributions.public import proposals_read
        from kit.due import Chore, chores

        from . import handed, notifications, personal_data, receivers  # noqa: F401
        from .answers import with_answers_said
        from .followers import personal_data as of_followers  # noqa: F401
        from .followers.news import tell_due

        proposals_read.register(with_answers_said)
        chores.register(Chore("proposals.followers", "events told to followers", tell_due))
        # After the receiver that gives numbers: followers are told of rows that are made.
        from .followers import receivers as to_followers  # noqa: F401
