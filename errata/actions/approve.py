"""Agree with a correction: it stands in the text at once."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow
from contributions.amending import amend, version_of_the_public
from contributions.enums import Verb
from contributions.oversight import note_superuser_access
from contributions.settling import settle
from errata.carrying import carry
from errata.corrected import corrected, moved_on
from errata.enums import Outcome
from errata.models import Correction
from errata.notifications import tell_applied
from errata.rules import verdict_on_deciding
from errata.targets import target_of
from kit.access import require
from kit.clock import moment
from people.models import User

from .base import locked_correction, write_corrected


def approve_correction(
    correction: Correction, *, by: User, at: datetime | None = None
) -> Correction:
    """Have a corrected version take the place of the one that stands; answers and signatures
    hold.

    Both texts are compared again, with the version of today and with the one that was
    frozen before any correction: a text is not rewritten step by step. Once more by the
    same person changes nothing. Raises NotNow once it was decided, or when the text has
    moved on, and TooMuch.
    """
    when = moment(at)
    with locked_correction(correction) as (text, found):
        person = User.objects.get(pk=by.pk)
        require(verdict_on_deciding(person, text, found))
        if found.is_applied and found.decided_by_id == by.pk:
            return found
        if not found.is_waiting:
            raise NotNow(_("Une décision a déjà été prise sur cette correction."))
        target = target_of(text, found.version)
        if target is None:
            raise moved_on()
        settle(text)
        public = version_of_the_public(text)
        found.in_public = public is not None and public.pk == target.pk
        found.made = amend(
            text, target, corrected(target, found), author=found.proposed_by, by=person, at=when
        )
        carry(text, found, by=person, at=when)
        found.outcome, found.decided_by, found.decided_at = Outcome.APPLIED, person, when
        found.save()
        note_superuser_access(person, text, Verb.EDIT)
        write_corrected(text, found, person, when)
        tell_applied(text, found)
    return found
