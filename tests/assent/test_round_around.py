"""Rounds beside the rest: reminders, masks, what is held about people, what it costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assent.actions.second_round import open_second_round
from assent.models import Answer, AnswerKind, Disagreement
from assent.selectors import open_round_of, owed_by, tally
from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.second_look import lift_mask
from contributions.recipients import accounts, speaking_for_centres_owing
from kit.personal_data import holdings
from people.models import Centre
from tests.cast import Cast, draft, fresh, text_in

from .rounds import again, block_of, over, round_of, say, second, speaker

pytestmark = pytest.mark.django_db


def test_reminders_go_only_to_those_who_owe(cast: Cast) -> None:
    page = text_in(cast, "review")
    south = speaker(cast, "sud", cast.south)
    version = page.record.reviewed_version
    assert set(accounts(speaking_for_centres_owing(version))) == {cast.director, south}
    say(page, south, cast.south, AnswerKind.ABSTENTION)
    assert set(accounts(speaking_for_centres_owing(version))) == {cast.director}


def test_reasons_and_disagreements_follow_the_masks_of_the_text(cast: Cast) -> None:
    page = second(cast)
    block = block_of(page)
    say(page, cast.director, cast.north, AnswerKind.OBJECTION, words="Les permanences mobiles.",
        block_id=block)  # fmt: skip
    over(page)
    close_review(page, by=cast.coordinator)
    hidden = mask(fresh(page), by=cast.moderator, words="permanences mobiles", reason="Un nom.")
    assert "mobiles" not in Disagreement.objects.get().words
    assert not Answer.objects.filter(words__contains="mobiles").exists()
    lift_mask(hidden, by=cast.moderator_two, reason="Rien de privé.")
    assert "mobiles" in Disagreement.objects.get().words


def test_what_is_masked_already_is_hidden_in_a_new_answer(cast: Cast) -> None:
    page = text_in(cast, "review")
    mask(page, by=cast.coordinator, words="permanences mobiles", reason="Un nom.")
    said = say(
        page, cast.director, cast.north, AnswerKind.CONSENT, words="Oui aux permanences mobiles."
    )
    assert "mobiles" not in said.words


def test_a_round_reads_as_fast_with_twenty_centres(cast: Cast) -> None:
    def queries(centres: int) -> int:
        page = draft(cast, f"Avec {centres}")
        more = [
            Centre.objects.create(name=f"C{centres}-{rank}", slug=f"c{centres}-{rank}")
            for rank in range(centres)
        ]
        open_review(page, by=cast.coordinator, centres=more)
        for centre in more[::2]:
            by = speaker(cast, f"d-{centre.slug}", centre)
            say(page, by, centre, AnswerKind.CONSENT)
        recall(page, by=cast.coordinator)
        open_review(page, by=cast.coordinator, centres=more)
        round_ = round_of(page)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert len(tally(round_).to_confirm) == len(more[::2])
        return len(seen)

    assert queries(2) == queries(20)


def test_open_round_of_a_text_that_is_not_reviewed_is_none(cast: Cast) -> None:
    assert open_round_of(draft(cast)) is None
    assert open_round_of(text_in(cast, "validation", "Ailleurs")) is None


def test_a_person_gets_back_what_they_answered_for_a_centre(cast: Cast) -> None:
    say(text_in(cast, "review"), cast.director, cast.north, AnswerKind.RESERVE)
    mine = next(holding for holding in holdings if holding.name == "assent.answers")
    assert [row["mots"] for row in mine.collect(cast.director)] == ["Sous réserve de moyens."]
    assert not list(mine.collect(cast.member))


def test_what_one_owes_is_read_at_the_same_cost_for_two_texts_as_for_ten(cast: Cast) -> None:
    def queries() -> int:
        director = again(cast.director)
        with CaptureQueriesContext(connection) as seen:
            owed = owed_by(director)
        assert {one.centre for one in owed} == {cast.north}
        return len(seen)

    for rank in range(2):
        text_in(cast, "review", f"Texte {rank}")
    few = queries()
    for rank in range(2, 10):
        text_in(cast, "review", f"Texte {rank}")
    assert queries() == few
    assert len(owed_by(again(cast.director))) == 10
    assert owed_by(again(cast.account)) == []


def test_objections_to_confirm_on_six_texts_are_read_with_one_query_and_no_page(
    cast: Cast,
) -> None:
    for rank in range(6):
        page = text_in(cast, "review", f"Texte {rank}")
        say(page, cast.director, cast.north, AnswerKind.OBJECTION)
        open_second_round(fresh(page), by=cast.coordinator)
    director = again(cast.director)
    with CaptureQueriesContext(connection) as seen:
        owed = owed_by(director)
    asked = [query["sql"] for query in seen.captured_queries]
    assert [one.carried is not None for one in owed] == [True] * 6
    # Mandates, what is owed, what is said, what was said before, the blocks of the versions.
    assert len(asked) == 5, "\n".join(asked)
    assert sum("wagtailcore_revision" in sql for sql in asked) == 1
    assert not any("contributions_contributionpage" in sql for sql in asked)
