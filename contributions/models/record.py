"""The facts of a text's life, one row a text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.enums import Step
from groups.models import Call, Milestones, WorkingGroupPage
from people.models import User

_WHO: dict[str, Any] = {
    "related_name": "+",
    "null": True,
    "blank": True,
    "on_delete": models.SET_NULL,
}


class ContributionRecord(Milestones):
    """What no revision may bring back: groups, states, decisions, dates.

    Its key is the text's permanent number (`/contributions/<number>/`). The work axis is
    *not* stored where Wagtail keeps it (a workflow in progress); see `lifecycle.py`.
    """

    page = models.OneToOneField(
        "contributions.ContributionPage", related_name="record", on_delete=models.CASCADE
    )
    lead_group = models.ForeignKey(
        WorkingGroupPage, verbose_name=_("groupe"), related_name="led_records",
        on_delete=models.PROTECT,
    )  # fmt: skip
    associated_groups = models.ManyToManyField(
        WorkingGroupPage, verbose_name=_("groupes associés"), related_name="associated_records",
        blank=True,
    )  # fmt: skip
    call = models.ForeignKey(
        Call, verbose_name=_("saisine"), related_name="records", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    created_at = models.DateTimeField(_("créé le"), default=timezone.now)
    created_by = models.ForeignKey(User, verbose_name=_("créé par"), **_WHO)

    edition_opened_at = models.DateTimeField(_("écriture ouverte le"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("soumission proposée le"), null=True, blank=True)
    proposed_by = models.ForeignKey(User, verbose_name=_("proposée par"), **_WHO)

    reviewed_version = models.ForeignKey(
        "contributions.Version", verbose_name=_("version relue"), related_name="+",
        null=True, blank=True, on_delete=models.PROTECT,
    )  # fmt: skip
    validated_version = models.ForeignKey(
        "contributions.Version", verbose_name=_("version validée"), related_name="+",
        null=True, blank=True, on_delete=models.PROTECT,
    )  # fmt: skip
    validated_at = models.DateTimeField(_("validée le"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("publication programmée le"), null=True, blank=True)
    scheduled_by = models.ForeignKey(User, verbose_name=_("programmée par"), **_WHO)

    current_version = models.ForeignKey(
        "contributions.Version", verbose_name=_("version publiée"), related_name="+",
        null=True, blank=True, on_delete=models.PROTECT,
    )  # fmt: skip
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("remplacée par"), related_name="replaces",
        null=True, blank=True, on_delete=models.PROTECT,
    )  # fmt: skip
    replaced_at = models.DateTimeField(_("remplacée le"), null=True, blank=True)
    withdrawal_asked_at = models.DateTimeField(_("retrait demandé le"), null=True, blank=True)
    withdrawal_asked_by = models.ForeignKey(User, verbose_name=_("retrait demandé par"), **_WHO)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("motif du retrait"), blank=True)

    trashed_at = models.DateTimeField(_("mise à la corbeille le"), null=True, blank=True)
    trashed_by = models.ForeignKey(User, verbose_name=_("mise à la corbeille par"), **_WHO)

    is_demonstration = models.BooleanField(_("texte de démonstration"), default=False)
    ref = models.SlugField(_("référence"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("fiche de contribution")
        verbose_name_plural = _("fiches de contributions")

    def __str__(self) -> str:
        return f"n° {self.pk}"

    @property
    def number(self) -> int:
        """The permanent number of the text."""
        return self.pk

    def get_absolute_url(self) -> str:
        return reverse("contributions:permanent", args=[self.pk])

    def effective_due(self, step: Step) -> datetime | None:
        """When a step ends: the text's own date, else its call's."""
        return self.due(step) or (self.call.due(step) if self.call else None)
