"""What people are told of meetings: worded when it is read, known to the group's people.

Only members of the group at that moment read it; who left gets nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups.models import Membership, WorkingGroupPage
from groups.rules import memberships_of
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.outbox import announce
from people.models import User

from .enums import Standing
from .facts import facts_of
from .models import Meeting, MeetingTask, Poll
from .signals import (
    meeting_cancelled,
    meeting_fixed,
    meeting_moved,
    minutes_frozen,
    minutes_to_amend,
    poll_extended,
    poll_opened,
    task_assigned,
)
from .times import place_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from notifications.models import Notice

Data = dict[str, Any]

#: How long before its end a poll is told to who has not answered.
CLOSING = timedelta(hours=48)
#: How long before its date a task is told again to its person.
TOMORROW = timedelta(hours=36)


def still_member(person: User, notice: Notice) -> bool:
    """Whether who is told is in the group today."""
    return notice.scope_id in memberships_of(person)


def still_to_answer(person: User, notice: Notice) -> bool:
    """Whether a poll is open, and waits for who is told."""
    return still_member(person, notice) and notice.data.get("poll") in facts_of(person).polls


def still_to_do(person: User, notice: Notice) -> bool:
    """Whether a task is who is told's, and not done."""
    return still_member(person, notice) and notice.data.get("task") in facts_of(person).tasks


def _moment(data: Data, name: str) -> str:
    """A moment in the zone of the reader, with Paris time where that is another."""
    return place_words(datetime.fromisoformat(data[name]))


def _about_poll(said: StrOrPromise) -> Callable[[Data, User], Line]:
    def line(data: Data, person: User) -> Line:
        words = _("Réponses jusqu'au %(moment)s.") % {"moment": _moment(data, "closes_at")}
        url = reverse("meetings:poll", args=[data["poll"]])
        return Line(str(said) % data, words, url, about=data["group"])

    return line


def _about_date(said: StrOrPromise) -> Callable[[Data, User], Line]:
    def line(data: Data, person: User) -> Line:
        words = capfirst(_moment(data, "starts_at"))
        if where := data.get("place"):
            words += f"\n{where}"
        if following := data.get("following"):
            words += "\n" + ngettext(
                "La réunion qui suit change aussi.",
                "Les %(count)s réunions qui suivent changent aussi.",
                following,
            ) % {"count": following}
        if data.get("comes_back"):
            words += "\n" + _("Cette réunion revient régulièrement.")
        if reason := data.get("reason"):
            words += f"\n{reason}"
        return Line(str(said) % data, words, _url(data), about=data["group"])

    return line


def _about_minutes(said: StrOrPromise) -> Callable[[Data, User], Line]:
    def line(data: Data, person: User) -> Line:
        words = ""
        if data.get("until"):
            words = _("Amendements jusqu'au %(moment)s.") % {"moment": _moment(data, "until")}
        return Line(str(said) % data, words, _url(data) + "#compte-rendu", about=data["group"])

    return line


def _about_task(said: StrOrPromise) -> Callable[[Data, User], Line]:
    def line(data: Data, person: User) -> Line:
        due = data.get("due_at")
        words = (
            _("À faire avant le %(moment)s.") % {"moment": _moment(data, "due_at")} if due else ""
        )
        return Line(str(said) % data, words, _url(data) + "#taches", about=data["group"])

    return line


def _url(data: Data) -> str:
    return reverse("meetings:meeting", args=[data["meeting"]])


def _kind(name: str, label: Any, line: Callable[[Data, User], Line], **more: Any) -> str:
    more = {"may_know": still_member} | more
    kinds.register(Kind(name=f"meetings.{name}", label=label, line=line, **more))
    return f"meetings.{name}"


