"""What is written elsewhere becomes a revision before a text is frozen, put aside or copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kit.access import Registry

if TYPE_CHECKING:
    from .models import ContributionPage

#: Doors of the rooms above: each saves a revision of what it holds of a text, if anything.
settlers: Registry[Callable[[ContributionPage], None]] = Registry()


def settle(page: ContributionPage) -> None:
    """Have every word that was acknowledged be in the latest revision of `page`.

    The caller holds the lock of the record, so that nothing comes between this and what
    it does next. `page` is read again and keeps its locked record.
    """
    for save in settlers:
        save(page)
    record = page.record
    page.refresh_from_db()
    page.record = record
