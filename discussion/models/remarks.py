"""Remarks on passages of a text, and what belongs to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from contributions.models import ContributionRecord, Version
from discussion.enums import Outcome
from discussion.querysets import RemarkQuerySet
from media.models import SiteDocument
from people.models import Centre, User

from .links import ReviewerLink


class Remark(XtdComment):
    """A remark on a passage, or an answer to one; the thread is django-comments-xtd's.

    Its words are `comment`, its author `user` or, by a link, `link`'s declared name; `centre`
    is the author's at that date. An answer has its remark in `root` and neither anchor nor
    outcome of its own. The anchor: `block_id` (empty: the whole text), `field` of the block
    (empty: all of it), `quote` (empty: no particular words), what stood around it, and
    `said`, the whole field as it read then, and where the quote starts in it; `version` when
    it was made on a frozen one.
    """

    record = models.ForeignKey(ContributionRecord, related_name="remarks", on_delete=models.CASCADE)
    root = models.ForeignKey(
        "self", related_name="answers", null=True, blank=True, on_delete=models.CASCADE
    )
    version = models.ForeignKey(
        Version, related_name="remarks", null=True, blank=True, on_delete=models.PROTECT
    )
    link = models.ForeignKey(
        ReviewerLink, related_name="remarks", null=True, blank=True, on_delete=models.PROTECT
    )
    centre = models.ForeignKey(
        Centre, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    block_id = models.CharField(_("bloc"), max_length=64, blank=True)
    block_name = models.CharField(_("nom du bloc"), max_length=255, blank=True)
    field = models.CharField(_("champ"), max_length=40, blank=True)
    quote = models.TextField(_("passage"), blank=True)
    prefix = models.CharField(max_length=120, blank=True)
    suffix = models.CharField(max_length=120, blank=True)
    said = models.TextField(_("texte d'alors"), blank=True)
    start = models.PositiveIntegerField(default=0)
    outcome = models.CharField(_("issue"), max_length=20, choices=Outcome.choices, blank=True)
    outcome_note = models.TextField(_("motif"), blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    edited_at = models.DateTimeField(_("modifiée le"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("masquée le"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    hidden_reason = models.TextField(_("motif du masquage"), blank=True)

    objects: ClassVar[RemarkQuerySet] = RemarkQuerySet.as_manager()  # type: ignore[assignment]

    #: Wagtail would count each remark as a use of the page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("remarque")
        verbose_name_plural = _("remarques")
        indexes = [
            models.Index(fields=["record", "root", "outcome"]),
            # Counting reads this alone, never the rows: each holds a whole field of the text.
            models.Index(
                fields=["record", "root", "block_id", "outcome", "hidden_at"],
                name="discussion_remark_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} : n° {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("discussion:thread", args=[self.root_id or self.pk])

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def was_led(self) -> bool:
        """Whether it is about words of the draft now, whatever it was first made on."""
        suggestion = getattr(self, "suggestion", None)
        return suggestion is not None and suggestion.rebased_at is not None


class RemarkEdit(models.Model):
    """What a remark said before its author changed it; for the coordination's eyes."""

    remark = models.ForeignKey(Remark, related_name="edits", on_delete=models.CASCADE)
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]


class Mention(models.Model):
    """A person whom a remark names, and who is told of it."""

    remark = models.ForeignKey(Remark, related_name="mentions", on_delete=models.CASCADE)
    person = models.ForeignKey(User, related_name="mentions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["remark", "person"], name="discussion_mention_once")
        ]


class RemarkFile(models.Model):
    """A file of the group's that goes with a remark: who reads the one may read the other."""

    remark = models.ForeignKey(Remark, related_name="files", on_delete=models.CASCADE)
    document = models.ForeignKey(SiteDocument, related_name="+", on_delete=models.CASCADE)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["remark", "document"], name="discussion_file_once")
        ]
