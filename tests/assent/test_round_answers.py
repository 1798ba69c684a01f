"""What an answer to a round needs, and what it is worth."""

from __future__ import annotations

from uuid import uuid4

import pytest

from assent.actions.confirm import confirm
from assent.carrying import carried
from assent.models import Answer, AnswerKind
from assent.models.rounds import WORDS_MAX
from assent.selectors import tally
from contributions.actions.base import NotNow
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.write import write
from contributions.enums import EventKind
from kit.access import Refused
from people.models import Centre
from tests.cast import Cast, complete_body, text_in

from .rounds import again, block_of, kinds_since, names, round_of, say

pytestmark = pytest.mark.django_db


def test_a_centre_keeps_the_name_that_it_had(cast: Cast) -> None:
    page = text_in(cast, "review")
    Centre.objects.filter(pk=cast.north.pk).update(name="Centre du Grand Nord")
    said = say(page, cast.director, cast.north, AnswerKind.CONSENT)
    assert said.centre_name == "Centre Nord"


def test_the_same_answer_again_writes_nothing(cast: Cast) -> None:
    page = text_in(cast, "review")
    one = say(page, cast.director, cast.north, AnswerKind.CONSENT)
    assert say(page, cast.director, cast.north, AnswerKind.CONSENT) == one
    assert kinds_since(page).count(EventKind.CENTRE_ANSWERED) == 1


def test_an_objection_needs_a_reason_and_a_block_of_the_version(cast: Cast) -> None:
    page = text_in(cast, "review")
    for lacking in ({"words": " "}, {"block_id": None}, {"block_id": uuid4()}):
        with pytest.raises(Refused):
            say(page, cast.director, cast.north, AnswerKind.OBJECTION, **lacking)
    assert not Answer.objects.exists()
    assert say(page, cast.director, cast.north, AnswerKind.OBJECTION).block_id == block_of(page)


def test_a_reserve_needs_words_and_they_have_an_end(cast: Cast) -> None:
    page = text_in(cast, "review")
    for words in ("", "a" * (WORDS_MAX + 1)):
        with pytest.raises(Refused):
            say(page, cast.director, cast.north, AnswerKind.RESERVE, words=words)
    assert not say(page, cast.director, cast.north, AnswerKind.RESERVE).is_public


def test_only_a_reserve_is_public(cast: Cast) -> None:
    page = text_in(cast, "review")
    said = say(page, cast.director, cast.north, AnswerKind.OBJECTION, is_public=True)
    assert not said.is_public


def test_there_is_nothing_to_confirm_where_nothing_was_said(cast: Cast) -> None:
    page = text_in(cast, "review")
    with pytest.raises(Refused):
        confirm(round_of(page), centre=cast.north, by=again(cast.director))
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    with pytest.raises(NotNow):
        confirm(round_of(page), centre=cast.north, by=again(cast.director))


def test_what_was_said_two_rounds_ago_is_still_to_confirm(cast: Cast) -> None:
    page = text_in(cast, "review")
    said = say(page, cast.director, cast.north, AnswerKind.CONSENT)
    for _time in range(2):
        recall(page, by=cast.coordinator)
        open_review(page, by=cast.coordinator)
    assert carried(round_of(page), cast.north) == said


def test_an_objection_to_a_block_that_is_gone_has_to_be_said_anew(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    recall(page, by=cast.coordinator)
    write(page, by=cast.coordinator, body=complete_body("bis"))
    open_review(page, by=cast.coordinator)
    assert carried(round_of(page), cast.north) is None
    assert names(tally(round_of(page)).silent) == {"Centre Nord", "Centre Sud"}
