"""Approve the frozen version, by a moderator with no hand in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.actions.base import (
    NotNow,
    decision,
    require_arrival,
    require_step,
    write_event,
)
from contributions.completeness import require_complete
from contributions.enums import EventKind, Verb
from contributions.gates import require_gates, validation_gates
from contributions.models.record import ContributionRecord
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def validate(
    page: ContributionPage,
    *,
    by: User,
    note: str = "",
    at: datetime | None = None,
    task_state_id: int | None = None,
) -> ContributionPage:
    """Close the workflow; its reviewed version becomes the validated one.

    Raises Incomplete, NotNow when the step is not about the frozen version, and Refused
    with the reason of a room above that found something to mend first.
    """
    when = moment(at)
    with decision(page, Verb.VALIDATE, by, task_state_id=task_state_id) as text:
        version = text.record.reviewed_version
        step = require_step(text)
        if version is None or step.revision_id != version.revision_id:
            raise NotNow(_("Le texte à valider n'est pas celui que le groupe a relu."))
        require_complete(version.revision.as_object())
        require_gates(validation_gates, text)
        step.approve(user=by, comment=note.strip())
        ContributionRecord.objects.filter(pk=text.record.pk).update(validated_at=when)
        text.record.refresh_from_db()
        require_arrival(text, Verb.VALIDATE)
        write_event(text, EventKind.VALIDATED, by, when, version=version, note=note.strip())
    return text
