"""What the public says of a published text, where its people open it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from contributions.models import ContributionRecord
from discussion.enums import ReactionState
from people.models import User


class Reactions(models.Model):
    """Whether a text takes public reactions; one without a row does not."""

    record = models.OneToOneField(
        ContributionRecord, related_name="reactions_setting", primary_key=True,
        on_delete=models.CASCADE,
    )  # fmt: skip
    is_open = models.BooleanField(_("ouvertes"), default=False)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, related_name="+", null=True, on_delete=models.SET_NULL)

    wagtail_reference_index_ignore = True


class Reaction(XtdComment):
    """A public reaction to a text: its words are `comment`, its author `user` or the name and
    address given and confirmed."""

    record = models.ForeignKey(
        ContributionRecord, related_name="reactions", on_delete=models.CASCADE
    )
    state = models.CharField(
        _("état"), max_length=20, choices=ReactionState.choices, default=ReactionState.UNCONFIRMED
    )
    language = models.CharField(max_length=8, default="fr")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    reason = models.TextField(_("motif"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("réaction")
        verbose_name_plural = _("réactions")
        indexes = [models.Index(fields=["record", "state"])]
