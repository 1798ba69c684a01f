"""Let go of what lasted its time: silent accounts, and what every room says it forgets."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from kit.personal_data import holdings
from people.actions.close_inactive import close_inactive

_log = logging.getLogger(__name__)


def purge(now: datetime) -> int:
    """Close silent accounts and purge each holding; how many rows that touched.

    What fails keeps nothing else from being let go of; the first failure is raised last.
    """
    works: list[Callable[[datetime], int]] = [close_inactive]
    works += [holding.purge for holding in holdings]
    touched, failures = 0, list[Exception]()
    for work in works:
        try:
            touched += work(now)
        except Exception as failure:
            _log.exception("A purge failed: %s", work.__qualname__)
            failures.append(failure)
    if failures:
        raise failures[0]
    return touched
