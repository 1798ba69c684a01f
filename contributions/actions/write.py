"""Write in a draft, by another door than the editor: import, demonstration, API."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from wagtail.models import Revision

from contributions.actions.base import decision
from contributions.enums import Verb
from contributions.foreign_files import NOT_YOURS, foreign_files
from kit.access import Refused
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage

#: What may be written; facts of the record are not among them.
WRITABLE = frozenset({"title", "summary", "body", "approach", "addressees", "licence", "themes"})


def write(
    page: ContributionPage, *, by: User, at: datetime | None = None, **words: Any
) -> Revision:
    """Save a revision with some fields changed, on top of the latest one.

    Raises ValueError for a field that is not among `WRITABLE`, and Refused for a file
    that `by` may not read.
    """
    unknown = set(words) - WRITABLE
    if unknown:
        raise ValueError(f"Not a field to write: {', '.join(sorted(unknown))}")
    with decision(page, Verb.EDIT, by) as text:
        draft: ContributionPage = text.get_latest_revision_as_object()
        draft.record = text.record
        for name, value in words.items():
            setattr(draft, name, value)
        # Before the row is saved: what one's draft uses, one may read.
        if foreign_files(draft, by):
            raise Refused(str(NOT_YOURS))
        if not text.live:
            draft.save(clean=False)
        revision = draft.save_revision(user=by, log_action=True, clean=False)
        if at is not None:
            Revision.objects.filter(pk=revision.pk).update(created_at=at)
    return revision
