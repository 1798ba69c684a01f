"""Frozen versions, what they use, and who wrote each revision."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from contributions.enums import VersionKind
from people.models import Centre, User

from .record import ContributionRecord


class Version(models.Model):
    """A revision under a number, for ever: what is read, answered, signed and published.

    Its revision is never rewritten nor purged. Numbers run from 1 without a gap in each
    text. `content_hash` is the hex SHA-256 of the words, blocks and files in it.
    """

    record = models.ForeignKey(
        ContributionRecord, related_name="versions", on_delete=models.CASCADE
    )
    number = models.PositiveIntegerField(_("numéro"))
    label = models.CharField(_("nom"), max_length=160, blank=True)
    kind = models.CharField(_("raison"), max_length=20, choices=VersionKind.choices)
    revision = models.ForeignKey(
        Revision, verbose_name=_("révision"), related_name="versions", on_delete=models.PROTECT
    )
    content_hash = models.CharField(_("empreinte"), max_length=64)
    title = models.CharField(_("titre"), max_length=255)
    asked_centres = models.ManyToManyField(
        Centre, verbose_name=_("centres sollicités"), related_name="+", blank=True
    )
    corrects = models.ForeignKey(
        "self", verbose_name=_("corrige la forme de"), related_name="corrected_by", null=True,
        blank=True, on_delete=models.PROTECT,
    )  # fmt: skip
    created_at = models.DateTimeField(_("figée le"), default=timezone.now)
    created_by = models.ForeignKey(
        User, verbose_name=_("figée par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("version")
        ordering = ["record", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "number"], name="contributions_version_number"
            )
        ]

    def __str__(self) -> str:
        name = _("Version %(number)s") % {"number": self.number}
        return f"{name} — {self.label}" if self.label else str(name)

    def get_absolute_url(self) -> str:
        return reverse("contributions:version", args=[self.record_id, self.number])

    def same_text(self) -> list[int]:
        """Keys of this version and of those whose form alone it corrects, latest first: an
        answer or a signature under one of them holds for this one. A query a correction."""
        keys, version = [self.pk], self.corrects
        while version is not None:
            keys.append(version.pk)
            version = version.corrects
        return keys


class VersionFile(models.Model):
    """An image or document that a version uses: who may read the one may read the other."""

    version = models.ForeignKey(Version, related_name="files", on_delete=models.CASCADE)
    content_type = models.ForeignKey(ContentType, related_name="+", on_delete=models.CASCADE)
    object_id = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "content_type", "object_id"],
                name="contributions_version_file_once",
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]


class RevisionAuthor(models.Model):
    """One of those who wrote a revision; the validator must not be among them."""

    revision = models.ForeignKey(Revision, related_name="written_by", on_delete=models.CASCADE)
    person = models.ForeignKey(User, related_name="written_revisions", on_delete=models.PROTECT)
    octets = models.PositiveIntegerField(
        _("octets écrits"), null=True, blank=True, help_text=_("Quand la saisie les compte.")
    )

    class Meta:
        verbose_name = _("auteur d'une révision")
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "person"], name="contributions_revision_author_once"
            ),
            models.CheckConstraint(
                condition=Q(octets__isnull=True) | Q(octets__gte=0),
                name="contributions_revision_author_octets",
            ),
        ]
