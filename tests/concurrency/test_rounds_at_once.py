"""A centre answers while the round closes, or twice at once: one answer, one line each."""

from __future__ import annotations

import pytest

from assent.actions.answer import answer
from assent.models import Answer, AnswerKind, Outcome
from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.enums import EventKind, WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, TextEvent
from people.actions.mandates import entrust
from people.enums import MandateKind
from tests.assent.rounds import round_of
from tests.cast import Cast, draft, fresh

from .conftest import ENOUGH, ROUNDS, Arena

pytestmark = pytest.mark.slow


def in_review(cast: Cast, page: ContributionPage) -> ContributionPage:
    if state_of(page).work is not WorkState.DRAFTING:
        recall(page, by=cast.coordinator)
    open_review(page, by=cast.coordinator)
    return fresh(page)


def lines_since(page: ContributionPage, last: int, kind: EventKind) -> int:
    return TextEvent.objects.filter(record=page.record, pk__gt=last, kind=kind).count()


def test_who_answers_after_the_closing_is_told_that_it_is_closed(cast: Cast) -> None:
    """The same in one process, one after the other: the words that the second one reads."""
    page = in_review(cast, draft(cast, "Après la clôture"))
    round_ = round_of(page)
    close_review(page, by=cast.coordinator)
    with pytest.raises(NotNow, match="clos"):
        answer(round_, centre=cast.north, kind=AnswerKind.CONSENT, by=cast.director)
    assert not Answer.objects.exists()


def test_answering_against_closing(arena: Arena) -> None:
    cast = arena.cast
    page, won = draft(cast, "Répondre ou clore"), set()
    for _round in range(ROUNDS):
        page = in_review(cast, page)
        round_, last = round_of(page), TextEvent.objects.latest("pk").pk
        said = {"centre": cast.north.pk, "kind": AnswerKind.CONSENT.value}
        ends = arena.duelists.duel(
            {"action": "answer", "target": round_.pk, "by": cast.director.pk, "more": said},
            {"action": "close_review", "target": page.pk, "by": cast.coordinator.pk},
        )
        assert ends[1] == "done"
        answered = Answer.objects.filter(round=round_).count()
        round_.refresh_from_db()
        if ends[0] == "done":
            won.add("answer")
            assert (answered, round_.outcome) == (1, Outcome.AGREED)
        else:
            won.add("close")
            assert (ends[0], answered, round_.outcome) == ("refused", 0, Outcome.SILENT)
        page = fresh(page)
        assert state_of(page).work is WorkState.VALIDATION
        assert lines_since(page, last, EventKind.CENTRE_ANSWERED) == answered
        assert lines_since(page, last, EventKind.ROUND_CLOSED) == 1
        assert lines_since(page, last, EventKind.SUBMITTED) == 1
    assert len(won) == 2 or ROUNDS < 50, "one side won every round: they never met"


def test_the_director_and_the_delegate_answer_at_once(arena: Arena) -> None:
    cast = arena.cast
    entrust(cast.account, MandateKind.DELEGATE, centre=cast.north, by=cast.superuser)
    page, won = in_review(cast, draft(cast, "Deux voix pour un centre")), set()
    round_ = round_of(page)
    for _round in range(ENOUGH):
        Answer.objects.filter(round=round_).delete()
        last = TextEvent.objects.latest("pk").pk
        north = {"centre": cast.north.pk}
        consents = north | {"kind": AnswerKind.CONSENT.value}
        abstains = north | {"kind": AnswerKind.ABSTENTION.value}
        ends = arena.duelists.duel(
            {"action": "answer", "target": round_.pk, "by": cast.director.pk, "more": consents},
            {"action": "answer", "target": round_.pk, "by": cast.account.pk, "more": abstains},
        )
        assert ends[0] == "done"
        assert ends[1] in ("done", "refused")
        won.add(ends[1])
        current = Answer.objects.get(round=round_, is_current=True)
        assert (current.kind, current.as_delegate) == (AnswerKind.CONSENT, False)
        assert Answer.objects.filter(round=round_).count() == ends.count("done")
        assert lines_since(page, last, EventKind.CENTRE_ANSWERED) == ends.count("done")
    assert len(won) == 2 or ENOUGH < 40, "one side won every round: they never met"
