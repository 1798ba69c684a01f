"""Say that one received what was transmitted."""

from __future__ import annotations

from datetime import datetime

from kit.clock import moment
from people.models import User
from proposals.models import Transmission

from .base import locked_transmission, note_receipt, require_addressee


def acknowledge(
    transmission: Transmission, *, by: User | None = None, at: datetime | None = None
) -> Transmission:
    """Keep when it was received, the first time alone; twice changes nothing.

    `by` is the account that received it; nobody is who came by its link, whose token the
    caller has read. Raises Over when it is no longer open, and Http404 for anybody else.
    """
    when = moment(at)
    with locked_transmission(transmission) as fresh:
        require_addressee(fresh, by, when)
        note_receipt(fresh.version.record.page, fresh, by, when)
    return fresh
