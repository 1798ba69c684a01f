"""Every remark finds an answer, and its author is told which."""

from __future__ import annotations

import pytest

from contributions.actions.base import NotNow
from contributions.models import ContributionPage, TextEvent
from discussion.actions.answer import answer
from discussion.actions.hide_remark import hide_remark
from discussion.actions.settle import reopen, settle
from discussion.enums import Outcome
from discussion.models import Remark
from discussion.notifications import ENDED, HIDDEN
from discussion.selectors import counts_by_block, open_by_text, threads_of
from kit.access import Refused
from notifications.models import Notice
from tests.cast import Cast, text_in

from .helpers import again, remark_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(cast: Cast) -> ContributionPage:
    return text_in(cast, "drafting")


@pytest.fixture
def made(cast: Cast, text: ContributionPage) -> Remark:
    return remark_on(text, cast.member)


@pytest.mark.parametrize(
    ("outcome", "note"),
    [
        (Outcome.RESOLVED, ""),
        (Outcome.REFUSED, "Le chiffre est vérifié."),
        (Outcome.DISAGREEMENT, "Deux lectures du terrain coexistent."),
    ],
)
def test_a_remark_ends_in_three_ways_and_its_author_is_told(
    cast: Cast, made: Remark, outcome: Outcome, note: str
) -> None:
    settle(made, by=cast.coordinator, outcome=outcome, note=note)
    settle(made, by=cast.coordinator, outcome=outcome, note=note)
    kept = again(made)
    assert (kept.outcome, kept.outcome_note, kept.outcome_by) == (outcome, note, cast.coordinator)
    [notice] = Notice.objects.filter(kind=ENDED)
    assert notice.person == cast.member


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.DISAGREEMENT])
def test_a_refusal_and_a_disagreement_owe_a_reason(
    cast: Cast, made: Remark, outcome: Outcome
) -> None:
    with pytest.raises(Refused):
        settle(made, by=cast.coordinator, outcome=outcome, note="  ")
    assert again(made).is_open


@pytest.mark.parametrize("outcome", ["", "accepted", "merged"])
def test_nothing_is_accepted_without_changing_the_text(
    cast: Cast, made: Remark, outcome: str
) -> None:
    with pytest.raises(Refused):
        settle(made, by=cast.coordinator, outcome=outcome)
    assert again(made).is_open


def test_a_second_person_learns_that_it_ended_otherwise(cast: Cast, made: Remark) -> None:
    settle(made, by=cast.member, outcome=Outcome.RESOLVED)
    with pytest.raises(NotNow):
        settle(made, by=cast.coordinator, outcome=Outcome.REFUSED, note="Non.")
    assert again(made).outcome == Outcome.RESOLVED


def test_an_answer_has_no_outcome_of_its_own(cast: Cast, made: Remark) -> None:
    reply = answer(made, by=cast.coordinator, words="Ceux du nord.")
    with pytest.raises(Refused):
        settle(reply, by=cast.coordinator, outcome=Outcome.RESOLVED)


def test_what_was_ended_is_opened_again_but_not_what_is_in_the_text(
    cast: Cast, made: Remark
) -> None:
    settle(made, by=cast.coordinator, outcome=Outcome.REFUSED, note="Non.")
    reopen(made, by=cast.member)
    reopen(made, by=cast.member)
    kept = again(made)
    assert (kept.outcome, kept.outcome_note, kept.outcome_at) == ("", "", None)
    Remark.objects.filter(pk=made.pk).update(outcome=Outcome.ACCEPTED)
    with pytest.raises(Refused):
        reopen(made, by=cast.coordinator)


def test_an_author_from_outside_reopens_only_what_they_ended(cast: Cast) -> None:
    text = text_in(cast, "review")
    version = text.record.reviewed_version
    made = remark_on(text, cast.director, version=version)
    settle(made, by=cast.director, outcome=Outcome.RESOLVED)
    reopen(made, by=cast.director)
    settle(made, by=cast.coordinator, outcome=Outcome.REFUSED, note="Non.")
    with pytest.raises(Refused):
        reopen(made, by=cast.director)


# -- Hiding ----------------------------------------------------------------------------


def test_a_hidden_remark_is_kept_and_its_author_gets_the_reason(cast: Cast, made: Remark) -> None:
    hide_remark(made, by=cast.coordinator, reason="Une personne est reconnaissable.")
    hide_remark(made, by=cast.coordinator, reason="Autrement dit.")
    kept = again(made)
    assert (kept.comment, kept.hidden_by) == ("Lesquels ?", cast.coordinator)
    assert kept.hidden_reason == "Une personne est reconnaissable."
    [notice] = Notice.objects.filter(kind=HIDDEN)
    assert notice.news is not None
    assert notice.person == cast.member
    line = notice.news.line(notice.data, cast.member)
    assert line.words == "Une personne est reconnaissable."


def test_nothing_is_hidden_without_a_reason(cast: Cast, made: Remark) -> None:
    with pytest.raises(Refused):
        hide_remark(made, by=cast.coordinator, reason=" ")
    assert again(made).hidden_at is None


def test_a_superuser_s_hand_is_noted_in_the_life_of_the_text(cast: Cast, made: Remark) -> None:
    settle(made, by=cast.superuser, outcome=Outcome.RESOLVED)
    assert TextEvent.objects.filter(actor=cast.superuser, kind="admin_access").exists()


# -- What is still open ----------------------------------------------------------------


def test_the_coordination_sees_what_is_still_open(
    cast: Cast, text: ContributionPage, made: Remark
) -> None:
    second = remark_on(text, cast.coordinator, "Et où ?")
    hide_remark(remark_on(text, cast.member, "Trop long."), by=cast.coordinator, reason="Doublon.")
    answer(second, by=cast.member, words="Au nord.")
    settle(made, by=cast.coordinator, outcome=Outcome.RESOLVED)
    shown = threads_of(text, cast.coordinator)
    assert [thread.remark.pk for thread in shown.threads] == [second.pk]
    assert shown.counts == {"all": 3, "open": 1, "ended": 1, "gone": 0, "mine": 1}
    count = counts_by_block(text, cast.coordinator)[made.block_id]
    assert (count.open, count.all) == (1, 3)
    assert open_by_text([text.record.pk]) == {text.record.pk: 1}
