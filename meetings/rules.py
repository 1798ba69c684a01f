"""Who may do what with meetings.

A group's meetings are its people's: they read and answer, its coordinators manage. The
network's coordination knows that a meeting takes place, and when; nobody else does.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import WorkingGroupPage
from groups.rules import is_coordinator, is_member, is_open
from kit.access import AnyUser, Verdict, answer_for
from people.rules import can_manage_network

from .enums import MinutesState, Standing
from .models import Attendance, Meeting, MeetingTask, Poll


def can_see_list(user: AnyUser, group: WorkingGroupPage) -> bool:
    """The titles and dates of a group's meetings."""
    return user.is_active and (is_member(user, group) or can_manage_network(user))


def can_see_meeting(user: AnyUser, meeting: Meeting) -> bool:
    """That a meeting exists: its title and date."""
    return can_see_list(user, meeting.group)


def can_read_meeting(user: AnyUser, meeting: Meeting) -> bool:
    """Place, link, agenda, people, minutes, decisions, tasks: the group's people."""
    return user.is_active and is_member(user, meeting.group)


def can_read_poll(user: AnyUser, poll: Poll) -> bool:
    return user.is_active and is_member(user, poll.group)


def can_answer(user: AnyUser, poll: Poll, at: datetime | None = None) -> bool:
    """Answer a poll, or change one's answer: members, until it closes."""
    return can_read_poll(user, poll) and poll.takes_answers(at)


def can_manage(user: AnyUser, group: WorkingGroupPage) -> bool:
    """Move, cancel, note who came, choose a date: the group's coordinators."""
    return user.is_active and is_coordinator(user, group)


def can_plan(user: AnyUser, group: WorkingGroupPage) -> bool:
    """A new meeting or poll: coordinators of an open group."""
    return can_manage(user, group) and is_open(group)


def can_keep_minutes(user: AnyUser, meeting: Meeting) -> bool:
    """Write minutes, decisions and tasks: coordinators, and the named secretary."""
    named = meeting.secretary_id is not None and meeting.secretary_id == user.pk
    return can_manage(user, meeting.group) or (named and can_read_meeting(user, meeting))


def can_write_minutes(user: AnyUser, meeting: Meeting) -> bool:
    """Change the words of the minutes, and note decisions, until they are frozen."""
    writable = not meeting.is_frozen and not meeting.is_cancelled
    return can_keep_minutes(user, meeting) and writable


def has_attended(user: AnyUser, meeting: Meeting) -> bool:
    """Whether the coordination noted that this person was there."""
    rows = Attendance.objects.filter(meeting=meeting, person=user.pk)
    return rows.filter(standing=Standing.PRESENT).exists()


def can_amend(user: AnyUser, meeting: Meeting, at: datetime | None = None) -> bool:
    """Ask for a change of the minutes: who was there and is still in the group, in time."""
    now = at or timezone.now()
    asked = meeting.minutes_state == MinutesState.AMENDING
    in_time = meeting.amend_until is not None and now < meeting.amend_until
    return asked and in_time and can_read_meeting(user, meeting) and has_attended(user, meeting)


def can_tick(user: AnyUser, task: MeetingTask) -> bool:
    """Say that a task is done, or not after all: its person, and coordinators."""
    group = task.meeting.group
    own = task.person_id == user.pk and user.is_active and is_member(user, group)
    return own or can_manage(user, group)


def verdict_on_list(user: AnyUser, group: WorkingGroupPage | None) -> Verdict:
    """The answer to a group's meetings, the same for a group that does not exist."""
    allowed = group is not None and can_see_list(user, group)
    return answer_for(user, allowed, may_know=False)


def verdict_on_planning(user: AnyUser, group: WorkingGroupPage | None) -> Verdict:
    if group is None:
        return answer_for(user, False, may_know=False)
    reason = (
        _("Ce groupe est fermé : il ne prévoit plus de réunion.")
        if can_manage(user, group)
        else _("Seule l'animation du groupe prévoit ses réunions.")
    )
    return answer_for(
        user, can_plan(user, group), may_know=can_see_list(user, group), reason=reason
    )


def verdict_on_seeing(user: AnyUser, meeting: Meeting | None) -> Verdict:
    """The answer to a meeting's page, the same for one that does not exist."""
    allowed = meeting is not None and can_see_meeting(user, meeting)
    return answer_for(user, allowed, may_know=False)


def verdict_on_reading(user: AnyUser, meeting: Meeting | None) -> Verdict:
    """The answer to what a meeting says, its file for calendars included."""
    allowed = meeting is not None and can_read_meeting(user, meeting)
    may_know = meeting is not None and can_see_meeting(user, meeting)
    return answer_for(
        user, allowed, may_know=may_know, reason=_("Cette page est aux membres du groupe.")
    )


def verdict_on_managing(user: AnyUser, meeting: Meeting | None) -> Verdict:
    allowed = meeting is not None and can_manage(user, meeting.group)
    may_know = meeting is not None and can_see_meeting(user, meeting)
    reason = _("Seule l'animation du groupe modifie ses réunions.")
    return answer_for(user, allowed, may_know=may_know, reason=reason)


def verdict_on_keeping(user: AnyUser, meeting: Meeting | None) -> Verdict:
    """The answer to minutes, decisions and tasks as their writers open them."""
    allowed = meeting is not None and can_keep_minutes(user, meeting)
    may_know = meeting is not None and can_see_meeting(user, meeting)
    reason = _("Seuls l'animation et le secrétariat de la réunion écrivent son compte rendu.")
    return answer_for(user, allowed, may_know=may_know, reason=reason)


def verdict_on_poll(user: AnyUser, poll: Poll | None) -> Verdict:
    """The answer to a poll's page, the same for one that does not exist."""
    allowed = poll is not None and can_read_poll(user, poll)
    return answer_for(user, allowed, may_know=False)


def verdict_on_deciding(user: AnyUser, poll: Poll) -> Verdict:
    """Choose the date of a poll, or give it up."""
    return answer_for(
        user,
        can_manage(user, poll.group),
        may_know=can_read_poll(user, poll),
        reason=_("Seule l'animation du groupe choisit la date."),
    )
