"""New files that go with a remark: they enter those of the group that leads the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from contributions.models import ContributionRecord
from groups.rules import can_write_in
from kit.access import AnyUser
from media.access import documents_kept_in
from media.models import SiteDocument
from people.models import User

from .models import Remark

if TYPE_CHECKING:
    from .forms import FilesForm


def documents_for(user: AnyUser, record: ContributionRecord) -> QuerySet[SiteDocument] | None:
    """The files that `user` may join, the latest first; None for who keeps no file in the
    group that leads the text."""
    group = record.lead_group
    if not can_write_in(user, group):
        return None
    return documents_kept_in(user, group.record.collection).order_by("-created_at", "-pk")


def with_files(
    form: FilesForm,
    record: ContributionRecord,
    by: User,
    write: Callable[[list[SiteDocument]], Remark],
) -> Remark:
    """What `write` makes of the files that the form joins.

    A new file is kept with the remark or not at all: neither when the remark is refused,
    nor when the same form had made it already.
    """
    upload = form.cleaned_data.get("upload")
    if not upload:
        return write(form.chosen())
    with transaction.atomic():
        document = _keep(upload, record, by)
        remark = write([*form.chosen(), document])
        if not remark.files.filter(document=document).exists():
            document.delete()
        return remark


def _keep(upload: UploadedFile, record: ContributionRecord, by: User) -> SiteDocument:
    collection = record.lead_group.record.collection
    document = SiteDocument(
        title=upload.name, file=upload, collection=collection, uploaded_by_user=by
    )
    document.file_size = upload.size
    document.save()
    return document
