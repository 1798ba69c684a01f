"""An example that a text took follows the masks of that text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from contributions.masks.everywhere import cover_rows
from contributions.masks.words import Cover
from contributions.models import ContributionPage, Mask
from contributions.signals import passages_covered
from notifications.models import Notice

from .models import Example

_SAID = ("what", "place", "shows", "reason")


@receiver(passages_covered)
def hide_in_examples(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """A finding and the example it comes from say the same words, and hide them together."""
    _cover(list(page.record.examples.values_list("pk", flat=True)), covers)


def hide_as_in(page: ContributionPage, example: Example) -> None:
    """Hide in an example, and in what was told of it, what is masked of a text that takes
    it; the caller holds the text's lock."""
    covers = Mask.objects.covers_of(page.pk)
    if covers:
        _cover([example.pk], covers)
        example.refresh_from_db(fields=_SAID)


def _cover(keys: Sequence[int], covers: Sequence[Cover]) -> None:
    cover_rows(Example.objects.filter(pk__in=keys), covers, *_SAID)
    told = Notice.objects.filter(kind__startswith="examples.", data__example__in=keys)
    cover_rows(told, covers, "data")
