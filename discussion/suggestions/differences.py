"""What a suggestion changes, word by word."""

from __future__ import annotations

from contributions.changes import Run, runs
from discussion.models import Remark


def difference(remark: Remark) -> tuple[Run, ...]:
    """The words of the passage and those proposed in its place, in runs; words that stand
    between two changes are kept apart."""
    return runs(remark.quote, remark.suggestion.replacement)
