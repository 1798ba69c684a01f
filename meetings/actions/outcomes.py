"""What a meeting decided, and who does what by when."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from contributions.models import ContributionRecord
from kit.access import Refused, answer_for, require
from kit.clock import moment
from meetings import rules
from meetings.actions.base import locked_meeting
from meetings.actions.minutes import require_minutes
from meetings.material import checked_member, checked_proposal, checked_text
from meetings.models import Decision, Meeting, MeetingTask
from meetings.signals import task_assigned
from people.models import User
from proposals.models import Proposal


def add_decision(
    meeting: Meeting, words: str, *, by: User, text: ContributionRecord | None = None,
    proposal: Proposal | None = None, at: datetime | None = None,
) -> Decision:  # fmt: skip
    """Note a decision, about one of the group's texts or proposals if it is about one.

    The same decision sent twice is noted once. Raises TooLate once the minutes are frozen.
    """
    when, words = moment(at), words.strip()
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_keeping(by, fresh))
        require_minutes(fresh, by, when)
        if not words:
            raise Refused(_("Écrivez la décision."))
        checked_proposal(fresh.group, proposal)
        if proposal is not None:
            text = ContributionRecord.objects.get(page=proposal.page_id)
        checked_text(fresh.group, text)
        twin = fresh.decisions.filter(words=words, text=text, proposal=proposal).first()
        return twin or fresh.decisions.create(
            words=words, text=text, proposal=proposal, recorded_by=by, at=when
        )


def drop_decision(decision: Decision, *, by: User, at: datetime | None = None) -> None:
    """Take back a decision noted by mistake, until the minutes are frozen."""
    with locked_meeting(decision.meeting, by) as meeting:
        require(rules.verdict_on_keeping(by, meeting))
        require_minutes(meeting, by, moment(at))
        meeting.decisions.filter(pk=decision.pk).delete()


def assign_task(
    meeting: Meeting, what: str, person: User, *, by: User, due_at: datetime | None = None,
    at: datetime | None = None,
) -> MeetingTask:  # fmt: skip
    """Entrust a task to a member of the group, who is told. A repeat changes nothing."""
    when, what = moment(at), " ".join(what.split())
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_keeping(by, fresh))
        if not what:
            raise Refused(_("Écrivez ce qui est à faire."))
        if due_at is not None and due_at <= when:
            raise Refused(_("Cette date est déjà passée."))
        checked_member(fresh.group, person)
        twin = fresh.tasks.filter(what=what, person=person, due_at=due_at).first()
        if twin is not None:
            return twin
        task = fresh.tasks.create(what=what, person=person, due_at=due_at, assigned_by=by, at=when)
        task_assigned.send(sender=MeetingTask, task=task, by=by, at=when)
    return task


def tick_task(
    task: MeetingTask, *, by: User, done: bool = True, at: datetime | None = None
) -> MeetingTask:
    """Say that a task is done, or that it is not after all. A repeat changes nothing."""
    with locked_meeting(task.meeting, by) as meeting:
        row = meeting.tasks.select_for_update().filter(pk=task.pk).first()
        if row is None:
            raise Http404
        row.meeting = meeting
        allowed, may_know = rules.can_tick(by, row), rules.can_read_meeting(by, meeting)
        require(
            answer_for(
                by, allowed, may_know=may_know, reason=_("Cette tâche est à une autre personne.")
            )
        )
        if (row.done_at is not None) != done:
            row.done_at = moment(at) if done else None
            row.save(update_fields=["done_at"])
    return row
