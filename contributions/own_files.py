"""The files that follow a text from one group to another.

See docs/decisions/0011-moving-a-text.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex

from groups.models import WorkingGroupPage
from media.access import files_used_by

from .models.versions import VersionFile

if TYPE_CHECKING:
    from .models import ContributionPage

File = tuple[type[Model], str]


def carry_files(
    page: ContributionPage, left: WorkingGroupPage, joined: WorkingGroupPage
) -> tuple[int, int]:
    """Put what this text alone uses of `left`'s files into `joined`'s collection.

    How many went along, and how many stay since something else uses them too.
    """
    moved = stayed = 0
    used = _used_by(page)
    shared = _used_elsewhere(page, {key for _model, key in used}) if used else set()
    for model, key in used:
        rows = model._default_manager.filter(pk=key, collection=left.record.collection_id)
        if (model, key) in shared:
            stayed += rows.count()
        else:
            moved += rows.update(collection=joined.record.collection_id)
    return moved, stayed


def _used_by(page: ContributionPage) -> set[File]:
    """What the page, its latest revision and its frozen versions show."""
    used = files_used_by(page)
    revision = page.get_latest_revision()
    if revision:
        used |= files_used_by(revision.as_object())
    frozen = VersionFile.objects.filter(version__record=page.record)
    return used | _files(frozen.values_list("content_type", "object_id"))


def _used_elsewhere(page: ContributionPage, keys: set[str]) -> set[File]:
    """Those of these keys that other pages, editions in progress or versions show."""
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), to_object_id__in=keys
    ).exclude(object_id=str(page.pk))
    used = _files(rows.values_list("to_content_type", "to_object_id"))
    frozen = VersionFile.objects.filter(object_id__in=keys).exclude(version__record=page.record)
    used |= _files(frozen.values_list("content_type", "object_id"))
    editions = type(page).objects.filter(live=True, has_unpublished_changes=True)
    for text in editions.exclude(pk=page.pk).select_related("latest_revision"):
        if text.latest_revision:
            used |= files_used_by(text.latest_revision.as_object())
    return used


def _files(rows: Iterable[tuple[int, str]]) -> set[File]:
    models = {kind: ContentType.objects.get_for_id(kind).model_class() for kind, _key in rows}
    return {(model, str(key)) for kind, key in rows if (model := models[kind]) is not None}
