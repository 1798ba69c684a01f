"""To whom a version was handed, by which way, and what they acknowledged."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models import Version
from people.models import User


def key_of(organisation: str) -> str:
    """An addressee, however its name is spelled: no case, one space between words."""
    return " ".join(organisation.casefold().split())


class TransmissionQuerySet(models.QuerySet["Transmission"]):
    def open(self, at: datetime | None = None) -> Self:
        """Those that still open their version, whoever may come."""
        when = at or timezone.now()
        return self.filter(Q(until__isnull=True) | Q(until__gt=when), ended_at__isnull=True)

    def with_all(self) -> Self:
        """With what every page of a transmission shows of its version and text."""
        return self.select_related(
            "version__revision", "version__record__page__locale", "version__record__lead_group",
            "version__record__call", "addressee", "sent_by", "ended_by",
        )  # fmt: skip


class Transmission(models.Model):
    """A version handed to the account of a partner, or to a person without one by a link.

    Of a link, only the hash of the token is kept, and `until` says when it is over. The
    public reads `organisation` alone, and that only if `is_public`; never once it was
    ended as `mistaken`: what was sent to the wrong addressee is not told of them.
    """

    version = models.ForeignKey(Version, related_name="transmissions", on_delete=models.CASCADE)
    addressee = models.ForeignKey(
        User, verbose_name=_("compte destinataire"), related_name="transmissions", null=True,
        blank=True, on_delete=models.PROTECT,
    )  # fmt: skip
    name = models.CharField(_("personne destinataire"), max_length=160, blank=True)
    organisation = models.CharField(_("organisation destinataire"), max_length=160)
    email = models.EmailField(_("adresse électronique"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    until = models.DateTimeField(_("jusqu'au"), null=True, blank=True)
    message = models.TextField(_("message"), blank=True)
    language = models.CharField(max_length=8, default="fr")
    is_public = models.BooleanField(_("dire au public que cette organisation l'a reçue"), default=False)  # fmt: skip
    sent_at = models.DateTimeField(_("transmise le"), default=timezone.now)
    sent_by = models.ForeignKey(User, related_name="+", null=True, on_delete=models.SET_NULL)
    acknowledged_at = models.DateTimeField(_("reçue le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("refermée le"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    mistaken = models.BooleanField(_("envoyée par erreur"), default=False)

    objects: ClassVar[TransmissionQuerySet] = TransmissionQuerySet.as_manager()  # type: ignore[assignment]

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("transmission")
        verbose_name_plural = _("transmissions")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(addressee__isnull=False, token_hash__isnull=True)
                | Q(addressee__isnull=True, token_hash__isnull=False, until__isnull=False),
                name="proposals_transmission_one_way",
            ),
            models.UniqueConstraint(
                fields=["version", "addressee"], condition=Q(ended_at__isnull=True),
                name="proposals_transmission_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.version} → {self.organisation}"

    def get_absolute_url(self) -> str:
        """Where the account that received it reads it."""
        return reverse("proposals:received_one", args=[self.pk])

    @property
    def by_link(self) -> bool:
        return self.addressee_id is None

    def is_open(self, now: datetime) -> bool:
        """Whether it still opens its version: neither ended nor over."""
        return self.ended_at is None and (self.until is None or now < self.until)

    @property
    def who(self) -> str:
        """The person, for the people who transmit: an account's name is that of today."""
        return self.addressee.public_name if self.addressee else self.name
