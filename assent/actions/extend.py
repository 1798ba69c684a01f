"""Give the centres more time to answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assent.actions.base import leading
from assent.ends import why_not_until
from assent.models import Round
from assent.rules import verdict_on_extending
from contributions.actions.base import write_event
from contributions.actions.set_dates import set_review_end
from contributions.enums import EventKind
from contributions.models import ContributionPage
from kit.access import Refused
from kit.clock import moment
from people.models import User


def extend(page: ContributionPage, *, by: User, due: datetime, at: datetime | None = None) -> Round:
    """Move the end of the open round, and of the text's review, to a later date.

    The same date again changes nothing. Raises NotNow without an open round, and Refused
    for a date gone by, one that is earlier, or one after the end of a later step.
    """
    when = moment(at)
    with leading(page, by, verdict_on_extending) as (text, round_):
        if round_.due == due:
            return round_
        refusal = why_not_until(round_, due)
        if refusal:
            raise Refused(refusal)
        set_review_end(text.record, due, when)
        move_end(text, round_, due, by, when)
    return round_


def move_end(
    text: ContributionPage, round_: Round, due: datetime, by: User, at: datetime, **data: Any
) -> None:
    """Have a round last until then, and say so; the caller holds the lock of the text, and
    knows that no centre is given less time. `data` goes with the event."""
    was, round_.due = round_.due, due
    round_.save(update_fields=["due"])
    write_event(
        text, EventKind.ROUND_EXTENDED, by, at, version=text.record.reviewed_version,
        round=round_.pk, due=due.isoformat(), was=was.isoformat() if was else None, **data,
    )  # fmt: skip
