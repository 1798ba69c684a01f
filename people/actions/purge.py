"""Let go of what lasted its time: silent accounts, and what every room says it forgets."""

from __future__ import annotations

from datetime import datetime

from kit.personal_data import holdings
from people.actions.close_inactive import close_inactive


def purge(now: datetime) -> int:
    """Close silent accounts and purge each holding; how many rows that touched."""
    return close_inactive(now) + sum(holding.purge(now) for holding in holdings)
