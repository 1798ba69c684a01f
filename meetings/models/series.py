"""Meetings that come back."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import WorkingGroupPage
from meetings.enums import Rhythm
from people.models import User


def new_uid() -> str:
    """What calendars know a meeting by, for ever and everywhere."""
    return f"{uuid.uuid4()}@de-concert"


class Series(models.Model):
    """The rule by which meetings come back, at one hour of Paris whatever the season.

    Its meetings are rows made ahead of time (`generated_until`). Changing one and all that
    follow ends the series before it (`until`) and begins another.
    """

    group = models.ForeignKey(
        WorkingGroupPage, verbose_name=_("groupe"), related_name="+", on_delete=models.PROTECT
    )
    title = models.CharField(_("titre"), max_length=200)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    link = models.URLField(_("lien"), max_length=500, blank=True)
    rhythm = models.CharField(_("rythme"), max_length=20, choices=Rhythm.choices)
    starts_at = models.DateTimeField(_("première fois"))
    ends_at = models.DateTimeField(_("fin de la première fois"))
    until = models.DateTimeField(_("jusqu'au"), null=True, blank=True)
    generated_until = models.DateTimeField(_("réunions créées jusqu'au"), null=True, blank=True)
    uid = models.CharField(_("identifiant"), max_length=80, unique=True, default=new_uid)
    sequence = models.PositiveIntegerField(_("rang de modification"), default=0)
    created_by = models.ForeignKey(
        User, verbose_name=_("créée par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    changed_at = models.DateTimeField(_("modifiée le"), default=timezone.now)

    class Meta:
        verbose_name = _("série de réunions")
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return self.title
