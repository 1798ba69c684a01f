"""The life of a text, a line an event."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.enums import EventKind
from people.models import User

from .record import ContributionRecord
from .versions import Version


class TextEvent(models.Model):
    """Something that happened to a text, who did it and when.

    Written by actions, of this app and of those above; never changed afterwards.
    `note` holds words meant for the people of the text (a reason, remarks).
    """

    record = models.ForeignKey(ContributionRecord, related_name="events", on_delete=models.CASCADE)
    kind = models.CharField(_("événement"), max_length=32, choices=EventKind.choices)
    at = models.DateTimeField(_("le"), default=timezone.now)
    actor = models.ForeignKey(
        User, verbose_name=_("par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    version = models.ForeignKey(
        Version, related_name="events", null=True, blank=True, on_delete=models.PROTECT
    )
    note = models.TextField(_("mots"), blank=True)
    data = models.JSONField(_("précisions"), default=dict, blank=True)

    class Meta:
        verbose_name = _("événement d'un texte")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["record", "kind"])]

    def __str__(self) -> str:
        return f"{self.record} : {self.get_kind_display()}"
