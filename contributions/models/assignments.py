"""Who writes which block of a text, by when.

Beside the words and never in them: blocks keep their id through edits and revisions.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.enums import WorkState
from contributions.lifecycle import annotate_states
from people.models import User

from .record import ContributionRecord


class BlockAssignmentQuerySet(models.QuerySet["BlockAssignment"]):
    def standing(self) -> Self:
        """Not taken back: in progress or done."""
        return self.filter(released_at__isnull=True)

    def unwritten(self) -> Self:
        """Entrusted and not written, in a text that nobody threw away."""
        return self.standing().filter(done_at__isnull=True, record__trashed_at__isnull=True)

    def owed(self) -> Self:
        """Still to be written: the others wait until their text is written again."""
        pages: Any = ContributionRecord._meta.get_field("page").related_model
        drafting = annotate_states(pages.objects.all()).filter(
            annotated_work_state=WorkState.DRAFTING.value
        )
        return self.unwritten().filter(record__page__in=drafting.values("pk"))


class BlockAssignment(models.Model):
    """One person writes one block. A row ends (`released_at`), and is never deleted.

    `title` is what the block was called when it was entrusted, for the day when the block
    is gone from the text.
    """

    record = models.ForeignKey(
        ContributionRecord, related_name="assignments", on_delete=models.CASCADE
    )
    block_id = models.CharField(_("bloc"), max_length=64)
    title = models.CharField(_("titre du bloc"), max_length=255, blank=True)
    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="assignments", on_delete=models.PROTECT
    )
    due = models.DateTimeField(_("pour le"), null=True, blank=True)
    assigned_at = models.DateTimeField(_("confié le"), default=timezone.now)
    assigned_by = models.ForeignKey(
        User, verbose_name=_("confié par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    done_at = models.DateTimeField(_("écrit le"), null=True, blank=True)
    released_at = models.DateTimeField(_("repris le"), null=True, blank=True)

    objects: ClassVar[BlockAssignmentQuerySet] = BlockAssignmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("bloc confié")
        verbose_name_plural = _("blocs confiés")
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "block_id"], condition=Q(released_at__isnull=True),
                name="contributions_assignment_one_writer",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["person", "released_at"])]

    def __str__(self) -> str:
        return f"{self.person} → {self.title or self.block_id}"
