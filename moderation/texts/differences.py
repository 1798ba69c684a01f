"""What changed in a submitted version since the moderation last read the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.changes import Change, Fate, changes_between
from contributions.enums import EventKind
from contributions.models import TextEvent, Version
from contributions.public import proposals_by_block
from contributions.words import pieces_of

if TYPE_CHECKING:
    from contributions.models import ContributionPage

_DECIDED = (EventKind.VALIDATED, EventKind.PUBLISHED)


@dataclass(frozen=True)
class Difference:
    """`before`: the version compared with, None for a first version, which is then read
    whole; `returned`: it was sent back, and never validated."""

    before: Version | None
    changes: list[Change]
    unchanged: int = 0
    returned: bool = False


def difference_of(page: ContributionPage, version: Version, text: ContributionPage) -> Difference:
    """Since the last version that was validated or published, else since the last one that
    was returned with remarks; `text`: the words of `version`."""
    base = _base(version)
    ranks = {key: row.rank for key, row in proposals_by_block(page).items()}
    pieces = pieces_of(text, ranks)
    if base is None or base.version is None:
        return Difference(None, changes_between(pieces, pieces, whole=True))
    before = base.version
    found = changes_between(pieces_of(before.revision.as_object(), ranks), pieces)
    touched = sum(change.fate is not Fate.REMOVED for change in found)
    returned = base.kind == EventKind.RETURNED
    return Difference(before, found, len(pieces) - touched, returned)


def _base(version: Version) -> TextEvent | None:
    """The last decision of the moderation on another version than this one."""
    events = TextEvent.objects.filter(record=version.record_id, version__isnull=False)
    events = events.exclude(version__in=version.same_text()).select_related("version__revision")
    events = events.filter(version__number__lt=version.number).order_by("-at", "-pk")
    decided = events.filter(kind__in=_DECIDED).first()
    return decided or events.filter(kind=EventKind.RETURNED).first()
