"""What every action on a meeting or a poll begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import Http404
from wagtail.log_actions import log

from kit.access import Refused, forget
from meetings.models import Meeting, Poll
from people.models import User


class TooLate(Refused):
    """Somebody was faster, or the moment has passed since the person looked."""


@contextmanager
def locked_meeting(meeting: Meeting, by: User | None) -> Iterator[Meeting]:
    """The meeting, locked and read again, until the block ends and commits.

    What `by` may do is read again too. Raises Http404 for one that was deleted meanwhile.
    """
    with transaction.atomic():
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("group__record")
        fresh = rows.filter(pk=meeting.pk).first()
        if fresh is None:
            raise Http404
        if by is not None:
            forget(by)
        yield fresh


@contextmanager
def locked_poll(poll: Poll, by: User) -> Iterator[Poll]:
    """Twin of `locked_meeting`."""
    with transaction.atomic():
        rows = Poll.objects.select_for_update(of=("self",)).select_related("group__record")
        fresh = rows.filter(pk=poll.pk).first()
        if fresh is None:
            raise Http404
        forget(by)
        yield fresh


def write_log(meeting: Meeting, action: str, by: User | None) -> None:
    """A line in the log of the meeting's group."""
    data = {"meeting": meeting.pk, "title": meeting.title}
    log(instance=meeting.group, action=f"meetings.{action}", user=by, data=data)
