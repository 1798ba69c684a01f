"""What the public is told of remarks: how many on a block were answered before the text was
published, and nothing of their words or of their authors."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import ngettext

from contributions.models import ContributionRecord
from contributions.told_of_blocks import Told

from .models import Remark


def told(record: ContributionRecord, blocks: Sequence[str]) -> Mapping[str, Sequence[Told]]:
    """One line a block and publication: what was answered since the one before it."""
    # A correction of form is no publication: what ended before it may be about a draft.
    dates = (
        record.versions.filter(published_at__isnull=False)
        .exclude(corrects__published_at__isnull=False)
        .order_by("published_at")
    )
    published = [at for at in dates.values_list("published_at", flat=True) if at]
    ended = Remark.objects.ended().filter(
        record=record, block_id__in=blocks, hidden_at__isnull=True, outcome_at__isnull=False
    )
    counts: Counter[tuple[str, int]] = Counter()
    for block, at in ended.values_list("block_id", "outcome_at"):
        place = bisect_left(published, at) if at else len(published)
        # What was answered since the last publication is the draft's business.
        if place < len(published):
            counts[block, place] += 1
    lines: defaultdict[str, list[Told]] = defaultdict(list)
    for (block, place), count in counts.items():
        words = ngettext(
            "%(count)s remarque avait reçu sa réponse",
            "%(count)s remarques avaient reçu leur réponse",
            count,
        )
        lines[block].append(Told(published[place], words % {"count": count}))
    return lines
