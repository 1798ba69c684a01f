"""The room of a text: what its shared document is, and who writes in it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from contributions.models import ContributionPage
from people.models import User


class Room(models.Model):
    """The shared document of one text, for as long as the text lives.

    `snapshot` holds everything up to the update `snapshot_seq`; the updates that follow
    are in the log. `saved_seq` is the last update whose words are in a revision, and
    `base_body` the words on which page and document agreed last: `title`, `summary`,
    `approach`, `addressees` and `body`, the raw list of its blocks.

    An epoch is one life of the document: restoring an older version or opening a new
    edition begins another, and what belongs to a former epoch is never applied again.
    """

    page = models.OneToOneField(ContributionPage, related_name="room", on_delete=models.CASCADE)
    epoch = models.PositiveIntegerField(default=1)
    schema = models.PositiveIntegerField()
    #: Set once the log of a finished edition is gone: whoever opens begins an epoch.
    ended_at = models.DateTimeField(_("terminé le"), null=True)
    snapshot = models.BinaryField(default=bytes)
    snapshot_seq = models.BigIntegerField(default=0)
    saved_seq = models.BigIntegerField(default=0)
    base_revision = models.ForeignKey(
        Revision, related_name="+", null=True, on_delete=models.SET_NULL
    )
    #: When `base_revision` was written: Wagtail rewrites a revision under the same key.
    base_at = models.DateTimeField(null=True)
    base_body = models.JSONField(default=dict)
    #: What of images and documents the document holds, shown or not, and was weighed:
    #: a list of `[kind, key]`.
    files = models.JSONField(default=list)
    #: A process that has people in the room pushes this forward; nobody is there after it.
    open_until = models.DateTimeField(_("ouvert jusqu'à"), null=True)
    #: The client id under which the server itself writes in this epoch.
    server_client = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField(_("ouvert le"), default=timezone.now)

    class Meta:
        verbose_name = _("salle d'écriture")
        verbose_name_plural = _("salles d'écriture")

    def __str__(self) -> str:
        return f"{self.page_id}/{self.epoch}"


class ClientId(models.Model):
    """Who writes under which client id: the server gives each of them once an epoch.

    A revision that was saved elsewhere comes in under a client id of its writer.
    """

    room = models.ForeignKey(Room, related_name="client_ids", on_delete=models.CASCADE)
    epoch = models.PositiveIntegerField()
    client = models.BigIntegerField()
    person = models.ForeignKey(User, related_name="+", on_delete=models.PROTECT)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "epoch", "client"], name="cowriting_client_id_once"
            )
        ]


class RoomRevision(models.Model):
    """A revision that came out of a room, and which updates are in it.

    `first` and `last` are keys of the log. Saves that follow each other quickly rewrite
    one revision: `began_at` is the first of them.
    """

    room = models.ForeignKey(Room, related_name="saves", on_delete=models.CASCADE)
    epoch = models.PositiveIntegerField()
    revision = models.OneToOneField(Revision, related_name="from_room", on_delete=models.CASCADE)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    began_at = models.DateTimeField(_("commencée le"), default=timezone.now)

    class Meta:
        verbose_name = _("révision écrite à plusieurs")
        verbose_name_plural = _("révisions écrites à plusieurs")
        ordering = ["last"]
