"""Note that a person has read what they were told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kit.clock import moment
from notifications.models import Notice

if TYPE_CHECKING:
    from people.models import User


def mark_read(person: User, notice: int, *, at: datetime | None = None) -> int:
    """One news of one's own; how many changed. Twice changes nothing."""
    mine = Notice.objects.filter(person=person, pk=notice).unread()
    return mine.update(read_at=moment(at))


def mark_all_read(person: User, until: int, *, at: datetime | None = None) -> int:
    """All up to the one that the person saw: what came meanwhile stays unread."""
    seen = Notice.objects.filter(person=person, pk__lte=until).unread()
    return seen.update(read_at=moment(at))
