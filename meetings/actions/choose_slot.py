"""End a poll: with the date that is chosen, or without any."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from kit.access import require
from kit.clock import moment
from meetings import rules
from meetings.actions.base import TooLate, locked_poll, write_log
from meetings.models import Meeting, Poll, Slot
from meetings.signals import meeting_fixed
from people.models import User


def choose_slot(slot: Slot, *, by: User, at: datetime | None = None, ref: str = "") -> Meeting:
    """Make a meeting of a slot, close the poll, tell the group. A repeat changes nothing.

    Raises TooLate when somebody chose another date, or gave the poll up, before.
    """
    when = moment(at)
    with locked_poll(slot.poll, by) as poll:
        require(rules.verdict_on_deciding(by, poll))
        chosen = poll.slots.filter(pk=slot.pk).first()
        if chosen is None:
            raise Http404
        if poll.closed_at is not None:
            return _already(poll, chosen)
        if chosen.starts_at <= when:
            raise TooLate(_("Ce créneau est déjà passé."))
        meeting = Meeting.objects.create(
            group=poll.group, title=poll.title, place=poll.place, link=poll.link,
            starts_at=chosen.starts_at, ends_at=chosen.ends_at, created_by=by,
            created_at=when, changed_at=when, ref=ref, is_demonstration=poll.is_demonstration,
        )  # fmt: skip
        poll.meeting, poll.closed_at = meeting, when
        poll.save(update_fields=["meeting", "closed_at"])
        write_log(meeting, "plan", by)
        meeting_fixed.send(sender=Meeting, meeting=meeting, by=by, at=when)
    return meeting


def _already(poll: Poll, chosen: Slot) -> Meeting:
    if poll.meeting is None:
        raise TooLate(_("Cette recherche de date a déjà été abandonnée."))
    if poll.meeting.starts_at != chosen.starts_at:
        raise TooLate(_("Une autre personne a déjà choisi une autre date."))
    return poll.meeting


def give_up_poll(poll: Poll, *, by: User, at: datetime | None = None) -> None:
    """Close a poll without a date. A repeat changes nothing.

    Raises TooLate when a date was chosen before.
    """
    with locked_poll(poll, by) as fresh:
        require(rules.verdict_on_deciding(by, fresh))
        if fresh.meeting is not None:
            raise TooLate(_("Une autre personne a déjà choisi une date."))
        if fresh.closed_at is None:
            fresh.closed_at = moment(at)
            fresh.save(update_fields=["closed_at"])
