"""What a meeting leaves: remarks on its minutes, decisions, tasks, later corrections."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionRecord
from meetings.querysets import TaskQuerySet
from people.models import User
from proposals.models import Proposal

from .meeting import _WHO, Meeting


class Amendment(models.Model):
    """What an attendee asks to change in the minutes, and what became of it."""

    meeting = models.ForeignKey(Meeting, related_name="amendments", on_delete=models.CASCADE)
    author = models.ForeignKey(
        User, verbose_name=_("proposé par"), related_name="+", on_delete=models.PROTECT
    )
    words = models.TextField(_("mots"))
    at = models.DateTimeField(_("le"), default=timezone.now)
    accepted = models.BooleanField(_("accepté"), null=True)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("décidé par"), null=True, blank=True, **_WHO
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("amendement")
        ordering = ["at", "pk"]


class Addendum(models.Model):
    """A correction after the minutes were frozen: dated, under a name, beside them."""

    meeting = models.ForeignKey(Meeting, related_name="addenda", on_delete=models.CASCADE)
    author = models.ForeignKey(
        User, verbose_name=_("ajouté par"), related_name="+", on_delete=models.PROTECT
    )
    words = models.TextField(_("mots"))
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("correctif")
        ordering = ["at", "pk"]


class Decision(models.Model):
    """What was decided; written in the life of its text when the minutes are frozen."""

    meeting = models.ForeignKey(Meeting, related_name="decisions", on_delete=models.CASCADE)
    words = models.TextField(_("décision"))
    text = models.ForeignKey(
        ContributionRecord, verbose_name=_("texte"), null=True, blank=True, **_WHO
    )
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposition"), null=True, blank=True, **_WHO
    )
    recorded_by = models.ForeignKey(
        User, verbose_name=_("notée par"), null=True, blank=True, **_WHO
    )
    at = models.DateTimeField(_("notée le"), default=timezone.now)

    class Meta:
        verbose_name = _("décision")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words


class MeetingTask(models.Model):
    """What somebody took on at a meeting, by when."""

    meeting = models.ForeignKey(Meeting, related_name="tasks", on_delete=models.CASCADE)
    what = models.CharField(_("tâche"), max_length=300)
    person = models.ForeignKey(
        User, verbose_name=_("confiée à"), related_name="meeting_tasks", on_delete=models.PROTECT
    )
    due_at = models.DateTimeField(_("pour le"), null=True, blank=True)
    done_at = models.DateTimeField(_("faite le"), null=True, blank=True)
    assigned_by = models.ForeignKey(
        User, verbose_name=_("confiée par"), null=True, blank=True, **_WHO
    )
    at = models.DateTimeField(_("confiée le"), default=timezone.now)

    objects: ClassVar[TaskQuerySet] = TaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("tâche")
        ordering = [models.F("due_at").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["person", "done_at"])]

    def __str__(self) -> str:
        return self.what

    def is_late(self, at: datetime | None = None) -> bool:
        now = at or timezone.now()
        return self.done_at is None and self.due_at is not None and self.due_at < now
