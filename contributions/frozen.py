"""One frozen version as whoever opens it reads it, and the files that stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from media.access import files_used_by

from .lifecycle import state_of

if TYPE_CHECKING:
    from media.models import SiteDocument, SiteImage

    from .models import ContributionPage, Version


def version_as_read(version: Version) -> ContributionPage:
    """The words of a version, as its revision and the masks of its text have them."""
    page: ContributionPage = version.revision.as_object()
    page.record = version.record
    return page


def standing_of(version: Version) -> str:
    """What a version is today: `published`, `former`, `withdrawn`, `decision` or `frozen`."""
    record = version.record
    if version.published_at is not None:
        if not state_of(record.page).public.is_read_by_all:
            return "withdrawn"
        return "published" if version.pk == record.current_version_id else "former"
    if version.pk in (record.validated_version_id, record.reviewed_version_id):
        return "decision"
    return "frozen"


def standing_outside(version: Version) -> str:
    """The same for whom the version was handed to: what its group does with it is not told,
    and a version corrected in its form alone is the same text."""
    current = version.record.current_version
    same = current is not None and version.pk in current.same_text()
    standing = standing_of(current if current is not None and same else version)
    return "frozen" if standing == "decision" else standing


def version_holds(version: Version, file: SiteImage | SiteDocument) -> bool:
    """Whether an image or a document stands in the version, as it is read today."""
    kind = ContentType.objects.get_for_model(file)
    if not version.files.filter(content_type=kind, object_id=str(file.pk)).exists():
        return False
    # What was masked since is noted with the version all the same.
    return (type(file), str(file.pk)) in files_used_by(version_as_read(version))
