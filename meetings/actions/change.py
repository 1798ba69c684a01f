"""Move a meeting, rename it, say where it is, cancel it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kit.access import require
from kit.clock import moment
from meetings import rules
from meetings.actions.base import TooLate, locked_meeting, write_log
from meetings.material import checked_member
from meetings.models import Meeting
from meetings.schedule import checked_link, checked_times, checked_title
from meetings.signals import meeting_cancelled, meeting_moved
from people.models import User


@dataclass(frozen=True)
class Facts:
    """What a meeting is: its name, when, where."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""

    def checked(self) -> Facts:
        """These facts, tidied. Raises Refused when they make no meeting."""
        starts_at, ends_at = checked_times(self.starts_at, self.ends_at)
        place, link = self.place.strip(), checked_link(self.link)
        return Facts(checked_title(self.title), starts_at, ends_at, place, link)

    @classmethod
    def of(cls, meeting: Meeting) -> Facts:
        return cls(meeting.title, meeting.starts_at, meeting.ends_at, meeting.place, meeting.link)


def change_meeting(
    meeting: Meeting, facts: Facts, *, by: User, seen: int | None = None,
    at: datetime | None = None,
) -> Meeting:  # fmt: skip
    """Give a meeting other facts; calendars and members learn of it. A repeat is silent.

    `seen`: the sequence that the person's form was made from. Raises TooLate when somebody
    changed it since, when it has begun or is cancelled.
    """
    when, facts = moment(at), facts.checked()
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_managing(by, fresh))
        before = Facts.of(fresh)
        if facts == before:
            return fresh
        require_ahead(fresh, when)
        if seen is not None and seen != fresh.sequence:
            raise TooLate(_("Une autre personne vient de modifier cette réunion."))
        apply(fresh, facts, when)
        write_log(fresh, "move", by)
        if (before.starts_at, before.ends_at, before.place, before.link) != (
            facts.starts_at, facts.ends_at, facts.place, facts.link,
        ):  # fmt: skip
            meeting_moved.send(sender=Meeting, meeting=fresh, by=by, at=when, following=0)
    return fresh


def apply(meeting: Meeting, facts: Facts, when: datetime) -> None:
    """Write facts on a locked meeting, one step further for calendars."""
    meeting.title, meeting.place, meeting.link = facts.title, facts.place, facts.link
    meeting.starts_at, meeting.ends_at = facts.starts_at, facts.ends_at
    meeting.sequence += 1
    meeting.changed_at = when
    meeting.save(
        update_fields=[
            "title", "place", "link", "starts_at", "ends_at", "sequence", "changed_at"
        ]
    )  # fmt: skip


def require_ahead(meeting: Meeting, when: datetime) -> None:
    """The meeting still has to take place. Raises TooLate otherwise."""
    if meeting.is_cancelled:
        raise TooLate(_("Cette réunion est annulée."))
    if meeting.is_over(when):
        raise TooLate(_("Cette réunion a déjà eu lieu."))


def cancel_meeting(
    meeting: Meeting, *, by: User, reason: str = "", at: datetime | None = None
) -> Meeting:
    """Cancel a meeting for good; calendars and members learn of it. A repeat is silent."""
    when = moment(at)
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_managing(by, fresh))
        if fresh.is_cancelled:
            return fresh
        require_ahead(fresh, when)
        cancel(fresh, reason, when)
        write_log(fresh, "cancel", by)
        meeting_cancelled.send(sender=Meeting, meeting=fresh, by=by, at=when, following=0)
    return fresh


def cancel(meeting: Meeting, reason: str, when: datetime) -> None:
    meeting.cancelled_at, meeting.changed_at = when, when
    meeting.cancel_reason = " ".join(reason.split())[:300]
    meeting.sequence += 1
    meeting.save(update_fields=["cancelled_at", "changed_at", "cancel_reason", "sequence"])


def name_secretary(meeting: Meeting, person: User | None, *, by: User) -> Meeting:
    """Entrust the minutes to a member of the group besides its coordinators."""
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_managing(by, fresh))
        checked_member(fresh.group, person)
        fresh.secretary = person
        fresh.save(update_fields=["secretary"])
    return fresh
