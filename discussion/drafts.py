"""The words of a draft, or of a version, at the cost of a query: a list of remarks needs no
page."""

from __future__ import annotations

from wagtail.models import Revision

from contributions.masks.contents import covered_content
from contributions.models import ContributionPage, Mask, Version

from .anchors import words_by_block

_FIELDS = ("title", "summary", "approach", "addressees", "body")


def draft_words(page: ContributionPage) -> dict[str, dict[str, str]]:
    """What the latest revision says, block by block, as `anchors` reads it; masks hold."""
    return words_by_block(draft_said(page))


def version_words(page: ContributionPage, version: Version) -> dict[str, dict[str, str]]:
    """What one frozen version of the text says, block by block; masks hold."""
    return words_by_block(version_said(page, version))


def draft_said(page: ContributionPage) -> ContributionPage:
    """A page that has the words of the draft and nothing else, and is never saved."""
    revision = page.get_latest_revision()
    return page if revision is None else _said(page, revision)


def version_said(page: ContributionPage, version: Version) -> ContributionPage:
    """The same, of a version."""
    return _said(page, version.revision)


def _said(page: ContributionPage, revision: Revision) -> ContributionPage:
    content = covered_content(revision.content, Mask.objects.covers_of(page.pk))
    fields = {name: content[name] for name in _FIELDS if content.get(name)}
    return type(page)(**fields)
