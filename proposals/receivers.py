"""What proposals do when a text is published."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from contributions.models import ContributionPage, Version
from contributions.signals import text_published

from .projection import project


@receiver(text_published)
def give_numbers(
    sender: Any, page: ContributionPage, version: Version, at: datetime, **kwargs: Any
) -> None:
    """In the publication's own transaction: no proposal is public without its number."""
    project(page, version, at)
