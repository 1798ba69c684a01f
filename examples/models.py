"""What somebody saw, in three fields, and what a group made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionRecord
from groups.models import Call, WorkingGroupPage
from people.models import Centre, User

from .enums import Outcome
from .querysets import ExampleQuerySet


class Example(models.Model):
    """An example sent to a call or to a group; `centre` is its sender's at that date.

    `outcome` says what `group_of_outcome` did with it: taken into `record`, as its block
    `block_id`, or set aside with a `reason`. What was set aside may still be taken.
    """

    call = models.ForeignKey(
        Call, verbose_name=_("saisine"), related_name="examples", null=True, blank=True,
        on_delete=models.CASCADE,
    )  # fmt: skip
    group = models.ForeignKey(
        WorkingGroupPage, verbose_name=_("groupe"), related_name="examples", null=True, blank=True,
        on_delete=models.CASCADE,
    )  # fmt: skip
    what = models.TextField(_("quoi"))
    place = models.CharField(_("où"), max_length=160)
    shows = models.TextField(_("ce que cela montre"))
    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="examples", on_delete=models.PROTECT
    )
    centre = models.ForeignKey(
        Centre, verbose_name=_("centre"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    outcome = models.CharField(_("suite"), max_length=20, choices=Outcome.choices, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    group_of_outcome = models.ForeignKey(
        WorkingGroupPage, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    reason = models.TextField(_("motif"), blank=True)
    record = models.ForeignKey(
        ContributionRecord, related_name="examples", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    block_id = models.CharField(_("bloc"), max_length=64, blank=True)

    objects: ClassVar[ExampleQuerySet] = ExampleQuerySet.as_manager()  # type: ignore[assignment]

    #: Wagtail would count each example as a use of its group's page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("exemple")
        verbose_name_plural = _("exemples")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(call__isnull=False) ^ Q(group__isnull=False),
                name="examples_example_to_one",
            )
        ]
        indexes = [models.Index(fields=["person", "at"])]

    def __str__(self) -> str:
        return f"n° {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("examples:example", args=[self.pk])

    @property
    def is_taken(self) -> bool:
        return self.outcome == Outcome.TAKEN

    @property
    def is_set_aside(self) -> bool:
        return self.outcome == Outcome.SET_ASIDE

    @property
    def sent_to(self) -> str:
        """The title of the call or of the group."""
        return self.call.title if self.call else self.group.title if self.group else ""
