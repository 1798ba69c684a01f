"""When a round may close, and what is written when it does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assent.models import AnswerKind, Outcome, Round
from assent.selectors import tally
from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.enums import EventKind, WorkState
from contributions.life import details_of
from contributions.lifecycle import state_of
from contributions.models import TextEvent
from groups.models import GroupRecord
from kit.access import Refused
from tests.cast import Cast, draft, fresh, text_in

from .rounds import SOON, in_review, kinds_since, round_of, say, speaker

pytestmark = pytest.mark.django_db


def test_closing_writes_what_each_centre_said_before_the_text_is_submitted(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.RESERVE, words="Un secret.")
    round_ = round_of(page)
    close_review(page, by=cast.coordinator)
    assert kinds_since(page)[-2:] == [EventKind.ROUND_CLOSED, EventKind.SUBMITTED]
    line = TextEvent.objects.get(record=page.record, kind=EventKind.ROUND_CLOSED)
    assert line.data["answers"]["reserve"] == ["Centre Nord"]
    assert "secret" not in str(line.data)
    round_.refresh_from_db()
    assert (round_.outcome, round_.closed_by) == (Outcome.AGREED, cast.coordinator)


def test_a_review_closes_once_its_quorum_has_answered(cast: Cast) -> None:
    GroupRecord.objects.filter(page=cast.health).update(quorum=51)
    page = draft(cast, "Avec quorum")
    open_review(page, by=cast.coordinator)
    assert tally(round_of(page)).quorum_needed == 2
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    with pytest.raises(Refused, match="quorum"):
        close_review(page, by=cast.coordinator)
    say(page, speaker(cast, "sud", cast.south), cast.south, AnswerKind.ABSTENTION)
    close_review(page, by=cast.coordinator)


def test_a_review_waits_for_its_date_while_a_centre_owes_an_answer(cast: Cast) -> None:
    page = in_review(cast, due=timezone.now() + SOON)
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    with pytest.raises(Refused):
        close_review(page, by=cast.coordinator)
    say(page, speaker(cast, "sud", cast.south), cast.south, AnswerKind.CONSENT)
    close_review(page, by=cast.coordinator)


def test_a_review_closes_after_its_date_without_those_who_said_nothing(cast: Cast) -> None:
    page = in_review(cast, due=timezone.now() + SOON)
    Round.objects.update(due=timezone.now() - timedelta(minutes=1))
    close_review(page, by=cast.coordinator)
    assert state_of(fresh(page)).work is WorkState.VALIDATION


def test_a_line_of_the_life_of_a_text_tells_counts_and_no_words(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.RESERVE, words="Un secret.")
    close_review(page, by=cast.coordinator)
    lines = TextEvent.objects.filter(record=page.record, kind=EventKind.ROUND_CLOSED)
    told = details_of(lines.get())
    assert told == [Outcome.AGREED.label, "Accord avec réserve : 1"]
    answered = TextEvent.objects.get(record=page.record, kind=EventKind.CENTRE_ANSWERED)
    assert details_of(answered) == ["Centre Nord"]
