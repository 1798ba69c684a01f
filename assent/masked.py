"""What centres say of a text quotes it, and follows its masks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from assent.models import Answer, Disagreement
from contributions.masks.everywhere import cover_rows
from contributions.masks.words import Cover
from contributions.models import ContributionPage
from contributions.signals import passages_covered


@receiver(passages_covered)
def hide_in_answers(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """Reasons, reserves and the disagreements made of them hide the same words."""
    cover_rows(Answer.objects.filter(round__record=page.record), covers, "words")
    cover_rows(Disagreement.objects.filter(record=page.record), covers, "words")
