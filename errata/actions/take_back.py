"""Take back a correction that one proposed, while nobody has decided on it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, write_event
from contributions.enums import EventKind
from errata.enums import Outcome
from errata.models import Correction
from errata.rules import verdict_on_taking_back
from kit.access import require
from kit.clock import moment
from people.models import User

from .base import locked_correction


def take_back_correction(
    correction: Correction, *, by: User, at: datetime | None = None
) -> Correction:
    """It waits for nobody any more, and another may be proposed. Once more changes nothing.
    Raises NotNow once somebody else decided."""
    when = moment(at)
    with locked_correction(correction) as (text, found):
        person = User.objects.get(pk=by.pk)
        require(verdict_on_taking_back(person, text, found))
        if found.outcome == Outcome.TAKEN_BACK:
            return found
        if not found.is_waiting:
            raise NotNow(_("Une décision a déjà été prise sur cette correction."))
        found.outcome, found.decided_at = Outcome.TAKEN_BACK, when
        found.save(update_fields=["outcome", "decided_at"])
        write_event(
            text, EventKind.CORRECTION_TAKEN_BACK, person, when, version=found.version,
            correction=found.pk, blocks=[found.part],
        )  # fmt: skip
    return found
