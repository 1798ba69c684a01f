"""When a person last read a draft, so that it says what changed since."""

from __future__ import annotations

from datetime import datetime, timedelta

from contributions.models import ContributionPage
from people.models import User

from ..models import DraftVisit, Room

#: Two looks closer than this are one visit: reading a page again hides nothing new.
APART = timedelta(minutes=30)


def note_visit(
    person: User, page: ContributionPage, room: Room | None, now: datetime
) -> DraftVisit:
    """Note that `person` reads the draft as it is saved; the visit, with the one before."""
    seen_update = room.saved_seq if room is not None else None
    seen = {
        "seen_at": now,
        "seen_update": seen_update,
        "seen_revision_id": page.latest_revision_id,
    }
    visit, first = DraftVisit.objects.get_or_create(person=person, page=page, defaults=seen)
    if first:
        return visit
    if now - visit.seen_at >= APART:
        visit.since, visit.since_update = visit.seen_at, visit.seen_update
        visit.since_revision_id = visit.seen_revision_id
    for name, value in seen.items():
        setattr(visit, name, value)
    visit.save()
    return visit


def is_unchanged(visit: DraftVisit) -> bool:
    """Whether the draft is still the one of the visit before."""
    if visit.since_update is not None or visit.seen_update is not None:
        return visit.since_update == visit.seen_update
    return visit.since_revision_id == visit.seen_revision_id
