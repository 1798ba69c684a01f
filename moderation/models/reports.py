"""What anyone reports of a public page, how it was decided, and who contests that."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionRecord
from discussion.models import Reaction, ReactionDecision
from groups.models import WorkingGroupPage
from people.models import User
from proposals.models import Reply

#: How soon a report, or a challenge, is decided; how long a decision may be contested.
DECIDED_WITHIN, CONTESTED_WITHIN = timedelta(days=7), timedelta(days=183)


class Reason(models.TextChoices):
    """Why somebody reports a content; the first ones are the law's."""

    ILLEGAL = "illegal", _("Contenu illicite")
    RESIDENT = "resident", _("Une personne reconnaissable, une donnée personnelle")
    DEFAMATION = "defamation", _("Diffamation ou injure")
    HATE = "hate", _("Haine, discrimination, apologie de la violence")
    COPYRIGHT = "copyright", _("Droit d'auteur, image prise sans accord")
    FIGURE = "figure", _("Chiffre faux ou sans source")
    ACCESSIBILITY = "accessibility", _("Contenu que je ne peux pas lire (accessibilité)")
    OTHER = "other", _("Autre raison")


class Outcome(models.TextChoices):
    """What was decided of a report; none yet is empty."""

    KEPT = "kept", _("Le contenu reste tel quel")
    CORRECTED = "corrected", _("Le contenu est corrigé")
    MASKED = "masked", _("Le passage est masqué")
    HIDDEN = "hidden", _("La réaction est masquée")
    CLOSED = "closed", _("La réponse n'est plus publique")
    ABUSIVE = "abusive", _("Signalement écarté comme abusif")


#: What gives the person who reported all that they asked for.
GRANTED = (Outcome.HIDDEN, Outcome.CLOSED)


class Side(models.TextChoices):
    """Who contests."""

    REPORTER = "reporter", _("La personne qui a signalé")
    AUTHOR = "author", _("L'auteur du contenu")


class Ruling(models.TextChoices):
    """How a second person ended a challenge; none yet is empty."""

    UPHELD = "upheld", _("La décision est maintenue")
    OVERTURNED = "overturned", _("La décision est revue")


class Report(models.Model):
    """A content reported by anyone, with an account or without; its key is its number.

    `address` is the exact place: a path of this site, public to everyone on that day, with
    what it named then (`title`). `record`, `group`, `reaction` or `reply`, an addressee's
    answer, is what it is about.
    """

    address = models.CharField(_("adresse"), max_length=500)
    title = models.CharField(_("page"), max_length=255, blank=True)
    quote = models.TextField(_("passage"), blank=True)
    record = models.ForeignKey(
        ContributionRecord, related_name="reports", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    group = models.ForeignKey(
        WorkingGroupPage, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    reaction = models.ForeignKey(
        Reaction, related_name="reports", null=True, blank=True, on_delete=models.SET_NULL
    )
    reply = models.ForeignKey(
        Reply, related_name="reports", null=True, blank=True, on_delete=models.SET_NULL
    )
    reason = models.CharField(_("raison"), max_length=20, choices=Reason.choices)
    words = models.TextField(_("explication"))
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    person = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    language = models.CharField(max_length=8, default="fr")
    at = models.DateTimeField(_("reçu le"), default=timezone.now)
    outcome = models.CharField(_("décision"), max_length=20, choices=Outcome.choices, blank=True)
    decision = models.TextField(_("motivation"), blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["outcome", "at"])]

    def __str__(self) -> str:
        return f"n° {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:handle", args=[self.pk])

    @property
    def due(self) -> datetime:
        return self.at + DECIDED_WITHIN


class Challenge(models.Model):
    """A decision contested by one of those whom it concerns: of a report, or to hide a
    reaction. Another person than the first one decides, once and for all."""

    report = models.ForeignKey(
        Report, related_name="challenges", null=True, blank=True, on_delete=models.CASCADE
    )
    hiding = models.ForeignKey(
        ReactionDecision, related_name="challenges", null=True, blank=True,
        on_delete=models.CASCADE,
    )  # fmt: skip
    side = models.CharField(_("de"), max_length=20, choices=Side.choices)
    by = models.ForeignKey(User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL)
    words = models.TextField(_("mots"))
    language = models.CharField(max_length=8, default="fr")
    at = models.DateTimeField(_("le"), default=timezone.now)
    ruling = models.CharField(_("décision"), max_length=20, choices=Ruling.choices, blank=True)
    decision = models.TextField(_("motivation"), blank=True)
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = _("contestation")
        verbose_name_plural = _("contestations")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "side"], name="moderation_challenge_once_a_side"
            ),
            models.UniqueConstraint(fields=["hiding"], name="moderation_challenge_once"),
            models.CheckConstraint(
                condition=Q(report__isnull=True) ^ Q(hiding__isnull=True),
                name="moderation_challenge_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} : {self.report or self.hiding_id}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:rule", args=[self.pk])

    @property
    def due(self) -> datetime:
        return self.at + DECIDED_WITHIN

    @property
    def first_decided_by(self) -> int | None:
        """The account that took the decision which is contested."""
        if self.report is not None:
            return self.report.decided_by_id
        return self.hiding.by_id if self.hiding else None

    @property
    def reaction(self) -> Reaction | None:
        if self.report is not None:
            return self.report.reaction
        return self.hiding.reaction if self.hiding else None
