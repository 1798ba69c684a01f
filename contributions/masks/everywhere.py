"""What is stored of a text outside its revisions follows its masks at once.

Revisions are never rewritten: they are masked when they are read (`ContributionPage.
with_content_json`). The published row, and all that quotes the text, are changed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, TaskState

from contributions.fitting import fitted
from contributions.masks.contents import covered_values
from contributions.masks.words import Cover, covered, says_in_its_address
from contributions.models.assignments import BlockAssignment
from contributions.models.events import TextEvent
from contributions.models.masks import Mask
from contributions.models.moves import MoveRequest
from contributions.models.record import ContributionRecord
from contributions.models.versions import Version
from contributions.signals import passages_covered
from notifications.models import Notice

if TYPE_CHECKING:
    from contributions.models import ContributionPage

#: The words of the row of a page; the rest of it is no revision's to say.
_WORDS = ("title", "seo_title", "search_description", "summary", "approach", "addressees", "body")


def cover_everywhere(page: ContributionPage, covers: Sequence[Cover]) -> None:
    """Have what is stored of a locked text hide or show again what `covers` say, in this
    transaction; the masks themselves are written already."""
    _cover_row(page, covers)
    _cover_titles(page)
    for rows, names in _quoting(page):
        cover_rows(rows, covers, *names)
    passages_covered.send(sender=type(page), page=page, covers=covers)


def cover_rows(rows: QuerySet[Any], covers: Sequence[Cover], *names: str) -> list[Model]:
    """Rewrite these columns, words or JSON; the rows that changed."""
    changed = []
    for row in rows:
        found = {name: _column(row, name, covers) for name in names}
        if any(getattr(row, name) != value for name, value in found.items()):
            for name, value in found.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        rows.model._base_manager.bulk_update(changed, names, batch_size=200)
    return changed


def _column(row: Model, name: str, covers: Sequence[Cover]) -> Any:
    value = covered_values(getattr(row, name), covers)
    limit = getattr(row._meta.get_field(name), "max_length", None)
    return fitted(value, limit) if isinstance(value, str) else value


def _cover_titles(page: ContributionPage) -> None:
    """Name versions as their revisions do: a title that was shortened to hold its marks
    comes back whole."""
    covers = Mask.objects.covers_of(page.pk)
    changed = []
    for version in Version.objects.filter(record=page.record).select_related("revision"):
        title = fitted(covered(version.revision.content.get("title", ""), covers), 255)
        if title and title != version.title:
            version.title = title
            changed.append(version)
    Version.objects.bulk_update(changed, ["title"], batch_size=200)


def _cover_row(page: ContributionPage, covers: Sequence[Cover]) -> None:
    """Write into the row what its revision says now: indexes and lists follow the row."""
    revision = page.live_revision if page.live else page.latest_revision
    said = revision.as_object() if revision else page.with_content_json(page.serializable_data())
    for name in _WORDS:
        setattr(page, name, getattr(said, name))
    # Not from what it was: a title that was shortened would stay so for ever.
    page.draft_title = page.title
    if says_in_its_address(page.slug, covers):
        page.slug = f"contribution-{page.record.pk}"
        page.set_url_path(page.get_parent())
        # Addresses of before would spell the passage for ever.
        Redirect.objects.filter(redirect_page=page.pk).delete()
    page.save(clean=False)


def _quoting(page: ContributionPage) -> list[tuple[QuerySet[Any], tuple[str, ...]]]:
    """What quotes the words of a text, and its columns of words."""
    record = page.record
    steps = TaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id=str(page.pk),
    )
    return [
        (ContributionRecord.objects.filter(pk=record.pk), ("withdrawal_reason",)),
        (Version.objects.filter(record=record), ("label",)),
        (TextEvent.objects.filter(record=record), ("note", "data")),
        (BlockAssignment.objects.filter(record=record), ("title",)),
        (MoveRequest.objects.filter(record=record), ("note", "answer")),
        (Mask.objects.filter(record=record), ("reason", "lifted_reason")),
        (Notice.objects.filter(data__text=record.pk), ("data",)),
        (page.revisions.only("pk", "object_str"), ("object_str",)),
        (PageLogEntry.objects.filter(page=page.pk), ("label", "data")),
        (steps, ("comment",)),
    ]
