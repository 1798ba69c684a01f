"""A group's space: where its texts stand, who does what by when, who is in it.

Its people read it whole. The network's coordination follows progress there, and sees
names, without a word of a text. A constant number of queries, whatever the group holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from contributions.enums import WorkState
from contributions.lifecycle import State, state_of
from contributions.models import (
    BlockAssignment,
    ContributionPage,
    ContributionRecord,
    MoveRequest,
    ReadingGrant,
)
from contributions.moving import requests_about, verdict_on_request
from contributions.next_step import NextStep, next_step
from contributions.querysets import ContributionQuerySet
from contributions.selectors import records_of_groups
from contributions.sharing import owed_in
from discussion.selectors import open_by_text
from groups.enums import Role, Step
from groups.inheritance import inherited_by
from groups.models import Call, Membership, WorkingGroupPage
from groups.rules import can_read_log, can_write_in, is_member, verdict_on_space
from kit.access import AnyUser, require, signed_in
from media.access import documents_kept_in
from media.models import SiteDocument
from meetings.selectors import Expected, upcoming_in
from people.models import Centre

from .expected import expected_of
from .inherited import Inherited, inherited_from
from .moves import Activity, Move, latest_in, split_at
from .tasks import Facts, Person, Task, tasks_of, texts_asking
from .visits import note_visit

#: How many lines of what moved, of published texts and of files are shown; how many at
#: most are new since one's last visit.
_MOVES, _PUBLISHED, _FILES, _NEW = 10, 6, 8, 40
_ADMIN_READING = "groups.space_read"


@dataclass(frozen=True)
class AtWork:
    """A text of the group, what it waits for, and what this person may do about it;
    `remarks`: how many wait for an outcome, for who reads them."""

    page: ContributionPage
    state: State
    next_step: NextStep | None
    tasks: list[Task]
    remarks: int = 0

    @property
    def order(self) -> tuple[bool, float, str]:
        due = self.next_step.due if self.next_step else None
        return due is None, due.timestamp() if due else 0.0, self.page.draft_title


@dataclass(frozen=True)
class Calendar:
    """A call's dated steps, in their order."""

    call: Call
    dates: list[tuple[Step, datetime]]


@dataclass(frozen=True)
class CentreLine:
    """The group's people of one centre, coordinators first; no centre: outside experts."""

    centre: Centre | None
    people: list[Membership]

    @property
    def order(self) -> tuple[bool, bool, str]:
        led = any(row.role == Role.COORDINATOR for row in self.people)
        return self.centre is None, not led, self.centre.name if self.centre else ""


@dataclass(frozen=True)
class Space:
    """Everything that a group's space shows to one person; `inside`: one of its people;
    `inherited`: what the group left to this person's care, if anything."""

    group: WorkingGroupPage
    inside: bool
    can_write: bool
    texts: list[AtWork]
    calendars: list[Calendar]
    centres: list[CentreLine]
    activity: Activity
    expected: list[Task]
    blocks: list[BlockAssignment]
    readings: list[ReadingGrant]
    requests: list[MoveRequest]
    meetings: list[Expected]
    documents: list[SiteDocument]
    published: list[ContributionPage]
    inherited: list[Inherited]
    read_by_admin_at: datetime | None

    @property
    def moves(self) -> list[Move]:
        return self.activity.moves

    @property
    def members(self) -> int:
        return sum(len(line.people) for line in self.centres)


def space_of(group: WorkingGroupPage, user: AnyUser, since: datetime | None = None) -> Space:
    """The space as `user` may see it, with what is new `since` then; the caller has asked
    `verdict_on_space`."""
    inside = is_member(user, group)
    texts = _at_work(group, user, with_remarks=inside)
    moves = latest_in(group, user, with_words=inside, at_most=_NEW)
    records = records_of_groups([group.pk])
    return Space(
        group=group,
        inside=inside,
        can_write=inside and can_write_in(user, group),
        texts=texts,
        calendars=_calendars(texts),
        centres=_by_centre(group),
        activity=split_at(moves, since, _MOVES),
        expected=_expected_in(group, user),
        blocks=list(owed_in(records)) if inside else [],
        readings=_readings_of(records) if inside else [],
        requests=[each for each in requests_about(group) if verdict_on_request(user, each)],
        meetings=upcoming_in(group, user),
        documents=_documents(group, user) if inside else [],
        published=list(_texts_of(group).published().order_by("-record__published_at")[:_PUBLISHED]),
        inherited=inherited_from(inherited_by(user), lead=group.pk),
        read_by_admin_at=_read_by_admin_at(group) if can_read_log(user, group) else None,
    )


