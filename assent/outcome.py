"""How a round ends, by declared rules: silence is no answer, and no answer is consent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assent.enums import AnswerKind, Outcome
from assent.models import Disagreement, Round
from assent.selectors import Line, Tally, open_round_of, tally
from contributions.actions.base import write_event
from contributions.enums import EventKind
from contributions.gates import at_closing, review_gates
from contributions.models import ContributionPage
from groups.deadlines import in_both_zones
from kit.clock import moment
from people.models import User


def objects(round_: Round) -> bool:
    """Whether an objection stands in a round."""
    return round_.answers.filter(is_current=True, kind=AnswerKind.OBJECTION).exists()


def end_round(round_: Round, outcome: Outcome, by: User | None, at: datetime) -> None:
    """Close it; the caller holds the lock of the text."""
    round_.outcome, round_.closed_at, round_.closed_by = outcome, at, by
    round_.save(update_fields=["outcome", "closed_at", "closed_by"])


# -- May it close? ---------------------------------------------------------------------


@review_gates.register
def why_not_yet(page: ContributionPage) -> str | None:
    """Why the round of a text may not close yet, or nothing.

    The quorum, an objection of an earlier round that waits for a word of its centre, the date
    while a centre still owes an answer, and a first objection each hold it.
    """
    round_ = open_round_of(page)
    if round_ is None:
        return None
    found = tally(round_)
    return (
        _lacks_quorum(found)
        or _waits_for_objections(round_, found)
        or _still_in_time(round_, found)
        or _contested(found)
    )


def _lacks_quorum(found: Tally) -> str:
    if found.quorum_reached:
        return ""
    words = _(
        "Le quorum n'est pas atteint. Réponses reçues : %(answered)s sur %(owing)s. Il en faut %(needed)s."
    )
    return words % {
        "answered": len(found.answered),
        "owing": len(found.owing),
        "needed": found.quorum_needed,
    }


def _waits_for_objections(round_: Round, found: Tally) -> str:
    """Silence drops no objection before a date on which centres could count."""
    if not found.unconfirmed or round_.is_past():
        return ""
    centres = ", ".join(centre.name for centre, _answer in found.unconfirmed)
    if round_.due is None:
        words = _(
            "Une objection faite avant attend que son centre la confirme ou la retire (%(centres)s). Donnez une date à ce tour : il pourra se clore quand elle sera passée."
        )
        return words % {"centres": centres}
    words = _(
        "Une objection faite avant attend que son centre la confirme ou la retire (%(centres)s), jusqu'au %(date)s."
    )
    return words % {"centres": centres, "date": in_both_zones(round_.due)}


def _still_in_time(round_: Round, found: Tally) -> str:
    if round_.due is None or round_.due <= moment() or not found.missing:
        return ""
    words = _(
        "Des centres peuvent encore répondre jusqu'au %(date)s. Le tour pourra se clore après cette date, ou dès que tous auront répondu."
    )
    return words % {"date": in_both_zones(round_.due)}


def _contested(found: Tally) -> str:
    if not found.first_objections:
        return ""
    words = _(
        "Un centre fait objection pour la première fois (%(centres)s) : ouvrez un autre tour, ou rappelez le texte pour le reprendre."
    )
    return words % {"centres": ", ".join(centre.name for centre, _a in found.first_objections)}


# -- What it says ----------------------------------------------------------------------


def outcome_of(found: Tally) -> Outcome:
    """What a round that may close comes to."""
    if found.kept:
        return Outcome.DISAGREED
    if found.unconfirmed:
        return Outcome.UNCONFIRMED
    return Outcome.AGREED if found.consents or found.reserves else Outcome.SILENT


@at_closing.register
def close_round(page: ContributionPage, by: User, at: datetime) -> None:
    """Close the round of a review that closes, and write down the objections kept."""
    round_ = open_round_of(page)
    if round_ is None:
        return
    found = tally(round_)
    end_round(round_, outcome_of(found), by, at)
    Disagreement.objects.bulk_create(
        Disagreement(
            record=page.record, version=round_.version, answer=answer, centre=answer.centre,
            centre_name=answer.centre_name, block_id=answer.block_id, words=answer.words, at=at,
        )
        for _centre, answer in found.kept if answer is not None and answer.block_id
    )  # fmt: skip
    write_event(
        page, EventKind.ROUND_CLOSED, by, at, version=page.record.reviewed_version,
        round=round_.pk, rank=round_.rank, outcome=round_.outcome, answers=_names_by_kind(found),
        unconfirmed=[answer.centre_name for _centre, answer in found.unconfirmed if answer],
    )  # fmt: skip


def _names_by_kind(found: Tally) -> dict[str, Any]:
    """The names of centres by what they said; those who said nothing are not named."""
    lists: dict[AnswerKind, list[Line]] = {
        AnswerKind.CONSENT: found.consents,
        AnswerKind.RESERVE: found.reserves,
        AnswerKind.OBJECTION: found.objections,
        AnswerKind.ABSTENTION: found.abstentions,
    }
    return {
        kind.value: [answer.centre_name for _centre, answer in lines if answer is not None]
        for kind, lines in lists.items()
    }
