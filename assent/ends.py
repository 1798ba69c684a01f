"""Until when centres answer a round: a moment that they were given is never taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from assent.carrying import carried_answers
from assent.models import Round
from assent.selectors import open_round_of, tally
from contributions.actions.set_dates import who_moves_later_dates
from contributions.gates import date_gates
from contributions.models import ContributionPage, ContributionRecord
from groups.deadlines import end_of_day, in_both_zones, westernmost_zone
from groups.enums import Step
from kit.access import Refused
from kit.clock import moment

#: How long centres have, where nobody chose a date for a round that must have one.
TIME_TO_ANSWER = timedelta(days=7)
#: The least that they have: what they do not confirm by then is no answer.
LEAST_TIME = timedelta(days=1)

_LATER = (Step.VALIDATION, Step.PUBLICATION)


def end_by_default(record: ContributionRecord, at: datetime) -> datetime | None:
    """The end, for the westernmost member, of a day some days ahead; the end that the review
    has, where that is later; never after a later step. None where that leaves them too little time."""
    west = westernmost_zone()
    soon = end_of_day((at + TIME_TO_ANSWER).astimezone(west).date(), west)
    own = record.effective_due(Step.REVIEW)
    later = [end for step in _LATER if (end := record.effective_due(step))]
    end = min([max(soon, own or soon), *later])
    return end if end - at >= LEAST_TIME else None


def end_of_answers(record: ContributionRecord, due: datetime | None, at: datetime) -> datetime:
    """The end chosen, or the one by default. Raises Refused where centres would have too
    little time."""
    if due is not None and at < due < at + LEAST_TIME:
        raise Refused(_too_soon())
    end = due or end_by_default(record, at)
    if end is None:
        raise Refused(why_no_day_left(record))
    return end


def why_no_day_left(record: ContributionRecord) -> str:
    """That later steps end too soon for centres to answer, and who can move them."""
    words = _(
        "Les dates de la validation et de la publication ne laissent pas un jour aux centres pour répondre."
    )
    then = who_moves_later_dates(record) or _("Repoussez-les d'abord.")
    return f"{words} {then}"


def end_of_next(
    round_: Round, record: ContributionRecord, due: datetime | None, at: datetime
) -> datetime:
    """The same for the round that takes the place of this one: who has not answered yet is
    given no less time. Raises Refused."""
    end = end_of_answers(record, due, at)
    refusal = why_not_until(round_, end) if tally(round_).missing else ""
    if refusal:
        raise Refused(refusal)
    return end


@date_gates.register
def why_not_that_end(page: ContributionPage, step: Step, due: datetime | None) -> str | None:
    """Why the review of a text may not end then, or nothing: its open round may last longer,
    never less."""
    round_ = open_round_of(page) if step == Step.REVIEW else None
    return why_not_until(round_, due) if round_ else None


def why_not_until(round_: Round, due: datetime | None) -> str:
    """Why an open round may not last until then; empty when it may."""
    if round_.due is None:
        return "" if due is None else why_too_soon(round_, due, moment())
    if due is not None and due >= round_.due:
        return ""
    words = _(
        "Des centres ont jusqu'au %(date)s pour répondre : cette date peut être repoussée, jamais avancée ni retirée."
    )
    return words % {"date": in_both_zones(round_.due)}


def why_too_soon(round_: Round, due: datetime, at: datetime) -> str:
    """Why a round whose centres have an answer to confirm may not end then; empty when it
    may, or where nothing waits."""
    if due >= at + LEAST_TIME:
        return ""
    asked = round_.owing.values_list("centre", flat=True)
    return _too_soon() if carried_answers(round_, asked) else ""


def _too_soon() -> str:
    return _(
        "Laissez aux centres au moins un jour entier pour répondre : repoussez la fin de la relecture."
    )
