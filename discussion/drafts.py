"""The words of a draft, at the cost of two queries: a list of remarks needs no page."""

from __future__ import annotations

from contributions.masking import covered_content
from contributions.models import ContributionPage, Mask

from .anchors import words_by_block

_FIELDS = ("title", "summary", "approach", "addressees", "body")


def draft_words(page: ContributionPage) -> dict[str, dict[str, str]]:
    """What the latest revision says, block by block, as `anchors` reads it; masks hold."""
    revision = page.get_latest_revision()
    if revision is None:
        return words_by_block(page)
    content = covered_content(revision.content, Mask.objects.covers_of(page.pk))
    fields = {name: content[name] for name in _FIELDS if content.get(name)}
    return words_by_block(type(page)(**fields))
