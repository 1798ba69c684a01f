"""What addressees answered to proposals, each question in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from contributions.models import ContributionRecord

from .models import Proposal, Reply


def public_replies(proposals: Collection[Proposal]) -> dict[int, list[Reply]]:
    """The answers that everyone may read, by number of the proposal, oldest first."""
    found: dict[int, list[Reply]] = {proposal.pk: [] for proposal in proposals}
    if not found:
        return found
    by_block = {(each.page_id, each.block_id): each.pk for each in proposals}
    rows = Reply.objects.public().filter(record__page__in={page for page, _ in by_block})
    rows = rows.select_related("record").prefetch_related("blocks")
    for reply in rows.order_by("dated", "recorded_at", "pk"):
        for each in reply.blocks.all():
            key = by_block.get((reply.record.page_id, each.block_id))
            if key is not None:
                found[key].append(reply)
    return found


def state_now(replies: Iterable[Reply]) -> dict[str, Reply]:
    """The latest answer of each addressee, by its key; of one day, the last recorded."""
    found: dict[str, Reply] = {}
    for reply in sorted(replies, key=lambda each: (each.dated, each.recorded_at, each.pk)):
        found[reply.addressee_key] = reply
    return found


def replies_of(record: ContributionRecord) -> QuerySet[Reply]:
    """Every answer to a text, public or not, the latest first."""
    rows = Reply.objects.filter(record=record).order_by("-dated", "-recorded_at", "-pk")
    return rows.select_related("version", "document", "recorded_by", "transmission").prefetch_related("blocks")  # fmt: skip


def blocks_answered(replies: Iterable[Reply]) -> dict[str, list[Reply]]:
    """The same answers, by block; their blocks are read with them."""
    found: defaultdict[str, list[Reply]] = defaultdict(list)
    for reply in replies:
        for each in reply.blocks.all():
            found[str(each.block_id)].append(reply)
    return dict(found)
