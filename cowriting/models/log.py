"""What was written, in the order in which it became durable."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cowriting.enums import Handling, Refusal
from people.models import User

from .room import Room


class Update(models.Model):
    """One change of a shared document, as its writer sent it.

    Rows of one room are appended with the room's row locked: their keys grow in the
    order in which they commit, so that reading from the last key that one knows misses
    nothing. `person` is None for what the server wrote; `client` is the connection's.
    A refused row was never part of the document: it came when its writer could not
    write any more, and is kept for them and for the coordination until it is handled.
    """

    room = models.ForeignKey(Room, related_name="updates", on_delete=models.CASCADE)
    epoch = models.PositiveIntegerField()
    person = models.ForeignKey(User, related_name="+", null=True, on_delete=models.PROTECT)
    client = models.BigIntegerField(default=0)
    at = models.DateTimeField(_("reçu le"), default=timezone.now)
    payload = models.BinaryField()
    octets = models.PositiveIntegerField(_("octets écrits"), default=0)
    refused = models.BooleanField(_("refusé"), default=False)
    reason = models.CharField(_("motif"), max_length=40, choices=Refusal.choices, blank=True)
    handled = models.CharField(_("suite"), max_length=20, choices=Handling.choices, blank=True)
    handled_at = models.DateTimeField(_("traité le"), null=True)
    handled_by = models.ForeignKey(
        User, verbose_name=_("traité par"), related_name="+", null=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = _("modification")
        verbose_name_plural = _("modifications")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["room", "epoch", "refused", "id"]),
            models.Index(
                fields=["room", "id"], name="cowriting_refused", condition=Q(refused=True)
            ),
        ]


class Period(models.Model):
    """Updates that were merged when the log was compacted, kept to replay the writing.

    `payload` holds the updates from `first` to `last` (keys of the log); `octets` says
    who wrote how much in them: `{person id: octets}`.
    """

    room = models.ForeignKey(Room, related_name="periods", on_delete=models.CASCADE)
    epoch = models.PositiveIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    began_at = models.DateTimeField(_("du"))
    ended_at = models.DateTimeField(_("au"))
    payload = models.BinaryField()
    octets = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("période d'écriture")
        verbose_name_plural = _("périodes d'écriture")
        ordering = ["first"]
        indexes = [models.Index(fields=["room", "epoch", "first"])]
