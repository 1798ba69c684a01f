"""What is hidden of a text, at once and everywhere, until a second person has seen it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.masks.words import Cover, covered
from media.models import SiteDocument, SiteImage
from people.models import User

from .record import ContributionRecord

#: How long a second person has to look at what the first one hid alone.
CONFIRMED_WITHIN = timedelta(hours=72)


class MaskQuerySet(models.QuerySet["Mask"]):
    def standing(self) -> Self:
        """What is hidden now, confirmed or not."""
        return self.filter(lifted_at__isnull=True)

    def unconfirmed(self) -> Self:
        """What one person hid, and no other has looked at."""
        return self.standing().filter(confirmed_at__isnull=True)

    def covers_of(self, page_id: int) -> list[Cover]:
        """What to hide of a text, and what to show again of it; one query."""
        return self.covers_by_page([page_id])[page_id]

    def cover(self, page_id: int, words: str) -> str:
        """Words that somebody writes beside a text, with what is masked of it hidden in them."""
        return covered(words, self.covers_of(page_id)) if words else words

    def covers_by_page(self, pages: Iterable[int]) -> dict[int, list[Cover]]:
        """The same of several texts, those that nothing is hidden of included; one query."""
        found: dict[int, list[Cover]] = {page: [] for page in pages}
        rows = self.filter(record__page__in=found).select_related("record")
        for mask in rows.order_by("pk"):
            found[mask.record.page_id].append(mask.cover)
        return found


class Mask(models.Model):
    """A passage (`words`, as they stand in the text) or a file that nobody reads any more.

    It stands for all places of the text, of its versions and of what quotes it, then and
    later. Unconfirmed in time it goes on hiding. A row ends (`lifted_at`), and is never
    deleted: texts saved meanwhile hold its mark.
    """

    record = models.ForeignKey(ContributionRecord, related_name="masks", on_delete=models.CASCADE)
    words = models.TextField(_("passage"), blank=True)
    image = models.ForeignKey(
        SiteImage, verbose_name=_("image"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    document = models.ForeignKey(
        SiteDocument, verbose_name=_("fichier"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    reason = models.TextField(_("motif"))
    made_at = models.DateTimeField(_("masqué le"), default=timezone.now)
    made_by = models.ForeignKey(
        User, verbose_name=_("masqué par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, verbose_name=_("confirmé par"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    lifted_at = models.DateTimeField(_("levé le"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, verbose_name=_("levé par"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    lifted_reason = models.TextField(_("motif de la levée"), blank=True)

    objects: ClassVar[MaskQuerySet] = MaskQuerySet.as_manager()  # type: ignore[assignment]

    #: A file that is hidden is not used by its mask.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("masque")
        verbose_name_plural = _("masques")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contributions_mask_one_second_person",
                condition=Q(confirmed_by__isnull=True)
                | Q(made_by__isnull=True)
                | ~Q(confirmed_by=F("made_by")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} : {self.mark}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:mask", args=[self.pk])

    @property
    def of_a_file(self) -> bool:
        return not self.words

    @property
    def mark(self) -> str:
        """What stands in its place, in the language of contents; no other mask has it."""
        what = "fichier masqué" if self.of_a_file else "passage masqué"
        return f"[{what} {self.pk}]"

    @property
    def cover(self) -> Cover:
        lifts = self.lifted_at is not None
        if self.words:
            return Cover(self.mark, words=self.words, lifts=lifts)
        model = "image" if self.image_id else "document"
        return Cover(self.mark, model=model, key=self.image_id or self.document_id, lifts=lifts)

    @property
    def due(self) -> datetime:
        """When a second person should have looked at it."""
        return self.made_at + CONFIRMED_WITHIN

    def is_waiting(self) -> bool:
        return self.confirmed_at is None and self.lifted_at is None

    def is_overdue(self, at: datetime | None = None) -> bool:
        return self.is_waiting() and self.due < (at or timezone.now())
