"""Ask the centres once more, on the same version, after an objection."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assent.actions.base import leading
from assent.actions.open_round import open_round
from assent.ends import end_of_next
from assent.enums import Outcome
from assent.models import Round
from assent.outcome import end_round
from assent.rules import verdict_on_second_round
from assent.selectors import tally
from contributions.actions.base import NotNow, write_event
from contributions.actions.set_dates import set_review_end
from contributions.enums import EventKind
from contributions.models import ContributionPage
from kit.access import Refused
from kit.clock import moment
from people.models import Centre, User


def open_second_round(
    page: ContributionPage,
    *,
    by: User,
    due: datetime | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Round:
    """Close the round as contested and open another, which the same centres owe.

    What they said is to be confirmed, by `due`, or by the end that `assent.ends` gives. An
    objection of a centre that had objected before is published as a disagreement when the
    new round closes; that of another centre asks for one more. Raises NotNow where a further
    round is open already and no centre objected for the first time, and Refused without an
    objection, or for a date gone by.
    """
    when = moment(at)
    with leading(page, by, verdict_on_second_round) as (text, first):
        _require_first_objection(first)
        set_review_end(text.record, end_of_next(first, text.record, due, when), when)
        end_round(first, Outcome.CONTESTED, by, when)
        asked = Centre.objects.filter(pk__in=first.owing.values("centre"))
        version = text.record.reviewed_version or first.version
        second = open_round(text, version, by=by, at=when, centres=asked)
        write_event(
            text, EventKind.SECOND_ROUND, by, when, version=version, note=note.strip(),
            round=second.pk, rank=second.rank, due=second.due.isoformat() if second.due else None,
        )  # fmt: skip
    return second


def _require_first_objection(round_: Round) -> None:
    found = tally(round_)
    if found.first_objections:
        return
    if found.kept:
        raise NotNow(_("Une objection maintenue ne demande pas un autre tour : elle sera publiée, ou la proposition sera détachée."))  # fmt: skip
    if round_.rank > 1:
        raise NotNow(_("Le nouveau tour est déjà ouvert."))
    raise Refused(_("Aucun centre ne fait objection : il n'y a pas lieu d'ouvrir un second tour."))
