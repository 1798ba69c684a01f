"""How much of what came too late is kept: enough for an honest page, no more for another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, Sum
from django.db.models.functions import Length

from ..models import Room, Update

if TYPE_CHECKING:
    from .log import Entry

#: Refused updates of one person in one room, and their bytes. A page types twenty updates a
#: second until it knows, and sends all it has as one.
MOST_UPDATES = 2_000
MOST_OCTETS = 8 * 1_048_576


def not_kept(room: Room, batch: Sequence[Entry], refused: Collection[int]) -> frozenset[int]:
    """Which of the `refused` places of a batch would be too much for their writer.

    One query, whatever their number; the caller holds the room's lock.
    """
    if not refused:
        return frozenset()
    people = {batch[place].person for place in refused}
    rows = Update.objects.filter(room=room, refused=True, person__in=people).order_by()
    found = rows.values_list("person").annotate(count=Count("pk"), size=Sum(Length("payload")))
    held = {person: (count, octets or 0) for person, count, octets in found}
    beyond = set()
    for place in sorted(refused):
        count, octets = held.get(batch[place].person, (0, 0))
        count, octets = count + 1, octets + len(batch[place].payload)
        if count > MOST_UPDATES or octets > MOST_OCTETS:
            beyond.add(place)
        else:
            held[batch[place].person] = count, octets
    return frozenset(beyond)
