"""Texts that become public together, at one minute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from groups.models import Call

from .models import ContributionPage


@dataclass(frozen=True)
class Lot:
    """What is published of a call at one minute."""

    minute: datetime
    pages: list[ContributionPage]

    @property
    def stamp(self) -> str:
        """Which texts these are: what a form tells that it showed."""
        return ",".join(str(page.record.pk) for page in sorted(self.pages, key=_number))


def _number(page: ContributionPage) -> int:
    return page.record.pk


def lots_of(call: Call) -> list[Lot]:
    """What is scheduled of a call, the next minute first; one query."""
    pages = ContributionPage.objects.not_trashed().select_related("record__lead_group")
    pages = pages.filter(record__call=call, record__embargo_until__isnull=False)
    pages = pages.defer("body", "summary", "approach", "addressees")
    return lots_among(pages.order_by("draft_title", "pk"))


def lots_among(pages: Iterable[ContributionPage]) -> list[Lot]:
    """What is scheduled of these, the next minute first."""
    found: dict[datetime, list[ContributionPage]] = {}
    for page in pages:
        if page.record.embargo_until is not None:
            found.setdefault(page.record.embargo_until, []).append(page)
    return [Lot(minute, found[minute]) for minute in sorted(found)]
