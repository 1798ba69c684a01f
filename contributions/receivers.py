"""What contributions hand to the rooms below at start-up."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, ProtectedError, Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, Revision

from groups.models import GroupRecord
from groups.rules import is_member
from kit.access import AnyUser, admin_entry
from media.access import file_keepers, file_readers, file_witnesses, files_used_by

from . import rules
from .beside import Beneath, WorkLink, beneath_published, beside_work
from .enums import Verb
from .models import ContributionPage, ContributionRecord, Mask, ReadingGrant, VersionFile
from .oversight import note_superuser_access


@admin_entry.register
def has_open_reading(user: AnyUser) -> bool:
    """A named reader may enter the editing rooms, where drafts are read."""
    return user.is_authenticated and ReadingGrant.objects.current().filter(person=user.pk).exists()


@beside_work.register
def links_to_masks(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    """To who may hide a passage: the way to do it, and what waits for a second person."""
    if not rules.can(Verb.MASK, user, page):
        return []
    new = WorkLink(
        reverse("contributions:mask_new", args=[page.record.pk]), _("Masquer un passage")
    )
    waiting = Mask.objects.unconfirmed().filter(record=page.record)
    words = _("Voir ce qui est masqué et attend une autre personne")
    return [new, *(WorkLink(mask.get_absolute_url(), words) for mask in waiting)]


@beneath_published.register
def link_to_mask(request: HttpRequest, page: ContributionPage) -> Beneath | None:
    """The same under the published text; a visitor costs no query."""
    if not request.user.is_authenticated or not rules.can(Verb.MASK, request.user, page):
        return None
    address = reverse("contributions:mask_new", args=[page.record.pk])
    return Beneath("contributions/components/mask_link.html", address)


@receiver(pre_delete, sender=Revision)
def keep_edition_in_progress(
    sender: Any, instance: Revision, origin: Any = None, **kwargs: Any
) -> None:
    """Purging revisions spares those written since the last publication.

    Who wrote them may not decide on the text, and nothing else remembers it. Deleting a
    whole page is another matter, with rules of its own. Raises ProtectedError.
    """
    of_revisions = getattr(origin, "model", type(origin)) is Revision
    if not of_revisions or not instance.written_by.exists():
        return
    records = ContributionRecord.objects.filter(page_id=int(instance.object_id))
    published_at = records.values_list("published_at", flat=True).first()
    if published_at is None or instance.created_at > published_at:
        raise ProtectedError("This revision tells who wrote the edition in progress.", {instance})


@file_readers.register
def reads_a_text_that_uses(user: AnyUser, file: Model) -> bool:
    """A file may be read by who may read a draft, or a version, that uses it."""
    if not user.is_authenticated or not user.is_active:
        return False
    key = {
        "content_type": ContentType.objects.get_for_model(file),
        "object_id": str(file.pk),
    }
    versions = VersionFile.objects.filter(**key).select_related("version__record__page")
    # What the public reads is answered for by the live page: an older published version
    # makes no file public that this page dropped.
    if any(
        rules.can_read_version(user, row.version, row.version.record.page)
        for row in versions
        if row.version.published_at is None or not row.version.record.page.live
    ):
        return True
    readable = ContributionPage.objects.drafts_visible_to(user)
    if readable.filter(pk__in=_rows_that_use(file)).exists():
        return True
    # The row of a published text holds what is published; its new edition is a revision.
    editions = readable.filter(live=True, has_unpublished_changes=True)
    return any(
        (type(file), str(file.pk)) in files_used_by(text.get_latest_revision_as_object())
        for text in editions.select_related("latest_revision")
    )


def _rows_that_use(file: Model) -> list[str]:
    """Keys of the texts whose page, a draft's or a published one's, uses the file."""
    return list(
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(file),
            to_object_id=str(file.pk),
            content_type=ContentType.objects.get_for_model(ContributionPage),
        ).values_list("object_id", flat=True)
    )


@file_witnesses.register
def note_superuser_reading(user: AnyUser, file: Model) -> None:
    """A superuser's reading of a group's file is written where its people see it: in the
    life of the texts that use it, else in the log of the group that keeps it."""
    if not user.is_superuser:
        return
    versions = VersionFile.objects.filter(
        content_type=ContentType.objects.get_for_model(file), object_id=str(file.pk)
    )
    texts = ContributionPage.objects.filter(
        Q(pk__in=_rows_that_use(file)) | Q(record__in=versions.values("version__record"))
    )
    for text in texts:
        note_superuser_access(user, text, Verb.READ_DRAFT)
    if texts:
        return
    kept_by = GroupRecord.objects.filter(collection=getattr(file, "collection_id", None))
    for record in kept_by.select_related("page"):
        if not is_member(user, record.page):
            log(instance=record.page, action="groups.file_read", user=user)


@file_keepers.register
def is_part_of_a_version(file: Model) -> str:
    """What a frozen version shows is never replaced or deleted under it."""
    frozen = VersionFile.objects.filter(
        content_type=ContentType.objects.get_for_model(file), object_id=str(file.pk)
    ).exists()
    return (
        _("Une version figée d'un texte utilise ce fichier : déposez-en un autre.")
        if frozen
        else ""
    )
