"""A text that one group asks another to carry, or to write with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.enums import MoveKind, MoveOutcome
from groups.models import WorkingGroupPage
from people.models import User

from .record import ContributionRecord

#: How long the other group has to answer.
ANSWERED_WITHIN = timedelta(days=14)


class MoveRequestQuerySet(models.QuerySet["MoveRequest"]):
    def pending(self, at: datetime | None = None) -> Self:
        """Waiting for an answer, and still in time."""
        return self.filter(
            outcome="", expires_at__gt=at or timezone.now(), record__trashed_at__isnull=True
        )


class MoveRequest(models.Model):
    """One coordination asks, the other answers before a date; then it lapses by itself.

    `left` is the group that led the text when it was asked: a request about a text that
    moved meanwhile is void.
    """

    record = models.ForeignKey(
        ContributionRecord, related_name="move_requests", on_delete=models.CASCADE
    )
    kind = models.CharField(_("demande"), max_length=20, choices=MoveKind.choices)
    left = models.ForeignKey(
        WorkingGroupPage, verbose_name=_("groupe qui porte le texte"), related_name="+",
        on_delete=models.CASCADE,
    )  # fmt: skip
    group = models.ForeignKey(
        WorkingGroupPage, verbose_name=_("autre groupe"), related_name="move_requests",
        on_delete=models.CASCADE,
    )  # fmt: skip
    note = models.TextField(_("mots"), blank=True)
    asked_at = models.DateTimeField(_("demandée le"), default=timezone.now)
    asked_by = models.ForeignKey(
        User, verbose_name=_("demandée par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    expires_at = models.DateTimeField(_("à répondre avant le"))
    outcome = models.CharField(_("réponse"), max_length=20, choices=MoveOutcome.choices, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, verbose_name=_("répondue par"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    answer = models.TextField(_("mots de la réponse"), blank=True)

    objects: ClassVar[MoveRequestQuerySet] = MoveRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("demande entre groupes")
        verbose_name_plural = _("demandes entre groupes")
        ordering = ["expires_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind", "group"], condition=Q(outcome=""),
                name="contributions_move_asked_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.record} → {self.group}"

    def is_pending(self, at: datetime | None = None) -> bool:
        return not self.outcome and self.expires_at > (at or timezone.now())
