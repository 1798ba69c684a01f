"""Set a correction aside, and say why."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, required_note, write_event
from contributions.enums import EventKind, Verb
from contributions.oversight import note_superuser_access
from errata.enums import Outcome
from errata.models import Correction
from errata.notifications import tell_refused
from errata.rules import verdict_on_deciding
from kit.access import require
from kit.clock import moment
from people.models import User

from .base import locked_correction


def refuse_correction(
    correction: Correction, *, by: User, reason: str, at: datetime | None = None
) -> Correction:
    """The text stays as it is; who proposed it reads the reason. Once more by the same
    person changes nothing. Raises Refused without a reason, and NotNow once it was decided."""
    when = moment(at)
    with locked_correction(correction) as (text, found):
        person = User.objects.get(pk=by.pk)
        require(verdict_on_deciding(person, text, found))
        if found.outcome == Outcome.REFUSED and found.decided_by_id == by.pk:
            return found
        if not found.is_waiting:
            raise NotNow(_("Une décision a déjà été prise sur cette correction."))
        answer = required_note(reason, _("Dites pourquoi : qui l'a proposée lira vos mots."))
        found.outcome, found.answer = Outcome.REFUSED, answer
        found.decided_by, found.decided_at = person, when
        found.save()
        note_superuser_access(person, text, Verb.EDIT)
        write_event(
            text, EventKind.CORRECTION_REFUSED, person, when, version=found.version,
            note=answer, correction=found.pk, blocks=[found.part],
        )  # fmt: skip
        tell_refused(text, found)
    return found
