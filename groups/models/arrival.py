"""How people come to a group: they ask, or a list of them is invited."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.enums import Answered, Role
from groups.querysets import JoinRequestQuerySet
from people.models import Centre, User


class JoinRequest(models.Model):
    """A person with an account asks to join a group; answered once, and kept."""

    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="join_requests", on_delete=models.PROTECT
    )
    group = models.ForeignKey(
        "groups.WorkingGroupPage",
        verbose_name=_("groupe"),
        related_name="join_requests",
        on_delete=models.CASCADE,
    )
    centre = models.ForeignKey(
        Centre, verbose_name=_("centre"), related_name="+", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip
    words = models.TextField(_("un mot"), blank=True)
    asked_at = models.DateTimeField(_("demandée le"), default=timezone.now)
    answer = models.CharField(_("réponse"), max_length=20, choices=Answered.choices, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, verbose_name=_("répondue par"), related_name="+", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip
    reason = models.TextField(_("motif"), blank=True)

    objects: ClassVar[JoinRequestQuerySet] = JoinRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("demande d'entrée dans un groupe")
        verbose_name_plural = _("demandes d'entrée dans un groupe")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"],
                condition=Q(answered_at__isnull=True),
                name="groups_request_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} — {self.group}"


class InvitationList(models.Model):
    """A list that was read and previewed: confirming invites exactly these lines, once.

    `lines` hold addresses and names: they are emptied at confirmation, and a list that
    nobody confirms is deleted (`groups.actions.invite_list`).
    """

    group = models.ForeignKey(
        "groups.WorkingGroupPage",
        verbose_name=_("groupe"),
        related_name="+",
        on_delete=models.CASCADE,
    )
    by = models.ForeignKey(User, verbose_name=_("par"), related_name="+", on_delete=models.PROTECT)
    lines = models.JSONField(_("lignes"), default=list)
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    message = models.TextField(_("message"), blank=True)
    read_at = models.DateTimeField(_("lue le"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True, blank=True)
    invited = models.PositiveIntegerField(_("invitations"), default=0)

    class Meta:
        verbose_name = _("liste d'invitations")
        verbose_name_plural = _("listes d'invitations")
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return f"{self.group} ({self.read_at:%Y-%m-%d})"
