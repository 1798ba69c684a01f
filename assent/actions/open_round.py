"""Open a round on a version, and fix who owes an answer to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from assent.carrying import rounds_before
from assent.ends import why_too_soon
from assent.enums import Outcome
from assent.models import Owing, Round
from assent.outcome import end_round, objects
from contributions.freezing import centres_of
from contributions.models import ContributionPage, Version
from groups.enums import Step
from kit.access import Refused
from people.models import Centre, User


def open_round(
    page: ContributionPage,
    version: Version,
    *,
    by: User | None,
    at: datetime,
    centres: Iterable[Centre],
) -> Round:
    """A round that these centres owe an answer to; the caller holds the lock of the text.

    Its date is the end of the text's review, if that is to come; its quorum is the lead
    group's of that day. Raises Refused where centres would have to confirm what they said
    in less than a day.
    """
    record = page.record
    for left in record.rounds.filter(closed_at__isnull=True):
        end_round(left, Outcome.REPLACED, by, at)
    due = record.effective_due(Step.REVIEW)
    round_ = Round.objects.create(
        record=record, version=version, opened_at=at, opened_by=by,
        due=due if due is not None and due > at else None, quorum=record.lead_group.record.quorum,
    )  # fmt: skip
    round_.rank = _rank_of(round_)
    round_.save(update_fields=["rank"])
    members = {centre.pk for centre in centres_of(page, at)}
    Owing.objects.bulk_create(
        Owing(
            round=round_, centre=centre, centre_name=centre.name, by_hand=centre.pk not in members
        )
        for centre in centres
    )
    refusal = why_too_soon(round_, round_.due, at) if round_.due else ""
    if refusal:
        raise Refused(refusal)
    return round_


def _rank_of(round_: Round) -> int:
    """One more than the last of this edition, where an objection stood at its end."""
    last = rounds_before(round_).first()
    return 1 if last is None else last.rank + objects(last)
