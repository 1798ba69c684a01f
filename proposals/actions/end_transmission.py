"""Take a version back from an addressee."""

from __future__ import annotations

from datetime import datetime

from contributions.actions.base import write_event
from contributions.enums import EventKind
from kit.access import require
from kit.clock import moment
from people.models import User
from proposals.models import Transmission
from proposals.rules import verdict_on_transmissions

from .base import locked_transmission, said_of


def end_transmission(
    transmission: Transmission, *, by: User, mistaken: bool = False, at: datetime | None = None
) -> Transmission:
    """From now on it opens nothing, by the account or the link; answers stay. Twice changes
    nothing, but that one may learn later that it was `mistaken`: it is then never told to
    the public, and the life of the text keeps it. Raises Refused or Http404."""
    when = moment(at)
    with locked_transmission(transmission) as fresh:
        text = fresh.version.record.page
        require(verdict_on_transmissions(User.objects.get(pk=by.pk), text))
        if fresh.ended_at is None or (mistaken and not fresh.mistaken):
            if fresh.ended_at is None:
                fresh.ended_at, fresh.ended_by = when, by
            fresh.mistaken = mistaken
            fresh.save(update_fields=["ended_at", "ended_by", "mistaken"])
            write_event(
                text, EventKind.TRANSMISSION_ENDED, by, when, version=fresh.version,
                mistaken=mistaken, **said_of(fresh),
            )  # fmt: skip
    return fresh
