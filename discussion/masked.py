"""What is said beside a text quotes it, and follows its masks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from contributions.covering import cover_rows
from contributions.masking import Cover
from contributions.models import ContributionPage
from contributions.signals import passages_covered

from .models import (
    Opinion,
    Reaction,
    ReactionDecision,
    Remark,
    RemarkEdit,
    ReviewerLink,
    Suggestion,
)

_SAID = (
    "comment", "block_name", "quote", "prefix", "suffix", "said", "outcome_note", "hidden_reason",
)  # fmt: skip


@receiver(passages_covered)
def hide_in_what_is_said(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """A remark stays on its passage: its quote takes the same mark as the text.

    An opinion or a message is whoever's, and the passage is hidden in it all the same.
    """
    record = page.record
    cover_rows(Remark.objects.filter(record=record), covers, *_SAID)
    cover_rows(RemarkEdit.objects.filter(remark__record=record), covers, "words")
    cover_rows(Suggestion.objects.filter(remark__record=record), covers, "replacement")
    cover_rows(Reaction.objects.filter(record=record), covers, "comment", "reason")
    cover_rows(ReactionDecision.objects.filter(reaction__record=record), covers, "reason")
    cover_rows(Opinion.objects.filter(link__version__record=record), covers, "words")
    cover_rows(ReviewerLink.objects.filter(version__record=record), covers, "message")
