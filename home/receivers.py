"""What the site does after its tables were made or emptied."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from .foundation import lay_foundation
from .models import HomePage


@receiver(post_migrate)
def lay_missing_foundation(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Once every table is there; a partial migration waits for the rest."""
    if sender.name != "home":
        return
    tables = connections[using].introspection.table_names()
    if HomePage._meta.db_table in tables and "contributions_contributionrecord" in tables:
        lay_foundation()
