"""Who is in which group, for whom, as what, from when to when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.enums import Role
from groups.querysets import MembershipQuerySet
from people.models import Centre, User


class Membership(models.Model):
    """A person in a group, for a centre, in a role, from a moment to a moment.

    An outside expert has no centre and never answers for one. Rows are ended, never
    deleted: they say who was there, and for whom, when a text was written or signed.
    """

    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="memberships", on_delete=models.PROTECT
    )
    group = models.ForeignKey(
        "groups.WorkingGroupPage",
        verbose_name=_("groupe"),
        related_name="memberships",
        on_delete=models.CASCADE,
    )
    centre = models.ForeignKey(
        Centre,
        verbose_name=_("centre"),
        related_name="memberships",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Vide pour une personne experte extérieure au réseau."),
    )
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    starts_at = models.DateTimeField(_("depuis le"), default=timezone.now)
    ends_at = models.DateTimeField(_("jusqu'au"), null=True, blank=True)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("appartenance à un groupe")
        verbose_name_plural = _("appartenances aux groupes")
        ordering = ["group", "-role", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"],
                condition=Q(ends_at__isnull=True),
                name="groups_membership_one_open",
            )
        ]
        indexes = [models.Index(fields=["group", "ends_at"])]

    def __str__(self) -> str:
        return f"{self.person} — {self.group} ({self.get_role_display()})"

    def is_current(self, at: datetime | None = None) -> bool:
        moment = at or timezone.now()
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)

    def clean(self) -> None:
        super().clean()
        if self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("La fin doit suivre le début.")})
