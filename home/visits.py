"""When a person was last in a group's space, so that it says what is new to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from groups.models import WorkingGroupPage
from people.models import User

from .models import SpaceVisit

#: Two looks closer than this are one visit: reading a page again hides nothing new.
APART = timedelta(minutes=30)


def note_visit(person: User, group: WorkingGroupPage, now: datetime) -> datetime | None:
    """Note that `person` is here; when their visit before this one ended, None for a first."""
    visit, first = SpaceVisit.objects.get_or_create(
        person=person, group=group, defaults={"seen_at": now}
    )
    if first:
        return None
    if now - visit.seen_at >= APART:
        visit.since = visit.seen_at
    visit.seen_at = now
    visit.save(update_fields=["since", "seen_at"])
    return visit.since
