"""Set and extend the dates of one text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, decision, write_event
from contributions.enums import EventKind, Verb
from contributions.gates import require_date
from contributions.news import moved_date
from groups.enums import Step
from kit.access import Refused
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage, ContributionRecord

#: What a text of a call decides for itself; the rest is the same for all its texts.
OWN_STEPS = (Step.WRITING, Step.REVIEW)


def steps_to_set(record: ContributionRecord) -> tuple[Step, ...]:
    """The steps whose date the text's coordination sets."""
    return OWN_STEPS if record.call_id else tuple(Step)


def set_dates(
    page: ContributionPage,
    *,
    by: User,
    dates: Mapping[Step, datetime | None],
    shown: Mapping[Step, datetime | None] | None = None,
    note: str = "",
    at: datetime | None = None,
) -> ContributionPage:
    """Give steps their own end, or with None the call's again; nothing changed, nothing
    written.

    `shown`: the dates that the person saw. Raises NotNow for a step that somebody gave
    another date since, Refused for a date gone by, dates out of their order, or one that a
    room above needs as it is (the end of a review, while centres answer).
    """
    when = moment(at)
    with decision(page, Verb.SET_DATES, by) as text:
        record = text.record
        changed = {
            step: due
            for step, due in dates.items()
            if step in steps_to_set(record) and record.due(step) != due
        }
        if not changed:
            return text
        _require_as_shown(record, changed, shown or {})
        was = {step: record.effective_due(step) for step in changed}
        for step, due in changed.items():
            setattr(record, f"{step.value}_due", due)
        _require_sense(record, changed, when)
        for step in changed:
            require_date(text, step, record.effective_due(step))
        record.save(update_fields=[f"{step.value}_due" for step in changed])
        for step in changed:
            write_event(
                text, EventKind.DATES_MOVED, by, when, note=note.strip(), step=step.value,
                due=_iso(record.effective_due(step)), was=_iso(was[step]),
            )  # fmt: skip
    return text


def set_review_end(record: ContributionRecord, due: datetime, now: datetime) -> None:
    """Give the review of a locked text its own end, as part of another act on its review.

    Raises Refused for a date gone by, or one after the end of a later step.
    """
    if due <= now:
        raise Refused(_("Choisissez une date à venir."))
    later = [record.effective_due(step) for step in (Step.VALIDATION, Step.PUBLICATION)]
    if any(end is not None and end < due for end in later):
        raise Refused(why_in_order(record, after=True))
    record.review_due = due
    record.save(update_fields=["review_due"])


def _require_as_shown(
    record: ContributionRecord,
    changed: Collection[Step],
    shown: Mapping[Step, datetime | None],
) -> None:
    moved = [step for step in changed if step in shown and record.due(step) != shown[step]]
    if moved:
        now = [moved_date({"step": step.value, "due": _iso(record.due(step))}) for step in moved]
        said = _("Une date a changé pendant que vous choisissiez. Maintenant : %(dates)s.")
        raise NotNow(said % {"dates": ", ".join(now)})


def _require_sense(
    record: ContributionRecord, changed: Mapping[Step, datetime | None], now: datetime
) -> None:
    if any(due is not None and due <= now for due in changed.values()):
        raise Refused(_("Choisissez une date à venir."))
    known = [due for step in Step if (due := record.effective_due(step))]
    if known != sorted(known):
        own = [due for step in OWN_STEPS if (due := record.effective_due(step))]
        raise Refused(why_in_order(record, after=own == sorted(own)))


def why_in_order(record: ContributionRecord, *, after: bool) -> str:
    """That dates follow one another; where they come after those of later steps, who moves
    these, if the text does not set them."""
    order = _("Les dates se suivent : écriture, relecture, validation, publication.")
    return f"{order} {who_moves_later_dates(record) if after else ''}".strip()


def who_moves_later_dates(record: ContributionRecord) -> str:
    """Who to ask for a later validation or publication; empty where it is the text's own
    coordination."""
    if set(Step) == set(steps_to_set(record)):
        return ""
    return _(
        "La validation et la publication suivent les dates de la saisine : seule la coordination nationale peut les repousser."
    )


def _iso(due: datetime | None) -> str | None:
    return due.isoformat() if due else None
