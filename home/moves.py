"""What moved lately in groups: the lines of their texts' lives, as each reader may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from contributions.enums import WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, TextEvent
from contributions.selectors import STATE_EVENTS, records_of_groups
from contributions.withdrawals import groups_of
from groups.models import WorkingGroupPage
from groups.rules import can_see_members
from kit.access import AnyUser

#: How many lines from before one's last visit recall where things stood.
_REMINDED = 3


@dataclass(frozen=True)
class Move:
    """Something that happened to a text of a group; `who` is empty for who may not know."""

    at: datetime
    what: str
    title: str
    number: int
    who: str = ""


@dataclass(frozen=True)
class GroupNews:
    """A group of one's own: how many texts it has at work, and what moved last."""

    group: WorkingGroupPage
    at_work: int
    last: Move | None


def news_of_groups(groups: Collection[int], at_work: Sequence[ContributionPage]) -> list[GroupNews]:
    """Groups by name, in two queries; `at_work` are texts that are read already."""
    last = _events().filter(
        Q(record__lead_group=OuterRef("pk")) | Q(record__associated_groups=OuterRef("pk")),
        kind__in=STATE_EVENTS,
    )
    pages = WorkingGroupPage.objects.select_related("record").filter(pk__in=groups)
    pages = pages.annotate(last_event=Subquery(last.values("pk")[:1])).order_by("title")
    found = list(pages)
    events = _events().in_bulk([page.last_event for page in found if page.last_event])
    moves = {key: _move(event) for key, event in events.items()}
    counts = Counter(
        group
        for page in at_work
        if state_of(page).work is not WorkState.IDLE
        for group in groups_of(page)
    )
    return [GroupNews(page, counts[page.pk], moves.get(page.last_event)) for page in found]


@dataclass(frozen=True)
class Activity:
    """What moved in a group, newest first: since a person's last visit, and before it.

    `since` is empty on a first visit, when nothing is newer than anything else.
    """

    since: datetime | None
    new: list[Move]
    before: list[Move]

    @property
    def moves(self) -> list[Move]:
        return [*self.new, *self.before]


def split_at(moves: list[Move], since: datetime | None, at_most: int) -> Activity:
    """All that is new, and as much of what came before as makes `at_most` lines, or a few."""
    new = [move for move in moves if since is not None and move.at > since]
    left = max(at_most - len(new), _REMINDED)
    return Activity(since, new, moves[len(new) : len(new) + left])


def latest_in(
    group: WorkingGroupPage, user: AnyUser, *, with_words: bool, at_most: int
) -> list[Move]:
    """The last lines of the group's texts' lives, newest first, in one query.

    Without `with_words`: states and dates alone, and nobody's name.
    """
    events = _events().filter(record__in=records_of_groups([group.pk]))
    if not with_words:
        events = events.filter(kind__in=STATE_EVENTS)
    events = events.select_related("actor", "record__lead_group")[:at_most]
    return [
        _move(event, with_name=with_words and can_see_members(user, event.record.lead_group))
        for event in events
    ]


def _events() -> QuerySet[TextEvent]:
    events = TextEvent.objects.filter(record__trashed_at__isnull=True)
    events = events.select_related("record__page").defer(
        "record__page__body", "record__page__summary", "record__page__approach"
    )
    return events.order_by("-at", "-pk")


def _move(event: TextEvent, *, with_name: bool = False) -> Move:
    name = event.actor.public_name if with_name and event.actor else ""
    return Move(
        event.at, event.get_kind_display(), event.record.page.draft_title, event.record.pk, name
    )