POLL_OPENED = _kind(
    "poll_opened", gettext_lazy("Une date est à trouver pour une réunion"),
    _about_poll(gettext_lazy("Quelle date pour « %(title)s » ?")),
)  # fmt: skip
POLL_CLOSING = _kind(
    "poll_closing", gettext_lazy("Les réponses sur une date se closent, et la vôtre manque"),
    _about_poll(gettext_lazy("Votre réponse manque : quelle date pour « %(title)s » ?")),
    may_know=still_to_answer,
)  # fmt: skip
FIXED = _kind(
    "fixed", gettext_lazy("Une réunion a sa date"),
    _about_date(gettext_lazy("Réunion prévue : %(title)s")),
)  # fmt: skip
MOVED = _kind(
    "moved", gettext_lazy("Une réunion change de date ou de lieu"),
    _about_date(gettext_lazy("Réunion modifiée : %(title)s")), default=Cadence.AT_ONCE,
)  # fmt: skip
CANCELLED = _kind(
    "cancelled", gettext_lazy("Une réunion est annulée"),
    _about_date(gettext_lazy("Réunion annulée : %(title)s")), default=Cadence.AT_ONCE,
)  # fmt: skip
TO_AMEND = _kind(
    "minutes_to_amend", gettext_lazy("Un compte rendu est à relire"),
    _about_minutes(gettext_lazy("Compte rendu à relire : %(title)s")),
)  # fmt: skip
FROZEN = _kind(
    "minutes_frozen", gettext_lazy("Un compte rendu est figé"),
    _about_minutes(gettext_lazy("Compte rendu figé : %(title)s")),
)  # fmt: skip
TASK_ASSIGNED = _kind(
    "task_assigned", gettext_lazy("Une tâche vous est confiée en réunion"),
    _about_task(gettext_lazy("Une tâche pour vous : %(what)s")),
)  # fmt: skip
TASK_DUE = _kind(
    "task_due", gettext_lazy("Une tâche confiée en réunion est pour demain"),
    _about_task(gettext_lazy("À faire bientôt : %(what)s")), may_know=still_to_do,
)  # fmt: skip


def _members(group: WorkingGroupPage) -> list[int]:
    rows = Membership.objects.current().filter(group=group)
    return list(rows.values_list("person_id", flat=True).distinct().order_by("person_id"))


def _poll_data(poll: Poll) -> Data:
    closes_at = poll.closes_at.isoformat()
    return {
        "poll": poll.pk, "title": poll.title, "group": poll.group.title, "closes_at": closes_at
    }  # fmt: skip


def _meeting_data(meeting: Meeting, **more: Any) -> Data:
    return {
        "meeting": meeting.pk, "title": meeting.title, "group": meeting.group.title,
        "starts_at": meeting.starts_at.isoformat(), "place": meeting.place,
    } | more  # fmt: skip


@receiver(poll_opened)
def tell_of_poll(sender: Any, poll: Poll, by: User, at: datetime, **kwargs: Any) -> None:
    announce(
        POLL_OPENED, _members(poll.group), scope=poll.group, data=_poll_data(poll), by=by, at=at,
        key=f"poll-{poll.pk}",
    )  # fmt: skip


@receiver(poll_extended)
def tell_of_more_time(sender: Any, poll: Poll, by: User, at: datetime, **kwargs: Any) -> None:
    """Who has not answered; the reminder is not to follow at once."""
    soon = poll.closes_at <= at + CLOSING
    announce(
        POLL_CLOSING, _unanswered(poll, at), scope=poll.group, data=_poll_data(poll), by=by, at=at,
        key=_closing_key(poll) if soon else "",
    )  # fmt: skip


def _unanswered(poll: Poll, at: datetime) -> list[int]:
    """The members who said nothing about a poll."""
    answered = User.objects.filter(pk__in=poll.slots.values("answers__person"))
    rows = Membership.objects.current(at).filter(group=poll.group).exclude(person__in=answered)
    return list(rows.values_list("person_id", flat=True).distinct())


