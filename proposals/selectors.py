"""Questions that pages ask of proposals, each in a constant number of queries."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from groups.models import WorkingGroupPage

from .models import Proposal

#: The largest number that a key can be, on every database.
_LAST_NUMBER = 2**63 - 1


def with_their_texts(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Each proposal with its text and the groups that carry it, bodies left aside."""
    return (
        proposals.select_related(
            "page__record__lead_group", "page__record__current_version", "first_version"
        )
        .defer("page__body")
        .prefetch_related(
            Prefetch("page__record__associated_groups", WorkingGroupPage.objects.order_by("title"))
        )
    )


def listed(rows: QuerySet[Proposal] | None = None) -> QuerySet[Proposal]:
    """Standing proposals, or those of `rows`, the latest published texts first, in their
    texts' order."""
    if rows is None:
        rows = Proposal.objects.standing()
    return with_their_texts(rows).order_by(
        "-page__record__published_at", "-page_id", "position", "rank"
    )


def by_number(number: int) -> Proposal:
    """The proposal of that number, whatever became of its text.

    Raises Http404 for an unknown number and for a text that the public never read.
    """
    if number > _LAST_NUMBER:
        raise Http404
    row = (
        with_their_texts(Proposal.objects.filter(pk=number))
        .select_related("page__record__replaced_by__page", "last_version")
        .first()
    )
    if row is None or not (row.page.live or row.page.record.withdrawn_at):
        raise Http404
    return row