def _expected_in(group: WorkingGroupPage, user: AnyUser) -> list[Task]:
    """What this group expects of `user` besides the steps of its texts."""
    now = timezone.now()
    tasks = [task.at(now) for key, task in expected_of(user) if key == group.pk]
    return sorted(tasks, key=lambda task: task.order)


def _readings_of(records: QuerySet[ContributionRecord]) -> list[ReadingGrant]:
    """To whom the group's texts are open besides their people, the first to end first."""
    grants = ReadingGrant.objects.current().filter(
        record__in=records, record__trashed_at__isnull=True
    )
    grants = grants.select_related("person", "group", "version", "record__page")
    grants = grants.defer("record__page__body", "record__page__summary", "record__page__approach")
    return list(grants.order_by("until", "pk"))


def _texts_of(group: WorkingGroupPage) -> ContributionQuerySet:
    pages = ContributionPage.objects.not_trashed().of_groups([group.pk])
    return pages.select_related("record__lead_group").defer("body", "summary", "approach")


def _at_work(group: WorkingGroupPage, user: AnyUser, *, with_remarks: bool) -> list[AtWork]:
    """The group's texts that are not at rest, the most pressing first."""
    pages = _texts_of(group).with_states().select_related("record__reviewed_version")
    pages = pages.prefetch_related("record__associated_groups")
    found = list(pages.exclude(annotated_work_state=WorkState.IDLE.value))
    who, now = Person.of(user), timezone.now()
    facts = Facts.of(who, found, texts_asking(who))
    remarks = open_by_text(page.record.pk for page in found) if with_remarks else {}
    lines = []
    for page in found:
        state = state_of(page)
        own = [task.at(now) for task in tasks_of(page, who, facts) if task.own]
        waiting = remarks.get(page.record.pk, 0)
        lines.append(AtWork(page, state, next_step(page, state), own, waiting))
    return sorted(lines, key=lambda line: line.order)


def _calendars(texts: list[AtWork]) -> list[Calendar]:
    """The dates of the open calls that the texts at work answer."""
    calls = {line.page.record.call for line in texts if line.page.record.call}
    open_calls = sorted((call for call in calls if call.closed_at is None), key=lambda c: c.pk)
    dated = [
        Calendar(call, [(step, due) for step in Step if (due := call.due(step))])
        for call in open_calls
    ]
    return [calendar for calendar in dated if calendar.dates]


def _by_centre(group: WorkingGroupPage) -> list[CentreLine]:
    rows = Membership.objects.current().filter(group=group).select_related("person", "centre")
    people: dict[Centre | None, list[Membership]] = {}
    for row in sorted(rows, key=lambda r: (r.role != Role.COORDINATOR, r.person.display_name)):
        people.setdefault(row.centre, []).append(row)
    lines = [CentreLine(centre, members) for centre, members in people.items()]
    return sorted(lines, key=lambda line: line.order)


def _documents(group: WorkingGroupPage, user: AnyUser) -> list[SiteDocument]:
    kept = documents_kept_in(user, group.record.collection)
    return list(kept.order_by("-created_at", "-pk")[:_FILES])


def _read_by_admin_at(group: WorkingGroupPage) -> datetime | None:
    lines = PageLogEntry.objects.filter(page=group.pk, action=_ADMIN_READING)
    return lines.order_by("-timestamp").values_list("timestamp", flat=True).first()


@require_safe
@cache_control(private=True, no_store=True)
def group_space(request: HttpRequest, slug: str) -> HttpResponse:
    """The space of a group; a superuser's visit is written in the group's log."""
    groups = WorkingGroupPage.objects.select_related("record__collection")
    group = groups.filter(slug=slug).first()
    require(verdict_on_space(request.user, group))
    if group is None:
        raise Http404
    user = signed_in(request)
    since = note_visit(user, group, timezone.now())
    space = space_of(group, user, since)
    if user.is_superuser and not space.inside:
        log(instance=group, action=_ADMIN_READING, user=user)
    return render(request, "home/group_space.html", {"space": space, "group": group})