def _closing_key(poll: Poll) -> str:
    return f"poll-{poll.pk}-{poll.closes_at:%Y%m%d%H%M}"


@receiver(meeting_fixed)
def tell_of_date(sender: Any, meeting: Meeting, by: User, at: datetime, **kwargs: Any) -> None:
    """Nothing is said of a meeting that is over: it was entered for its minutes."""
    if not meeting.is_over(at):
        data = _meeting_data(meeting, comes_back=kwargs.get("series") is not None)
        announce(FIXED, _members(meeting.group), scope=meeting.group, data=data, by=by, at=at)


@receiver(meeting_moved)
def tell_of_move(
    sender: Any, meeting: Meeting, by: User, at: datetime, following: int, **kwargs: Any
) -> None:
    data = _meeting_data(meeting, following=following)
    announce(MOVED, _members(meeting.group), scope=meeting.group, data=data, by=by, at=at)


@receiver(meeting_cancelled)
def tell_of_cancelling(
    sender: Any, meeting: Meeting, by: User, at: datetime, following: int, **kwargs: Any
) -> None:
    data = _meeting_data(meeting, following=following, reason=meeting.cancel_reason)
    announce(CANCELLED, _members(meeting.group), scope=meeting.group, data=data, by=by, at=at)


@receiver(minutes_to_amend)
def tell_attendees(sender: Any, meeting: Meeting, by: User, at: datetime, **kwargs: Any) -> None:
    rows = meeting.attendance.filter(standing=Standing.PRESENT).order_by("person_id")
    until = meeting.amend_until.isoformat() if meeting.amend_until else ""
    announce(
        TO_AMEND, list(rows.values_list("person_id", flat=True)), scope=meeting.group,
        data=_meeting_data(meeting, until=until), by=by, at=at,
    )  # fmt: skip


@receiver(minutes_frozen)
def tell_of_minutes(
    sender: Any, meeting: Meeting, by: User | None, at: datetime, **kwargs: Any
) -> None:
    announce(
        FROZEN, _members(meeting.group), scope=meeting.group, data=_meeting_data(meeting), by=by,
        at=at, key=f"meeting-{meeting.pk}",
    )  # fmt: skip


def _task_data(task: MeetingTask) -> Data:
    due_at = task.due_at.isoformat() if task.due_at else ""
    return _meeting_data(task.meeting, task=task.pk, what=task.what, due_at=due_at)


@receiver(task_assigned)
def tell_of_task(sender: Any, task: MeetingTask, by: User, at: datetime, **kwargs: Any) -> None:
    announce(
        TASK_ASSIGNED, [task.person_id], scope=task.meeting.group, data=_task_data(task), by=by,
        at=at, key=f"task-{task.pk}",
    )  # fmt: skip


def remind_of_polls(now: datetime) -> int:
    """Tell who has not answered a poll that soon closes; how many were told."""
    soon = Poll.objects.open(now).filter(closes_at__lte=now + CLOSING).select_related("group")
    told = 0
    for poll in soon.filter(created_at__lte=now - timedelta(hours=12)):
        told += announce(
            POLL_CLOSING, _unanswered(poll, now), scope=poll.group, data=_poll_data(poll),
            key=_closing_key(poll), at=now,
        )  # fmt: skip
    return told


def remind_of_tasks(now: datetime) -> int:
    """Tell each person of their task that is due by the next day; how many were told."""
    due = (
        MeetingTask.objects.to_do()
        .kept_by_members(now)
        .filter(due_at__gt=now, due_at__lte=now + TOMORROW, at__lte=now - timedelta(hours=12))
    )
    told = 0
    for task in due.select_related("meeting__group"):
        assert task.due_at is not None
        told += announce(
            TASK_DUE, [task.person_id], scope=task.meeting.group, data=_task_data(task),
            key=f"task-{task.pk}-{task.due_at:%Y%m%d}", at=now,
        )  # fmt: skip
    return told
