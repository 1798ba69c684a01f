"""Finding a date: slots, and what each member answers about them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import WorkingGroupPage
from meetings.enums import Choice
from meetings.querysets import PollQuerySet
from people.models import User

from .meeting import Meeting


class Poll(models.Model):
    """A question to a group's members: when shall we meet?

    It is open until `closes_at`, or until its date is chosen (`meeting`) or it is given up
    (`closed_at` without a meeting), whichever comes first.
    """

    group = models.ForeignKey(
        WorkingGroupPage, verbose_name=_("groupe"), related_name="polls", on_delete=models.PROTECT
    )
    title = models.CharField(_("titre"), max_length=200)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    link = models.URLField(_("lien"), max_length=500, blank=True)
    closes_at = models.DateTimeField(_("réponses jusqu'au"))
    created_by = models.ForeignKey(
        User, verbose_name=_("ouvert par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(_("ouvert le"), default=timezone.now)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)
    meeting = models.OneToOneField(
        Meeting, verbose_name=_("réunion"), related_name="poll", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    is_demonstration = models.BooleanField(_("démonstration"), default=False)
    ref = models.SlugField(_("référence"), max_length=60, blank=True)

    objects: ClassVar[PollQuerySet] = PollQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("recherche de date")
        ordering = ["closes_at", "pk"]
        indexes = [models.Index(fields=["group", "closed_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:poll", args=[self.pk])

    def takes_answers(self, at: datetime | None = None) -> bool:
        return self.closed_at is None and (at or timezone.now()) < self.closes_at


class Slot(models.Model):
    """One of the dates that a poll proposes."""

    poll = models.ForeignKey(Poll, related_name="slots", on_delete=models.CASCADE)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))

    class Meta:
        verbose_name = _("créneau")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "starts_at"], name="meetings_slot_once")
        ]


class Answer(models.Model):
    """What one person answers about one slot; the last word counts."""

    slot = models.ForeignKey(Slot, related_name="answers", on_delete=models.CASCADE)
    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="+", on_delete=models.PROTECT
    )
    choice = models.CharField(_("réponse"), max_length=5, choices=Choice.choices)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("réponse")
        ordering = ["person__display_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "person"], name="meetings_answer_once")
        ]
