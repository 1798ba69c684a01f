"""What is said beside a text quotes it, and follows its masks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from contributions.masks.everywhere import cover_rows
from contributions.masks.words import Cover
from contributions.models import ContributionPage, ContributionRecord
from contributions.signals import passages_covered
from notifications.enums import LetterState
from notifications.models import Letter

from .models import (
    Opinion,
    Reaction,
    ReactionDecision,
    Remark,
    RemarkEdit,
    ReviewerLink,
    Suggestion,
)
from .passages import Part, covered_anchor

_SAID = ("comment", "block_name", "outcome_note", "hidden_reason")
_ANCHOR = ("said", "quote", "start", "prefix", "suffix")


@receiver(passages_covered)
def hide_in_what_is_said(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """A remark stays on its passage: its quote takes the same mark as the text.

    An opinion or a message is whoever's, and the passage is hidden in it all the same.
    """
    record = page.record
    _cover_passages(record, covers)
    cover_rows(Remark.objects.filter(record=record), covers, *_SAID)
    cover_rows(RemarkEdit.objects.filter(remark__record=record), covers, "words")
    cover_rows(Reaction.objects.filter(record=record), covers, "comment", "reason")
    cover_rows(ReactionDecision.objects.filter(reaction__record=record), covers, "reason")
    cover_rows(Opinion.objects.filter(link__version__record=record), covers, "words")
    cover_rows(ReviewerLink.objects.filter(version__record=record), covers, "message")
    keys = [
        f"reaction-{pk}"
        for pk in Reaction.objects.filter(record=record).values_list("pk", flat=True)
    ]
    cover_letters("discussion.reaction_", keys, covers)


def cover_letters(kinds: str, keys: Sequence[str], covers: Sequence[Cover]) -> None:
    """Letters of these kinds and keys that hold their words, not having left yet; a key may
    go on behind a dash."""
    held = Letter.objects.exclude(state=LetterState.SENT).filter(kind__startswith=kinds)
    wanted = set(keys)
    found = [
        pk for pk, key in held.values_list("pk", "key")
        if key in wanted or key.rpartition("-")[0] in wanted
    ]  # fmt: skip
    cover_rows(Letter.objects.filter(pk__in=found), covers, "subject", "text", "html")


def _cover_passages(record: ContributionRecord, covers: Sequence[Cover]) -> None:
    """A mask may begin before the words that a remark quotes: they take the whole mark."""
    changed, proposed = [], []
    for remark in Remark.objects.filter(record=record).select_related("suggestion"):
        was = {name: getattr(remark, name) for name in _ANCHOR}
        kept = covered_anchor(was, covers)
        suggestion: Suggestion | None = getattr(remark, "suggestion", None)
        if suggestion is not None:
            put = _proposed(was, suggestion.replacement, covers)
            if put != suggestion.replacement:
                suggestion.replacement = put
                proposed.append(suggestion)
        if kept != was:
            for name, value in kept.items():
                setattr(remark, name, value)
            changed.append(remark)
    Remark._base_manager.bulk_update(changed, _ANCHOR, batch_size=200)
    Suggestion.objects.bulk_update(proposed, ["replacement"], batch_size=200)


def _proposed(was: dict[str, Any], replacement: str, covers: Sequence[Cover]) -> str:
    """What would complete a passage where it is put takes the mark too."""
    before, after = was["prefix"], was["suffix"]
    return Part.between(before, replacement, after).covered(covers).words
