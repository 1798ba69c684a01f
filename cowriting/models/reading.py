"""What a person saw of a draft when, and which of their forms are written already."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from contributions.models import ContributionPage
from cowriting.enums import Refusal
from people.models import User


class DraftVisit(models.Model):
    """When a person last read a draft, and what stood in it; and the time before.

    `seen_*` is the latest look, `since_*` the state at the visit before this one: keys of
    the log's last update and of the latest revision. Both `since` are empty on a first
    visit.
    """

    person = models.ForeignKey(User, related_name="+", on_delete=models.CASCADE)
    page = models.ForeignKey(ContributionPage, related_name="+", on_delete=models.CASCADE)
    seen_at = models.DateTimeField(_("vu le"))
    seen_update = models.BigIntegerField(null=True)
    seen_revision = models.ForeignKey(
        Revision, related_name="+", null=True, on_delete=models.SET_NULL
    )
    since = models.DateTimeField(_("visite précédente"), null=True)
    since_update = models.BigIntegerField(null=True)
    since_revision = models.ForeignKey(
        Revision, related_name="+", null=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = _("visite d'un brouillon")
        constraints = [
            models.UniqueConstraint(fields=["person", "page"], name="cowriting_visit_once")
        ]


class SentPart(models.Model):
    """A form with a part of a text that is written: the same one, sent again, is not.

    `digest` knows what it said when it came last: other words under the same key are a
    change of their writer's. `value` is what of it the text has taken in, None for
    nothing, and so what that change begins from. `both` names the fields that a colleague had changed meanwhile: both wordings stand.
    `refused` says why its words are not in the text; they wait among the refused ones.
    """

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(User, related_name="+", on_delete=models.CASCADE)
    page = models.ForeignKey(ContributionPage, related_name="+", on_delete=models.CASCADE)
    at = models.DateTimeField(_("reçu le"), default=timezone.now)
    block = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    value = models.JSONField(null=True)
    both = models.JSONField(default=list)
    refused = models.CharField(max_length=40, choices=Refusal.choices, blank=True)

    class Meta:
        verbose_name = _("formulaire reçu")
        verbose_name_plural = _("formulaires reçus")
