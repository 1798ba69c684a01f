"""Questions that pages ask of meetings, each in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from groups.models import Membership, WorkingGroupPage
from kit.access import AnyUser
from people.models import User

from .enums import Choice, Standing
from .material import people_at
from .models import Answer, Attendance, Meeting, MeetingTask, Poll, Slot
from .times import There, elsewhere

#: How long past meetings stay in a person's calendar.
KEPT_IN_FEED = timedelta(days=120)


@dataclass(frozen=True)
class Expected:
    """Something of a meeting that waits for a person, or that they are to know."""

    title: str
    url: str
    group: str
    hue: str
    due: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    done: bool = False
    group_id: int = 0


def tasks_of(user: AnyUser) -> list[Expected]:
    """What `user` took on at meetings of groups that they are still in, the soonest first."""
    if not user.is_authenticated:
        return []
    rows = MeetingTask.objects.to_do().kept_by_members().filter(person=user.pk)
    return [
        Expected(
            task.what, f"{task.meeting.get_absolute_url()}#taches", task.meeting.group.title,
            task.meeting.group.hue, due=task.due_at, group_id=task.meeting.group_id,
        )
        for task in rows.select_related("meeting__group")
    ]  # fmt: skip


def upcoming_in(group: WorkingGroupPage, user: AnyUser, at_most: int = 5) -> list[Expected]:
    """The group's next meetings, of which `user` may know: of a series the next one alone,
    and none that is cancelled."""
    rows = Meeting.objects.visible_to(user).filter(group=group).standing().next_of_each()
    return [_expected(meeting) for meeting in rows.select_related("group")[:at_most]]


def upcoming_of(user: AnyUser, at_most: int = 5) -> list[Expected]:
    """The next meetings of all the groups that `user` is in; see `upcoming_in`."""
    rows = Meeting.objects.readable_by(user).standing().next_of_each()
    return [_expected(meeting) for meeting in rows.select_related("group")[:at_most]]


def _expected(meeting: Meeting) -> Expected:
    return Expected(
        meeting.title, meeting.get_absolute_url(), meeting.group.title, meeting.group.hue,
        starts_at=meeting.starts_at, ends_at=meeting.ends_at, group_id=meeting.group_id,
    )  # fmt: skip


def polls_waiting_for(user: AnyUser) -> list[Expected]:
    """Open polls of `user`'s groups about which they said nothing, the soonest first."""
    if not user.is_authenticated:
        return []
    rows = Poll.objects.visible_to(user).open().unanswered_by(user.pk)
    return [
        Expected(
            poll.title, poll.get_absolute_url(), poll.group.title, poll.group.hue,
            due=poll.closes_at, group_id=poll.group_id,
        )
        for poll in rows.select_related("group")
    ]  # fmt: skip


def minutes_waiting_for(user: AnyUser) -> list[Expected]:
    """Minutes that `user`, who was there, may amend now."""
    if not user.is_authenticated:
        return []
    there = Attendance.objects.filter(person=user.pk, standing=Standing.PRESENT)
    rows = Meeting.objects.readable_by(user).filter(
        pk__in=there.values("meeting"), amend_until__gt=timezone.now(), minutes_state="amending"
    )
    return [
        Expected(
            meeting.title, f"{meeting.get_absolute_url()}#compte-rendu", meeting.group.title,
            meeting.group.hue, due=meeting.amend_until, group_id=meeting.group_id,
        )
        for meeting in rows.select_related("group").order_by("amend_until", "pk")
    ]  # fmt: skip


def feed_meetings(user: User) -> QuerySet[Meeting]:
    """What a person's calendar holds: the meetings of the groups that they are in now."""
    since = timezone.now() - KEPT_IN_FEED
    rows = Meeting.objects.readable_by(user).filter(ends_at__gt=since)
    return rows.select_related("group", "series__group").order_by("starts_at", "pk")


@dataclass
class SlotLine:
    """A slot as a member sees it: when, where it is night, who can."""

    slot: Slot
    elsewhere: list[There]
    answers: dict[str, list[str]] = field(default_factory=dict)
    own: str = ""
    best: bool = False

    @property
    def nights(self) -> list[There]:
        return [there for there in self.elsewhere if there.night]

    @property
    def counts(self) -> list[tuple[str, str, int, str]]:
        """For each choice: its name, its words, how many made it, their names."""
        return [
            (choice.value, str(choice.label), len(names), ", ".join(names))
            for choice in Choice
            for names in [self.answers.get(choice.value, [])]
        ]

    @property
    def rank(self) -> tuple[int, int]:
        return len(self.answers.get("yes", [])), len(self.answers.get("maybe", []))


@dataclass(frozen=True)
class PollView:
    """Everything that a poll's page shows to one member."""

    poll: Poll
    lines: list[SlotLine]
    answered: list[str]
    missing: list[str]

    @property
    def own(self) -> bool:
        return any(line.own for line in self.lines)


def poll_view(poll: Poll, user: AnyUser) -> PollView:
    """The slots of a poll with the answers of the group's people of today."""
    members = list(
        Membership.objects.current().filter(group=poll.group).select_related("person")
        .order_by("person__display_name", "person_id")
    )  # fmt: skip
    people = {row.person_id: row.person for row in members}
    zones = {"Europe/Paris", *(person.time_zone for person in people.values())}
    answers = Prefetch("answers", Answer.objects.select_related("person"))
    lines, said = [], set[int]()
    for slot in poll.slots.prefetch_related(answers):
        line = SlotLine(slot, elsewhere(slot.starts_at, zones, slot.ends_at))
        for answer in slot.answers.all():
            if answer.person_id == user.pk:
                line.own = answer.choice
            if answer.person_id in people:
                said.add(answer.person_id)
                line.answers.setdefault(answer.choice, []).append(answer.person.public_name)
        lines.append(line)
    _mark_best(lines)
    names = [(key, person.public_name) for key, person in people.items()]
    return PollView(
        poll, lines,
        [name for key, name in names if key in said],
        [name for key, name in names if key not in said],
    )  # fmt: skip


def _mark_best(lines: Sequence[SlotLine]) -> None:
    top = max((line.rank for line in lines), default=(0, 0))
    for line in lines:
        line.best = line.rank == top and top > (0, 0)


@dataclass(frozen=True)
class CentreLine:
    """Those of one centre at a meeting, each with what is known of their coming."""

    centre: str
    people: list[tuple[int, str, str]]


def attendance_of(meeting: Meeting) -> list[CentreLine]:
    """Who was, or is, in the group at the meeting's date, by centre; then who else came.

    Each person with their key, name, and standing or nothing. A meeting to come counts the
    people of today.
    """
    now = timezone.now()
    noted = {
        row.person_id: row
        for row in meeting.attendance.select_related("person", "centre").order_by("pk")
    }
    lines: dict[str, list[tuple[int, str, str]]] = {}
    people = [] if meeting.is_frozen else people_at(meeting.group, min(now, meeting.starts_at))
    if meeting.starts_at > now:
        people = people_at(meeting.group, now)
    for member in people:
        row = noted.pop(member.person_id, None)
        line = (member.person_id, member.person.public_name, row.standing if row else "")
        lines.setdefault(str(member.centre or ""), []).append(line)
    for row in noted.values():
        line = (row.person_id, row.person.public_name, row.standing)
        lines.setdefault(str(row.centre or ""), []).append(line)
    ordered = sorted(lines.items(), key=lambda pair: (not pair[0], pair[0]))
    return [CentreLine(centre, people) for centre, people in ordered]
