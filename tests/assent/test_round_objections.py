"""What becomes of an objection: another round, a published disagreement, a proposal detached,
or an objection that nobody confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assent.actions.confirm import confirm
from assent.actions.detach import detach
from assent.actions.extend import extend
from assent.actions.second_round import open_second_round
from assent.models import AnswerKind, Disagreement, Outcome
from assent.selectors import disagreements_of, tally
from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.return_text import return_text
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.enums import EventKind, WorkState
from contributions.life import details_of
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, ContributionRecord, TextEvent
from contributions.standing import had_a_hand
from groups.actions.memberships import join
from kit.access import Refused
from tests.cast import Cast, draft, fresh, text_in
from tests.work.helpers import Browser, text

from .rounds import (
    SOON,
    again,
    block_of,
    kinds_since,
    names,
    over,
    round_of,
    say,
    second,
    speaker,
    without_end,
)

pytestmark = pytest.mark.django_db


# -- Not confirmed ---------------------------------------------------------------------


def test_an_objection_that_waits_to_be_confirmed_holds_a_round_without_a_date(cast: Cast) -> None:
    page = second(cast)
    without_end(page)
    with pytest.raises(Refused, match=r"Centre Nord.*Donnez une date"):
        close_review(page, by=cast.coordinator)
    extend(page, by=cast.coordinator, due=timezone.now() + SOON)
    say(page, speaker(cast, "sud", cast.south), cast.south, AnswerKind.CONSENT)
    with pytest.raises(Refused, match=r"Centre Nord.*jusqu'au"):
        close_review(page, by=cast.coordinator)
    say(page, cast.director, cast.north, AnswerKind.ABSTENTION)
    close_review(page, by=cast.coordinator)
    assert page.record.rounds.last().outcome == Outcome.AGREED


def test_a_round_without_a_date_closes_where_no_objection_waits(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    recall(page, by=cast.coordinator)
    open_review(page, by=cast.coordinator)
    assert round_of(page).due is None and names(tally(round_of(page)).to_confirm)
    close_review(page, by=cast.coordinator)
    assert page.record.rounds.last().outcome == Outcome.SILENT


def test_an_objection_that_nobody_confirmed_by_the_date_is_no_disagreement_and_is_not_forgotten(
    cast: Cast, client_of: Browser
) -> None:
    page = second(cast)
    say(page, speaker(cast, "sud", cast.south), cast.south, AnswerKind.CONSENT)
    over(page)
    close_review(page, by=cast.coordinator)
    assert not Disagreement.objects.exists()
    closed = page.record.rounds.last()
    assert closed.outcome == Outcome.UNCONFIRMED
    found = tally(closed)
    assert (names(found.unconfirmed), found.silent) == ({"Centre Nord"}, [])
    line = TextEvent.objects.get(record=page.record, kind=EventKind.ROUND_CLOSED)
    assert line.data["unconfirmed"] == ["Centre Nord"]
    assert details_of(line)[-1] == "Objections non confirmées : 1"
    record = page.record.pk
    for path, who in (
        (f"/contributions/{record}/avis/", cast.member),
        (f"/contributions/{record}/versions/1/", cast.director),
        (f"/moderation/textes/{record}/", cast.moderator),
    ):
        seen = text(client_of(again(who)).get(path))
        told = seen.partition("non confirmée</")[0]
        assert told != seen and "Centre Nord" in seen, path
    # Who follows the work alone learns who answered, and not what.
    assert "non confirmée" not in text(
        client_of(cast.network).get(f"/contributions/{record}/avis/")
    )


# -- Another round ---------------------------------------------------------------------


def test_a_second_round_needs_an_objection_and_opens_once(cast: Cast) -> None:
    page = text_in(cast, "review")
    with pytest.raises(Refused):
        open_second_round(page, by=cast.coordinator)
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    open_second_round(page, by=cast.coordinator)
    with pytest.raises(NotNow):
        open_second_round(page, by=cast.coordinator)
    assert [row.rank for row in page.record.rounds.all()] == [1, 2]
    assert kinds_since(page).count(EventKind.SECOND_ROUND) == 1


def test_a_second_round_leaves_centres_a_day_before_the_end_of_later_steps(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    now = timezone.now()
    records = ContributionRecord.objects.filter(page=page)
    with pytest.raises(Refused, match="au moins un jour"):
        open_second_round(page, by=cast.coordinator, due=now + timedelta(hours=2))
    for too_soon in (now - timedelta(days=1), now + timedelta(hours=5)):
        records.update(validation_due=too_soon)
        with pytest.raises(Refused, match="Repoussez-les"):
            open_second_round(page, by=cast.coordinator)
    records.update(validation_due=now + timedelta(days=2))
    open_second_round(page, by=cast.coordinator)
    assert round_of(page).due == now + timedelta(days=2)


def test_a_first_objection_at_a_second_round_asks_for_another_one(cast: Cast) -> None:
    """Nothing is published of a centre that had no round to be heard in."""
    page, south = second(cast), speaker(cast, "sud", cast.south)
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    say(page, south, cast.south, AnswerKind.OBJECTION)
    assert not tally(round_of(page)).kept
    with pytest.raises(Refused, match="Centre Sud"):
        close_review(page, by=cast.coordinator)
    with pytest.raises(NotNow):
        detach(page, by=cast.coordinator, block_id=block_of(page))
    open_second_round(page, by=cast.coordinator)
    assert (round_of(page).rank, Disagreement.objects.count()) == (3, 0)
    third = TextEvent.objects.filter(record=page.record, kind=EventKind.SECOND_ROUND).latest("pk")
    assert details_of(third)[0] == "tour 3"
    confirm(round_of(page), centre=cast.south, by=again(south))
    confirm(round_of(page), centre=cast.north, by=again(cast.director))
    close_review(page, by=cast.coordinator)
    assert Disagreement.objects.get().centre_name == "Centre Sud"


def test_a_centre_that_objected_before_holds_no_third_round(cast: Cast) -> None:
    """Whatever the passage, and even if it consented in between."""
    page, south = second(cast), speaker(cast, "sud", cast.south)
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    say(page, south, cast.south, AnswerKind.OBJECTION)
    open_second_round(page, by=cast.coordinator)
    say(page, south, cast.south, AnswerKind.CONSENT)
    other = block_of(page, "finding")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION, block_id=other)
    with pytest.raises(NotNow):
        open_second_round(page, by=cast.coordinator)
    close_review(page, by=cast.coordinator)
    assert Disagreement.objects.get().block_id == other


def test_an_objection_recalled_into_another_round_counts_for_its_rank(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    recall(page, by=cast.coordinator)
    open_review(page, by=cast.coordinator)
    assert round_of(page).rank == 2


def test_a_returned_text_keeps_its_closed_round_and_publishes_no_old_disagreement(
    cast: Cast,
) -> None:
    page = second(cast)
    confirm(round_of(page), centre=cast.north, by=again(cast.director))
    over(page)
    close_review(page, by=cast.coordinator)
    return_text(page, by=cast.moderator, note="À revoir.")
    assert page.record.rounds.last().outcome == Outcome.DISAGREED
    version = open_review(page, by=cast.coordinator)
    assert not disagreements_of(version).exists()
    over(page)
    close_review(page, by=cast.coordinator)
    validate(page, by=cast.moderator)
    assert not disagreements_of(fresh(page).record.validated_version).exists()


# -- Detaching -------------------------------------------------------------------------


def test_a_proposal_that_divides_is_detached_into_a_text_of_its_own(cast: Cast) -> None:
    page = second(cast)
    south = speaker(cast, "sud", cast.south)
    say(page, south, cast.south, AnswerKind.CONSENT)
    block = block_of(page)
    confirm(round_of(page), centre=cast.north, by=again(cast.director))
    version = detach(page, by=cast.coordinator, block_id=block)
    page = fresh(page)
    assert state_of(page).work is WorkState.REVIEW
    assert page.record.reviewed_version == version
    assert str(block) not in {b.id for b in version.revision.as_object().body}
    alone = ContributionPage.objects.exclude(pk=page.pk).get(owner=cast.coordinator)
    assert [b.id for b in alone.get_latest_revision_as_object().body] == [str(block)]
    assert alone.record.lead_group_id == page.record.lead_group_id
    assert alone.title == "Aller vers"
    found = tally(round_of(page))
    assert names(found.to_confirm) == {"Centre Sud"}
    assert round_of(page).due is not None and round_of(page).due == page.record.review_due
    assert kinds_since(page)[-3:] == [
        EventKind.RECALLED, EventKind.REVIEW_OPENED, EventKind.DETACHED,
    ]  # fmt: skip
    assert kinds_since(alone) == [EventKind.CREATED, EventKind.DETACHED]


def test_who_wrote_a_proposal_does_not_decide_on_it_once_it_is_detached(cast: Cast) -> None:
    page = draft(cast)
    join(cast.moderator, cast.health, by=cast.superuser)
    write(page, by=again(cast.moderator), approach="Trois réunions, et une visite.")
    open_review(fresh(page), by=cast.coordinator)
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    open_second_round(fresh(page), by=cast.coordinator)
    confirm(round_of(page), centre=cast.north, by=again(cast.director))
    detach(fresh(page), by=cast.coordinator, block_id=block_of(fresh(page)))
    alone = ContributionPage.objects.exclude(pk=page.pk).get(owner=cast.coordinator)
    for person in (cast.moderator, cast.member, cast.coordinator):
        assert had_a_hand(again(person), alone), person
    assert not had_a_hand(again(cast.moderator_two), alone)


def test_nothing_is_detached_without_an_objection_kept_after_a_first_round(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    with pytest.raises(NotNow):
        detach(page, by=cast.coordinator, block_id=block_of(page))
    open_second_round(page, by=cast.coordinator)
    with pytest.raises(NotNow):
        detach(page, by=cast.coordinator, block_id=block_of(page))
    with pytest.raises(Refused):
        detach(page, by=cast.coordinator, block_id=block_of(page, "finding"))
    assert state_of(fresh(page)).work is WorkState.REVIEW
    assert ContributionPage.objects.count() == 1
