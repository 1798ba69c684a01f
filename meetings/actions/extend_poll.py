"""Give more time to answer a poll."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kit.access import Refused, require
from kit.clock import moment
from meetings import rules
from meetings.actions.base import TooLate, locked_poll
from meetings.models import Poll
from meetings.schedule import checked_closing
from meetings.signals import poll_extended
from people.models import User


def extend_poll(poll: Poll, closes_at: datetime, *, by: User, at: datetime | None = None) -> Poll:
    """Take answers until a later date; who has not answered is told. A repeat is silent.

    Raises TooLate once the date is chosen or the poll given up, Refused for a date that
    gives no more time.
    """
    when = moment(at)
    with locked_poll(poll, by) as fresh:
        require(rules.verdict_on_deciding(by, fresh))
        if fresh.closed_at is not None:
            raise TooLate(_("Cette recherche de date est terminée."))
        if closes_at == fresh.closes_at:
            return fresh
        if closes_at < fresh.closes_at:
            raise Refused(_("Cette date donne moins de temps : les membres comptent sur l'autre."))
        checked_closing(closes_at, max(fresh.slots.values_list("ends_at", flat=True)), when)
        fresh.closes_at = closes_at
        fresh.save(update_fields=["closes_at"])
        poll_extended.send(sender=Poll, poll=fresh, by=by, at=when)
    return fresh
