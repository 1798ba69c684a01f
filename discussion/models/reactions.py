"""What the public says of a published text, where its people open it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from contributions.models import ContributionRecord
from discussion.enums import ReactionState
from people.models import Centre, User


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
    """A public reaction to a text: its words are `comment`, its author `user`, for `centre`
    at that date, or the name (`user_name`) and address (`user_email`) that a visitor gave
    and confirmed. `is_public` says the same as `state`, for what knows the library alone."""

    record = models.ForeignKey(
        ContributionRecord, related_name="reactions", on_delete=models.CASCADE
    )
    centre = models.ForeignKey(
        Centre, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
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

    #: The library's own joins and orders as threads need, and a reaction has none.
    objects: ClassVar[models.Manager[Reaction]] = models.Manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("réaction")
        verbose_name_plural = _("réactions")
        indexes = [models.Index(fields=["record", "state"])]

    def __str__(self) -> str:
        return f"{self.record} : {self.get_state_display()}"

    @property
    def author_name(self) -> str:
        return self.user.public_name if self.user else self.user_name

    @property
    def anchor(self) -> str:
        """Where it stands in the page of its text."""
        return f"reaction-{self.pk}"


class ReactionDecision(models.Model):
    """One decision on a reaction: published, hidden, and why; none is ever taken back."""

    reaction = models.ForeignKey(Reaction, related_name="decisions", on_delete=models.CASCADE)
    state = models.CharField(_("état"), max_length=20, choices=ReactionState.choices)
    reason = models.TextField(_("motif"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, related_name="+", null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ["at", "pk"]
