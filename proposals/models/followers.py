"""Who asked to be told of what becomes of a proposal."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionRecord
from people.models import User

from .proposal import Proposal
from .replies import Reply


class Happening(models.TextChoices):
    """What followers are told of."""

    ANSWERED = "answered", _("Une réponse est publique")
    REPUBLISHED = "republished", _("Reprise dans une nouvelle édition du texte")
    CORRECTED = "corrected", _("Forme corrigée")
    REMOVED = "removed", _("Ôtée du texte")
    REPLACED = "replaced", _("Texte remplacé par un autre")
    WITHDRAWN = "withdrawn", _("Texte retiré de la publication")


class FollowerQuerySet(models.QuerySet["Follower"]):
    def told(self) -> Self:
        """Those who are told of what happens: accounts that are open, addresses that were
        confirmed."""
        return self.filter(Q(person__is_active=True) | Q(confirmed_at__isnull=False))


class Follower(models.Model):
    """A person, by their account, or an address that waits until its reader confirms it.

    `asked_at` is the last time that the address was given: what is not confirmed is
    forgotten some days after it.
    """

    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposition"), related_name="followers",
        on_delete=models.CASCADE,
    )  # fmt: skip
    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="+", null=True, blank=True,
        on_delete=models.CASCADE,
    )  # fmt: skip
    email = models.EmailField(_("adresse électronique"), blank=True)
    language = models.CharField(max_length=8, default="fr")
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)

    objects: ClassVar[FollowerQuerySet] = FollowerQuerySet.as_manager()  # type: ignore[assignment]

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("suivi d'une proposition")
        verbose_name_plural = _("suivis de propositions")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="")
                | (Q(person__isnull=True) & ~Q(email="")),
                name="proposals_follower_one_way",
            ),
            models.UniqueConstraint(
                fields=["proposal", "person"], condition=Q(person__isnull=False),
                name="proposals_follower_person_once",
            ),
            models.UniqueConstraint(
                fields=["proposal", "email"], condition=~Q(email=""),
                name="proposals_follower_address_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["email"])]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.person or self.email}"


class FollowedEvent(models.Model):
    """Something that followers of proposals of one text are to be told; gone once they were.

    One row is all that an event writes, however many follow: who is told, and in which
    words, is read when its turn comes. It quotes nothing that a mask could hide.
    """

    record = models.ForeignKey(ContributionRecord, related_name="+", on_delete=models.CASCADE)
    what = models.CharField(max_length=20, choices=Happening.choices)
    proposals = models.JSONField(default=list)
    reply = models.ForeignKey(
        Reply, related_name="+", null=True, blank=True, on_delete=models.CASCADE
    )
    by = models.ForeignKey(User, related_name="+", null=True, on_delete=models.SET_NULL)
    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("événement à dire aux personnes qui suivent")
        verbose_name_plural = _("événements à dire aux personnes qui suivent")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key
