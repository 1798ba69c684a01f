"""Who took what from the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User

#: Who took something and did nothing about it for so long gives it back without a word.
LAPSES_AFTER = timedelta(hours=48)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def current(self, at: datetime | None = None) -> Self:
        return self.filter(at__gt=(at or timezone.now()) - LAPSES_AFTER)


class Claim(models.Model):
    """One person says that they see to one thing of the desk, so that nobody else does."""

    kind = models.CharField(_("genre"), max_length=20)
    key = models.PositiveBigIntegerField(_("clé"))
    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="+", on_delete=models.CASCADE
    )
    at = models.DateTimeField(_("pris le"), default=timezone.now)

    objects: ClassVar[ClaimQuerySet] = ClaimQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("prise en charge")
        verbose_name_plural = _("prises en charge")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="moderation_claim_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} → {self.person}"

    def is_current(self, at: datetime | None = None) -> bool:
        return self.at > (at or timezone.now()) - LAPSES_AFTER
