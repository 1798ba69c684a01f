"""What of a call can be published together, and what is scheduled already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from contributions.enums import WorkState
from contributions.lots import Lot, lots_among
from contributions.models import ContributionPage
from contributions.selectors import texts_with_own_hand
from groups.models import Call
from kit.access import AnyUser

from .rules import moderates


@dataclass(frozen=True)
class Batch:
    """The validated texts of a call before one person: those that they may schedule, those
    that are (`lots`, the next first), and those on which another one has to decide (`own`).
    `pages`: all texts of the call; `waiting`: how many are not validated yet."""

    pages: list[ContributionPage] = field(default_factory=list)
    ready: list[ContributionPage] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    own: list[ContributionPage] = field(default_factory=list)
    waiting: int = 0


def batch_of(call: Call, user: AnyUser) -> Batch:
    """In a constant number of queries."""
    pages = ContributionPage.objects.with_states().not_trashed().filter(record__call=call)
    pages = pages.defer("body", "summary", "approach", "addressees").order_by("draft_title", "pk")
    listed = list(pages)
    validated = [page for page in listed if _is_validated(page)]
    own = texts_with_own_hand(user, validated)
    still = (WorkState.DRAFTING, WorkState.REVIEW, WorkState.VALIDATION)
    return Batch(
        listed,
        [page for page in validated if page.pk not in own and _minute(page) is None],
        lots_among(validated),
        [page for page in validated if page.pk in own and _minute(page) is None],
        sum(page.annotated_work_state in still for page in listed),
    )


def _is_validated(page: ContributionPage) -> bool:
    return bool(page.annotated_work_state == WorkState.VALIDATED)


def _minute(page: ContributionPage) -> datetime | None:
    return page.record.embargo_until


def calls_to_publish(user: AnyUser) -> list[Call]:
    """Calls of which a text is validated, for who publishes."""
    if not moderates(user):
        return []
    kept = Q(records__validated_version__isnull=False, records__trashed_at__isnull=True)
    calls = Call.objects.annotate(to_publish=Count("records", filter=kept))
    return list(calls.filter(to_publish__gt=0).order_by("-pk"))
