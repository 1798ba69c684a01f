"""Calls (*saisines*) and the dates that their texts share."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.enums import Step
from groups.querysets import CallQuerySet
from people.models import User


class Milestones(models.Model):
    """The dated steps of a text or of a call; empty means: no date was set."""

    writing_due = models.DateTimeField(_("fin de l'écriture"), null=True, blank=True)
    review_due = models.DateTimeField(_("fin de la relecture"), null=True, blank=True)
    validation_due = models.DateTimeField(_("fin de la validation"), null=True, blank=True)
    publication_due = models.DateTimeField(_("publication"), null=True, blank=True)

    class Meta:
        abstract = True

    def due(self, step: Step) -> datetime | None:
        moment: datetime | None = getattr(self, f"{step.value}_due")
        return moment


class Call(Milestones):
    """A *saisine*: a question put to several groups, with dates that hold for all.

    Its texts inherit its dates by reference, so moving one here moves it everywhere.
    """

    title = models.CharField(_("titre"), max_length=255)
    question = models.TextField(_("question posée"), blank=True)
    asked_by = models.CharField(_("demandée par"), max_length=255, blank=True)
    opened_at = models.DateTimeField(_("ouverte le"), default=timezone.now)
    opened_by = models.ForeignKey(
        User, verbose_name=_("ouverte par"), related_name="+", null=True, on_delete=models.PROTECT
    )
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)
    is_announced = models.BooleanField(
        _("annoncée sur la page d'accueil"), default=False,
        help_text=_("Montre à tout le monde la question posée et la date de publication prévue."),
    )  # fmt: skip
    is_demonstration = models.BooleanField(_("démonstration"), default=False)
    ref = models.SlugField(_("référence"), max_length=60, blank=True)

    objects: ClassVar[CallQuerySet] = CallQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("saisine")
        verbose_name_plural = _("saisines")
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return self.title
