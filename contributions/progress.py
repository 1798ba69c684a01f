"""Where the texts of calls stand: states and dates, never a word of the texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from groups.models import Call

from .enums import PublicState, WorkState
from .lifecycle import State, state_of
from .models import ContributionPage, TextEvent
from .next_step import NextStep, next_step
from .selectors import STATE_EVENTS


@dataclass(frozen=True)
class Progress:
    """One text of a call, as progress without text shows it."""

    number: int
    title: str
    group: str
    hue: str
    state: State
    proposed: bool
    next_step: NextStep | None
    published_at: datetime | None
    moved_at: datetime | None


def progress_of(call: Call) -> list[Progress]:
    """Each text of a call, by group, in a constant number of queries."""
    pages = ContributionPage.objects.with_states().defer("body", "summary", "approach")
    pages = pages.filter(record__call=call).order_by(
        "record__lead_group__title", "draft_title", "pk"
    )
    listed = list(pages)
    last = _last_moves([page.record.pk for page in listed])
    return [_progress(page, last.get(page.record.pk)) for page in listed]


def _last_moves(records: list[int]) -> dict[int, datetime]:
    """When each text last changed state; remarks and names of versions do not count."""
    rows = TextEvent.objects.filter(record__in=records, kind__in=STATE_EVENTS).order_by()
    return dict(rows.values_list("record").annotate(last=Max("at")))


def _progress(page: ContributionPage, moved_at: datetime | None) -> Progress:
    state = state_of(page)
    return Progress(
        number=page.record.pk,
        title=page.draft_title,
        group=page.record.lead_group.title,
        hue=page.record.lead_group.hue,
        state=state,
        proposed=page.record.proposed_at is not None,
        next_step=next_step(page, state),
        published_at=page.record.published_at,
        moved_at=moved_at,
    )


@dataclass(frozen=True)
class CallProgress:
    """A call with how many of its texts stand where."""

    call: Call
    texts: int
    published: int
    trashed: int
    counts: list[tuple[str, int]]


def progress_of_calls(calls: Sequence[Call]) -> list[CallProgress]:
    """The calls with their counts, in one query for all."""
    pages = ContributionPage.objects.with_states().defer("body", "summary", "approach")
    states: dict[int, list[State]] = {call.pk: [] for call in calls}
    for page in pages.filter(record__call__in=[call.pk for call in calls]):
        states[page.record.call_id].append(state_of(page))
    return [_counted(call, states[call.pk]) for call in calls]


def _counted(call: Call, states: list[State]) -> CallProgress:
    kept = [state for state in states if not state.trashed]
    working = Counter(state.work for state in kept)
    return CallProgress(
        call=call,
        texts=len(kept),
        published=sum(state.public is not PublicState.NONE for state in kept),
        trashed=len(states) - len(kept),
        counts=[
            (str(work.label), working[work])
            for work in WorkState
            if work is not WorkState.IDLE and working[work]
        ],
    )
