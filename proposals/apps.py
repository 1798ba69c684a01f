from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "Propositions"

    def ready(self) -> None:
        from . import receivers  # noqa: F401
