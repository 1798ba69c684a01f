"""The key of a person's private calendar."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User


class FeedKey(models.Model):
    """How many times a person renewed the address of their calendar.

    The address is signed over this number (see `meetings.feed`), so that what is stored
    opens nothing, and one renewal ends every address given before.
    """

    person = models.OneToOneField(
        User, verbose_name=_("personne"), related_name="+", on_delete=models.CASCADE
    )
    turn = models.PositiveIntegerField(_("tour"), default=1)
    renewed_at = models.DateTimeField(_("renouvelée le"), default=timezone.now)

    class Meta:
        verbose_name = _("clé d'agenda")
