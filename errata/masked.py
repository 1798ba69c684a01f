"""A correction quotes a text, and follows its masks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from contributions.masks.everywhere import cover_rows
from contributions.masks.words import Cover
from contributions.models import ContributionPage
from contributions.signals import passages_covered

from .models import Contest, Correction


@receiver(passages_covered)
def hide_in_corrections(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """News of corrections hold the number of the text, and are hidden with its other news."""
    rows = Correction.objects.filter(record=page.record)
    cover_rows(rows, covers, "named", "before", "after", "reason", "answer")
    cover_rows(Contest.objects.filter(correction__record=page.record), covers, "words", "answer")
