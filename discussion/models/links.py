"""Readers who have no account: a link to one frozen version, and their opinion of it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models import Version
from discussion.enums import Stance
from people.models import User


class ReviewerLink(models.Model):
    """A link that opens one version to one invited person until a date.

    Only the hash of its token is kept. `name` and `organisation` are what the person
    declared at their first visit; nobody verified them.
    """

    version = models.ForeignKey(Version, related_name="reviewer_links", on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    invited = models.CharField(_("personne invitée"), max_length=160)
    email = models.EmailField(_("adresse électronique"), blank=True)
    message = models.TextField(_("message"), blank=True)
    language = models.CharField(max_length=8, default="fr")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, related_name="+", null=True, on_delete=models.SET_NULL)
    until = models.DateTimeField(_("jusqu'au"))
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, blank=True)
    name = models.CharField(_("nom déclaré"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation déclarée"), max_length=160, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "pk"]

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.until

    @property
    def public_name(self) -> str:
        """The declared name, as long as it is kept."""
        return self.name or str(_("Personne invitée"))


class Opinion(models.Model):
    """What an invited reader thinks of the version as a whole; may be changed until the end."""

    link = models.OneToOneField(
        ReviewerLink, related_name="opinion", primary_key=True, on_delete=models.CASCADE
    )
    stance = models.CharField(_("avis"), max_length=20, choices=Stance.choices)
    words = models.TextField(_("mots"), blank=True)
    at = models.DateTimeField(default=timezone.now)
