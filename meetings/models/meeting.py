"""A meeting, what it will talk about, and who is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionRecord
from groups.models import WorkingGroupPage
from meetings.enums import MinutesState, Standing
from meetings.querysets import MeetingQuerySet
from people.models import Centre, User
from proposals.models import Proposal

from .series import Series, new_uid

_WHO: dict[str, Any] = {
    "related_name": "+",
    "on_delete": models.SET_NULL,
}


class Meeting(models.Model):
    """A meeting of a group.

    `uid` and `recurrence_at` (the moment at which its series would have it) name it in
    calendars; `sequence` grows with each change that they must learn of.
    """

    group = models.ForeignKey(
        WorkingGroupPage, verbose_name=_("groupe"), related_name="meetings",
        on_delete=models.PROTECT,
    )  # fmt: skip
    series = models.ForeignKey(
        Series, verbose_name=_("série"), related_name="meetings", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip
    title = models.CharField(_("titre"), max_length=200)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    link = models.URLField(_("lien"), max_length=500, blank=True)
    uid = models.CharField(_("identifiant"), max_length=80, default=new_uid)
    recurrence_at = models.DateTimeField(_("date dans la série"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("rang de modification"), default=0)
    changed_at = models.DateTimeField(_("modifiée le"), default=timezone.now)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    cancel_reason = models.CharField(_("motif"), max_length=300, blank=True)
    secretary = models.ForeignKey(User, verbose_name=_("secrétaire"), null=True, blank=True, **_WHO)
    created_by = models.ForeignKey(User, verbose_name=_("créée par"), null=True, blank=True, **_WHO)
    created_at = models.DateTimeField(_("créée le"), default=timezone.now)

    minutes = models.TextField(_("compte rendu"), blank=True)
    minutes_state = models.CharField(
        _("état du compte rendu"), max_length=10, choices=MinutesState.choices,
        default=MinutesState.NONE,
    )  # fmt: skip
    minutes_at = models.DateTimeField(_("compte rendu écrit le"), null=True, blank=True)
    minutes_by = models.ForeignKey(User, verbose_name=_("écrit par"), null=True, blank=True, **_WHO)
    amend_until = models.DateTimeField(_("relecture jusqu'au"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("figé le"), null=True, blank=True)
    is_demonstration = models.BooleanField(_("démonstration"), default=False)
    ref = models.SlugField(_("référence"), max_length=60, blank=True)

    objects: ClassVar[MeetingQuerySet] = MeetingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("réunion")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["group", "starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["uid", "recurrence_at"], name="meetings_recurrence_once"),
            models.UniqueConstraint(
                fields=["uid"], condition=Q(recurrence_at__isnull=True), name="meetings_uid_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="meetings_end_after_start"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at

    def is_over(self, at: datetime | None = None) -> bool:
        return self.ends_at <= (at or timezone.now())

    def has_begun(self, at: datetime | None = None) -> bool:
        return self.starts_at <= (at or timezone.now())

    @property
    def is_frozen(self) -> bool:
        return self.minutes_state == MinutesState.FROZEN


class AgendaItem(models.Model):
    """A point of the agenda; `minutes` is how long it may take, 0 when nobody said."""

    meeting = models.ForeignKey(Meeting, related_name="agenda", on_delete=models.CASCADE)
    position = models.PositiveIntegerField(_("rang"))
    title = models.CharField(_("point"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    lead = models.ForeignKey(User, verbose_name=_("présenté par"), null=True, blank=True, **_WHO)
    text = models.ForeignKey(
        ContributionRecord, verbose_name=_("texte"), null=True, blank=True, **_WHO
    )
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposition"), null=True, blank=True, **_WHO
    )

    class Meta:
        verbose_name = _("point de l'ordre du jour")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """A person at a meeting, for the centre that was theirs at its date."""

    meeting = models.ForeignKey(Meeting, related_name="attendance", on_delete=models.CASCADE)
    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="+", on_delete=models.PROTECT
    )
    centre = models.ForeignKey(
        Centre, verbose_name=_("centre"), related_name="+", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip
    standing = models.CharField(_("présence"), max_length=10, choices=Standing.choices)
    at = models.DateTimeField(_("noté le"), default=timezone.now)

    class Meta:
        verbose_name = _("présence")
        ordering = ["centre__name", "person__display_name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meetings_attendance_once")
        ]
