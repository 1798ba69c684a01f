"""The dated steps of a text's life, and which of them it stands at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.enums import Step

from .lifecycle import State
from .next_step import step_of

if TYPE_CHECKING:
    from .models import ContributionPage
    from .models.record import ContributionRecord


class Standing(models.TextChoices):
    """Where a step stands towards the text."""

    DONE = "done", _("fait")
    CURRENT = "current", _("en cours")
    AHEAD = "ahead", _("à venir")


@dataclass(frozen=True)
class DatedStep:
    """`at`: when the step was done, if that is known; when it is due to be, before."""

    step: Step
    standing: Standing
    at: datetime | None


def dated_steps(page: ContributionPage, state: State) -> list[DatedStep]:
    """Writing, review, validation and publication, each with its date.

    A text at rest has them all behind it: it was published, or stopped after it was.
    """
    current, steps = step_of(state.work), list(Step)
    place = steps.index(current) if current else len(steps)
    done_at = _known_dates(page.record)
    return [
        DatedStep(step, Standing.DONE, done_at.get(step))
        if rank < place
        else DatedStep(
            step,
            Standing.CURRENT if rank == place else Standing.AHEAD,
            page.record.effective_due(step),
        )
        for rank, step in enumerate(steps)
    ]


def _known_dates(record: ContributionRecord) -> dict[Step, datetime | None]:
    """When steps were done, as the record knows it without reading the text's life."""
    frozen = record.reviewed_version
    return {
        Step.WRITING: frozen.created_at if frozen else None,
        Step.VALIDATION: record.validated_at,
        Step.PUBLICATION: record.published_at,
    }
