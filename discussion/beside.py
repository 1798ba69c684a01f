"""What remarks show beside a text that somebody reads: counts, marks, where to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from contributions.models import ContributionPage, Version
from kit.access import AnyUser

from . import rules
from .selectors import Counts, counts_by_block, marks_of

#: What a script puts the id of a block in the place of.
_BLOCK = "BLOC"


@dataclass(frozen=True)
class Remarks:
    """`counts` by block; `marks` of open passages; `panel_address`, of a block's threads."""

    counts: dict[str, Counts]
    marks: list[dict[str, Any]]
    may_remark: bool
    panel_address: str

    @property
    def open(self) -> int:
        return sum(count.open for count in self.counts.values())


def beside(user: AnyUser, page: ContributionPage, version: Version | None = None) -> dict[str, Any]:
    """`remarks`, for who has something to say of what they read; nothing for others."""
    seat = rules.Seat(user, page)
    if not rules.verdict_on_list(seat):
        return {}
    return {
        "remarks": Remarks(
            counts=counts_by_block(page, user, seat),
            marks=marks_of(page, user, version, seat),
            may_remark=bool(rules.verdict_on_remarking(user, page, version, seat)),
            panel_address=reverse("discussion:block", args=[page.record.pk, _BLOCK]),
        )
    }
