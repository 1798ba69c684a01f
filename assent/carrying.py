"""What centres said in earlier rounds of the same edition, and what it is worth in this one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet, Subquery

from assent.enums import AnswerKind
from assent.models import Answer, Round
from assent.passages import blocks_of
from contributions.enums import EventKind
from contributions.models import TextEvent
from people.models import Centre


def rounds_before(round_: Round) -> QuerySet[Round]:
    """Earlier rounds of the same edition, which may be over since, the last one first."""
    opened = TextEvent.objects.filter(
        record=round_.record_id, kind=EventKind.EDITION_OPENED, at__lte=round_.opened_at
    )
    since = opened.order_by("-at").values("at")[:1]
    rounds = Round.objects.filter(record=round_.record_id, pk__lt=round_.pk)
    rounds = rounds.annotate(since=Subquery(since))
    same = Q(since__isnull=True) | Q(opened_at__gte=F("since"))
    return rounds.filter(same).order_by("-pk")


def centres_objecting_before(round_: Round) -> set[int]:
    """The centres whose objection stood at the end of an earlier round of the same edition,
    whatever its passage: keys."""
    rows = Answer.objects.filter(
        round__in=rounds_before(round_), is_current=True, kind=AnswerKind.OBJECTION
    )
    return set(rows.values_list("centre", flat=True))


def carried(round_: Round, centre: Centre) -> Answer | None:
    """What a centre said last before this round, in this edition: to be confirmed.

    Nothing for an objection whose block is no longer in the text: it has to be said anew.
    """
    return carried_answers(round_, [centre.pk]).get(centre.pk)


def carried_answers(round_: Round, centres: Iterable[int]) -> dict[int, Answer]:
    """The same of several centres, by key."""
    rows = Answer.objects.filter(
        round__in=rounds_before(round_), centre__in=list(centres), is_current=True
    )
    rows = rows.select_related("round__version", "by", "centre").order_by("round", "pk")
    said = {row.centre_id: row for row in rows}
    if not any(answer.block_id for answer in said.values()):
        return said
    blocks = blocks_of(round_.version)
    return {
        centre: answer for centre, answer in said.items()
        if answer.block_id is None or answer.block_id in blocks
    }  # fmt: skip


def is_of_the_director(answer: Answer | None) -> bool:
    """Whether an answer is the director's own, or one that a delegate confirmed: a delegate
    may confirm it in their turn, and not change it."""
    while answer is not None and answer.as_delegate:
        answer = answer.confirms
    return answer is not None
