"""One letter a day at most that gathers a person's news, at seven in their own morning."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import Min, Q

from .enums import Cadence
from .letters import new_message_id
from .models import Letter, Notice
from .tasks import deliver
from .telling import DIGEST

logger = logging.getLogger(__name__)

HOUR = 7
MONDAY = 0


class Due(NamedTuple):
    """Whose digest is to be gathered, of what was written before two moments."""

    person: int
    daily: datetime
    weekly: datetime


def gather_digests(now: datetime) -> int:
    """Hand over the digests whose hour has come; how many. Two machines that do it at once
    gather each person's only once."""
    gathered = sum(_gather(due) for due in _due(now))
    if gathered:
        deliver.enqueue()
    return gathered


def mornings(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last seven o'clock there, and that of the last Monday."""
    here = now.astimezone(zone)
    morning = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if here < morning:
        morning -= timedelta(days=1)
    return morning, morning - timedelta(days=(morning.weekday() - MONDAY) % 7)


def _due(now: datetime) -> Iterator[Due]:
    """One query for everybody, whatever waits."""
    waiting = Notice.objects.filter(letter=None, read_at=None, person__is_active=True).order_by()
    rows = waiting.values("person", "person__time_zone").annotate(
        daily=Min("at", filter=Q(cadence=Cadence.DAILY)),
        weekly=Min("at", filter=Q(cadence=Cadence.WEEKLY)),
    )
    for row in rows:
        zone = _zone(row["person"], row["person__time_zone"])
        if zone is None:
            continue
        daily, weekly = mornings(now, zone)
        if any(
            first is not None and first < morning
            for first, morning in ((row["daily"], daily), (row["weekly"], weekly))
        ):
            yield Due(row["person"], daily, weekly)


def _zone(person: int, name: str) -> ZoneInfo | None:
    """None, and a line in the log, for a zone that this machine does not know: the others'
    digests leave."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        logger.warning("No digest for person %s: unknown time zone %r", person, name)
        return None


@transaction.atomic
def _gather(due: Due) -> int:
    """Tie what waits to a letter; 0 when today's has left already, or nothing is left."""
    key = f"{due.person}:{due.daily:%Y-%m-%d}"
    letter, made = Letter.objects.get_or_create(
        kind=DIGEST, key=key, defaults={"person_id": due.person, "message_id": new_message_id()}
    )
    if not made:
        return 0
    rows = Notice.objects.filter(person=due.person, read_at=None)
    taken = rows.for_digest([Cadence.DAILY], due.daily) | rows.for_digest(
        [Cadence.WEEKLY], due.weekly
    )
    if not taken.update(letter=letter):
        letter.delete()
        return 0
    return 1
