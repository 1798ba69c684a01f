"""What proposals do when a text is published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from contributions.covering import cover_rows
from contributions.masking import Cover
from contributions.models import ContributionPage, Version
from contributions.signals import passages_covered, text_published

from .projection import WORDS, project


@receiver(text_published)
def give_numbers(
    sender: Any, page: ContributionPage, version: Version, at: datetime, **kwargs: Any
) -> None:
    """In the publication's own transaction: no proposal is public without its number."""
    project(page, version, at)


@receiver(passages_covered)
def hide_in_rows(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """Rows of proposals that left the text too: their addresses are permanent."""
    for row in cover_rows(page.proposals.all(), covers, *WORDS):
        # Saved one by one: search follows what is saved.
        row.save()
