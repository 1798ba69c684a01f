"""Named readers: to whom a coordinator opened a draft or a version, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import WorkingGroupPage
from people.models import User

from .record import ContributionRecord
from .versions import Version


class ReadingGrantQuerySet(models.QuerySet["ReadingGrant"]):
    def current(self, at: datetime | None = None) -> Self:
        moment = at or timezone.now()
        return self.filter(starts_at__lte=moment, until__gt=moment, revoked_at__isnull=True)


class ReadingGrant(models.Model):
    """One person, one group, or every centre may read and remark until a date.

    Without a version it opens the draft and all that is frozen of it; with one, that
    version alone.
    """

    record = models.ForeignKey(
        ContributionRecord, related_name="reading_grants", on_delete=models.CASCADE
    )
    version = models.ForeignKey(
        Version, related_name="reading_grants", null=True, blank=True, on_delete=models.CASCADE
    )
    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="reading_grants", null=True, blank=True,
        on_delete=models.CASCADE,
    )  # fmt: skip
    group = models.ForeignKey(
        WorkingGroupPage, verbose_name=_("groupe"), related_name="reading_grants", null=True,
        blank=True, on_delete=models.CASCADE,
    )  # fmt: skip
    all_centres = models.BooleanField(_("tous les centres"), default=False)
    starts_at = models.DateTimeField(_("depuis le"), default=timezone.now)
    until = models.DateTimeField(_("jusqu'au"))
    revoked_at = models.DateTimeField(_("refermée le"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, verbose_name=_("ouverte par"), related_name="+", null=True, on_delete=models.SET_NULL
    )

    objects: ClassVar[ReadingGrantQuerySet] = ReadingGrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("lecture ouverte")
        verbose_name_plural = _("lectures ouvertes")
        constraints = [
            models.CheckConstraint(
                name="contributions_grant_one_reader",
                condition=(
                    Q(person__isnull=False, group__isnull=True, all_centres=False)
                    | Q(person__isnull=True, group__isnull=False, all_centres=False)
                    | Q(person__isnull=True, group__isnull=True, all_centres=True)
                ),
            )
        ]

    def __str__(self) -> str:
        reader = self.person or self.group or _("tous les centres")
        return f"{reader} → {self.record}"
