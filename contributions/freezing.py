"""Freeze what is written: a version that nothing rewrites."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from wagtail.models import ReferenceIndex, Revision

from groups.models import Membership
from kit.clock import moment
from media.models import SiteDocument, SiteImage
from people.models import Centre, User

from .enums import VersionKind
from .models.versions import Version, VersionFile
from .settling import settle

if TYPE_CHECKING:
    from .models import ContributionPage

#: The fields that are words of the text; the rest of a revision is bookkeeping.
WORDS = ("title", "summary", "body", "approach", "addressees", "licence", "themes")


def content_hash(revision: Revision) -> str:
    """Hex SHA-256 of the words and blocks of a revision, whatever its bookkeeping."""
    content = {name: revision.content.get(name) for name in WORDS}
    if isinstance(content["body"], str):
        content["body"] = json.loads(content["body"])
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def freeze(
    page: ContributionPage,
    kind: VersionKind,
    *,
    by: User | None,
    label: str = "",
    at: datetime | None = None,
) -> Version:
    """Make the latest revision the next version of the text.

    The caller holds the lock of the record. What is written elsewhere is saved first, so
    that every acknowledged word is in the version. A revision that is frozen already gets
    a new number all the same when it is frozen for a new reason.
    """
    settle(page)
    return freeze_revision(page, page.get_latest_revision(), kind, by=by, label=label, at=at)


def freeze_revision(
    page: ContributionPage,
    revision: Revision,
    kind: VersionKind,
    *,
    by: User | None,
    label: str = "",
    at: datetime | None = None,
    corrects: Version | None = None,
) -> Version:
    """Make this revision the next version of a locked text; `corrects`: the version whose
    form alone it changes."""
    last = page.record.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        record=page.record,
        number=last + 1,
        label=label,
        kind=kind,
        revision=revision,
        content_hash=content_hash(revision),
        title=revision.as_object().title,
        corrects=corrects,
        created_by=by,
        created_at=moment(at),
    )
    _note_files(version)
    return version


def _note_files(version: Version) -> None:
    """Note which images and documents the version uses."""
    kinds = set(ContentType.objects.get_for_models(SiteImage, SiteDocument).values())
    used = {
        (content_type_id, object_id)
        for content_type_id, object_id, *_path in ReferenceIndex._extract_references_from_object(
            version.revision.as_object()
        )
    }
    by_id = {kind.pk: kind for kind in kinds}
    VersionFile.objects.bulk_create(
        VersionFile(version=version, content_type=by_id[content_type_id], object_id=object_id)
        for content_type_id, object_id in used
        if content_type_id in by_id
    )


def centres_of(page: ContributionPage, at: datetime | None = None) -> list[Centre]:
    """The centres with a current member in the text's groups: they owe an answer."""
    groups = {
        page.record.lead_group_id,
        *page.record.associated_groups.values_list("pk", flat=True),
    }
    members = Membership.objects.current(at).filter(group__in=groups, centre__isnull=False)
    return list(Centre.objects.filter(pk__in=members.values("centre")))
