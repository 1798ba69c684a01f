"""What proposals do when a text is published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from contributions.masks.everywhere import cover_rows
from contributions.masks.words import Cover
from contributions.models import ContributionPage, Version
from contributions.signals import form_corrected, passages_covered, text_published

from .naming import keep_names
from .projection import WORDS, project, words_of


@receiver([text_published, form_corrected])
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
    if page.live:
        _say_again(page)
    keep_names(page.proposals.all())


def _say_again(page: ContributionPage) -> None:
    """What was shortened to hold its marks is whole in the text."""
    standing = {str(row.block_id): row for row in page.proposals.filter(removed_at__isnull=True)}
    for block in page.body:
        row = standing.get(str(block.id))
        if row is None:
            continue
        said = words_of(block.value)
        if any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            row.save()
