"""What each addressee answers today, beside the proposals that a page shows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat

from contributions.public import NAME_END
from contributions.querysets import Together

from .models import Proposal, Reply
from .models.proposal import SAID
from .selectors_of_replies import public_replies, state_now


def answered(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The same proposals, each with its `answers`: the latest public one of each addressee,
    in the order of their days. A constant number of queries."""
    rows = list(proposals)
    replies = public_replies(rows)
    for row in rows:
        now = state_now(replies[row.pk]).values()
        row.answers = sorted(now, key=lambda each: (each.dated, each.recorded_at, each.pk))
    return rows


def given() -> QuerySet[Reply]:
    """Public answers to the proposal of the outer query."""
    return Reply.objects.public().filter(
        record__page=OuterRef("page"), blocks__block_id=OuterRef("block_id")
    )


def given_now() -> QuerySet[Reply]:
    """The same, of each addressee the latest alone: twin of `state_now`."""
    later = Reply.objects.public().filter(
        record=OuterRef("record"), addressee_key=OuterRef("addressee_key"),
        blocks__block_id=OuterRef(OuterRef("block_id")),
    )  # fmt: skip
    after = (
        Q(dated__gt=OuterRef("dated"))
        | Q(dated=OuterRef("dated"), recorded_at__gt=OuterRef("recorded_at"))
        | Q(dated=OuterRef("dated"), recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
    )
    return given().filter(~Exists(later.filter(after)))


def with_answers_said(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Each with who answers what today (`Proposal.answers_said`), without another query: the
    page of a text has few."""
    one = Concat("state", Value(SAID), "addressee", output_field=TextField())
    said = given_now().order_by().values("record").annotate(said=Together(one, Value(NAME_END)))
    return rows.annotate(annotated_answers=Subquery(said.values("said")))
