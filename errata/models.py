"""A correction of form, from its proposal to what became of it, and who contests it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionRecord, Version
from people.models import Centre, User

from .enums import Outcome, Ruling


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def waiting(self) -> Self:
        """What a second person has to look at."""
        return self.filter(outcome="")

    def errata(self) -> Self:
        """What was corrected before everyone's eyes, the latest first."""
        return self.filter(outcome=Outcome.APPLIED, in_public=True).order_by("-decided_at", "-pk")


class Correction(models.Model):
    """Another form for fields of one part of a version: `before` and `after` hold what the
    text stores of each, by the name of the field; `part` is the id of a block, or the key
    of what surrounds them.

    `made`: the version that took the place of the one corrected; `in_public`: everyone was
    reading that one. `carried`: the draft of a new edition said the old words there and says
    the new ones; None where none was being drafted.
    """

    record = models.ForeignKey(
        ContributionRecord, related_name="corrections", on_delete=models.CASCADE
    )
    version = models.ForeignKey(
        Version, verbose_name=_("proposée sur"), related_name="corrections",
        on_delete=models.PROTECT,
    )  # fmt: skip
    part = models.CharField(_("partie"), max_length=64)
    kind = models.CharField(_("nature de la partie"), max_length=32)
    named = models.CharField(_("titre de la partie"), max_length=255, blank=True)
    before = models.JSONField(_("avant"))
    after = models.JSONField(_("après"))
    reason = models.TextField(_("raison"), blank=True)
    proposed_by = models.ForeignKey(
        User, verbose_name=_("proposée par"), related_name="+", null=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    proposed_at = models.DateTimeField(_("proposée le"), default=timezone.now)
    outcome = models.CharField(_("suite"), max_length=20, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("décidée par"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    answer = models.TextField(_("motif du refus"), blank=True)
    made = models.OneToOneField(
        Version, verbose_name=_("version corrigée"), related_name="correction", null=True,
        blank=True, on_delete=models.PROTECT,
    )  # fmt: skip
    in_public = models.BooleanField(_("sur le texte publié"), default=False)
    carried = models.BooleanField(_("reportée dans la nouvelle édition"), null=True, blank=True)
    carried_version = models.OneToOneField(
        Version, verbose_name=_("version de la nouvelle édition"), related_name="+", null=True,
        blank=True, on_delete=models.PROTECT,
    )  # fmt: skip
    undoes = models.OneToOneField(
        "self", verbose_name=_("défait"), related_name="undone_by", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip

    objects: ClassVar[CorrectionQuerySet] = CorrectionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("correction de forme")
        verbose_name_plural = _("corrections de forme")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "part"],
                condition=Q(outcome=""),
                name="errata_correction_one_open_by_part",
            ),
            models.CheckConstraint(
                name="errata_correction_second_person",
                condition=~Q(outcome=Outcome.APPLIED)
                | Q(decided_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(decided_by=F("proposed_by")),
            ),
        ]
        indexes = [models.Index(fields=["record", "outcome"])]

    def __str__(self) -> str:
        return f"{self.record} : {self.part}"

    def get_absolute_url(self) -> str:
        return reverse("errata:correction", args=[self.record_id, self.pk])

    @property
    def is_waiting(self) -> bool:
        return not self.outcome

    @property
    def is_applied(self) -> bool:
        return self.outcome == Outcome.APPLIED


class ContestQuerySet(models.QuerySet["Contest"]):
    def open(self) -> Self:
        """What nobody has ruled on."""
        return self.filter(ruling="")


class Contest(models.Model):
    """A centre that was asked its answer finds that more than the form changed; a third
    person rules on it: the correction stands (`answer` says why), or is undone by another.

    `centre_name` is its name as at that date, which everyone reads under the erratum;
    `words` and `answer` are told inside alone.
    """

    correction = models.ForeignKey(Correction, related_name="contests", on_delete=models.CASCADE)
    centre = models.ForeignKey(
        Centre, verbose_name=_("centre"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    centre_name = models.CharField(_("nom du centre"), max_length=255)
    words = models.TextField(_("ce qui change"))
    by = models.ForeignKey(
        User, verbose_name=_("par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    ruling = models.CharField(_("décision"), max_length=20, choices=Ruling.choices, blank=True)
    answer = models.TextField(_("motif de la décision"), blank=True)
    ruled_by = models.ForeignKey(
        User, verbose_name=_("décidée par"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    ruled_at = models.DateTimeField(_("décidée le"), null=True, blank=True)

    objects: ClassVar[ContestQuerySet] = ContestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("contestation d'une correction")
        verbose_name_plural = _("contestations de corrections")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "centre"], name="errata_contest_one_a_centre"
            )
        ]

    def __str__(self) -> str:
        return f"{self.correction} : {self.centre_name}"
