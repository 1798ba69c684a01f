"""Say, for a centre, that a correction changed more than the form."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import required_note, write_event
from contributions.enums import EventKind
from contributions.models import Mask
from errata.models import Contest, Correction
from errata.notifications import tell_contested
from errata.rules import verdict_on_contesting
from kit.access import require
from kit.clock import moment
from people.models import Centre, User

from .base import locked_correction


def contest_correction(
    correction: Correction, *, centre: Centre, by: User, words: str, at: datetime | None = None
) -> Contest:
    """Tell the coordination and the moderation. The correction stands until they decide.

    A centre contests once: its first words hold. Raises Refused without words.
    """
    when = moment(at)
    with locked_correction(correction) as (text, found):
        person = User.objects.get(pk=by.pk)
        require(verdict_on_contesting(person, text, found, centre))
        known = found.contests.filter(centre=centre).first()
        if known is not None:
            return known
        said = required_note(words, _("Dites ce qui change, à vos yeux, au-delà de la forme."))
        said = Mask.objects.cover(text.pk, said)
        contest = Contest.objects.create(
            correction=found, centre=centre, centre_name=centre.name, words=said, by=person,
            at=when,
        )  # fmt: skip
        write_event(
            text, EventKind.CORRECTION_CONTESTED, person, when, version=found.made, note=said,
            correction=found.pk, blocks=[found.part], centre=centre.name,
        )  # fmt: skip
        tell_contested(text, found, contest)
    return contest
