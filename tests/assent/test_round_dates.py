"""Until when centres answer: given once, extended, never taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from assent.actions.extend import extend
from assent.models import AnswerKind
from assent.selectors import tally
from contributions.actions.base import NotNow
from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.open_review import open_review
from contributions.actions.set_dates import set_dates
from contributions.actions.write import write
from contributions.enums import EventKind, WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, ContributionRecord, TextEvent
from groups.actions.move_call import move_call
from groups.enums import Step
from groups.models import Call
from kit.access import Refused
from notifications.models import Notice
from tests.cast import Cast, complete_body, draft, fresh
from tests.work.helpers import Browser, text

from .rounds import SOON, in_review, kinds_since, round_of, say, speaker

pytestmark = pytest.mark.django_db


def of_a_call(cast: Cast, due: datetime | None) -> tuple[Call, list[ContributionPage]]:
    """A call whose review ends then, and its text, written."""
    asked = [AskedOf(cast.health, "Un texte", cast.coordinator)]
    call, [page] = open_call("Saisine", asked, by=cast.network, review_due=due)
    write(page, by=cast.coordinator, summary="Un chapô.", approach="Trois réunions.",
          body=complete_body())  # fmt: skip
    return call, [fresh(page)]


def test_the_round_follows_the_dates_of_its_text_and_of_its_call(cast: Cast) -> None:
    now = timezone.now()
    call, [page] = of_a_call(cast, now + SOON)
    open_review(page, by=cast.coordinator)
    assert round_of(page).due == now + SOON
    move_call(call, Step.REVIEW, now + 2 * SOON, by=cast.network)
    assert round_of(page).due == now + 2 * SOON
    set_dates(fresh(page), by=cast.coordinator, dates={Step.REVIEW: now + 3 * SOON})
    assert round_of(page).due == now + 3 * SOON
    move_call(call, Step.REVIEW, now + SOON, by=cast.network)
    assert round_of(page).due == now + 3 * SOON


def test_the_time_that_centres_were_given_is_not_taken_back_with_the_dates_of_the_text(
    cast: Cast, client_of: Browser
) -> None:
    due = timezone.now() + SOON
    page = in_review(cast, due=due)
    for earlier in (due - timedelta(days=2), None):
        with pytest.raises(Refused, match="jamais avancée ni retirée"):
            set_dates(page, by=cast.coordinator, dates={Step.REVIEW: earlier})
    path = f"/contributions/{page.record.pk}/dates/"
    refused = client_of(cast.coordinator).post(path, {"review": "", "writing": ""})
    assert refused.status_code == 422 and "jamais avancée ni retirée" in text(refused)
    assert fresh(page).record.review_due == round_of(page).due == due
    assert EventKind.DATES_MOVED not in kinds_since(page)
    set_dates(page, by=cast.coordinator, dates={Step.REVIEW: due + SOON})
    assert round_of(page).due == due + SOON
    line = TextEvent.objects.get(record=page.record, kind=EventKind.DATES_MOVED)
    told = Notice.objects.filter(key=f"event-{line.pk}").values_list("person", flat=True)
    assert cast.director.pk in told


def test_a_date_emptied_for_a_later_one_of_the_call_extends_the_round(cast: Cast) -> None:
    now = timezone.now()
    _call, [page] = of_a_call(cast, now + 2 * SOON)
    extend_to = now + 3 * SOON
    open_review(page, by=cast.coordinator, due=now + SOON)
    set_dates(page, by=cast.coordinator, dates={Step.REVIEW: None})
    assert round_of(page).due == now + 2 * SOON
    set_dates(page, by=cast.coordinator, dates={Step.REVIEW: extend_to})
    with pytest.raises(Refused):
        set_dates(page, by=cast.coordinator, dates={Step.REVIEW: None})
    assert round_of(page).due == extend_to


def test_a_call_gives_its_centres_more_time_and_never_less(cast: Cast, client_of: Browser) -> None:
    now = timezone.now()
    call, [page] = of_a_call(cast, now + 2 * SOON)
    open_review(page, by=cast.coordinator)
    for earlier in (now + SOON, None):
        with pytest.raises(Refused, match="jamais avancée ni retirée"):
            move_call(call, Step.REVIEW, earlier, by=cast.network)
    path = f"/coordination/saisines/{call.pk}/"
    refused = client_of(cast.network).post(path, {"step": "review", "due": ""})
    assert refused.status_code == 422 and "jamais avancée ni retirée" in text(refused)
    call.refresh_from_db()
    assert call.review_due == round_of(page).due == now + 2 * SOON
    speaker(cast, "sud", cast.south)
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    move_call(call, Step.REVIEW, now + 3 * SOON, by=cast.network)
    assert round_of(page).due == now + 3 * SOON
    line = TextEvent.objects.get(record=page.record, kind=EventKind.ROUND_EXTENDED)
    assert line.actor == cast.network
    # Who has still to answer is told by this line; the groups are told of the call.
    told = Notice.objects.filter(kind="assent.extended")
    assert {one.person.email for one in told} == {"sud@example.org"}


def test_a_round_that_had_no_date_follows_the_call_to_one_that_is_to_come(cast: Cast) -> None:
    now = timezone.now()
    call, [page] = of_a_call(cast, None)
    open_review(page, by=cast.coordinator)
    with pytest.raises(Refused, match="à venir"):
        move_call(call, Step.REVIEW, now - SOON, by=cast.network)
    move_call(call, Step.REVIEW, now + SOON, by=cast.network)
    assert round_of(page).due == now + SOON


def test_extending_is_later_and_said_once(cast: Cast) -> None:
    due = timezone.now() + SOON
    page = in_review(cast, due=due)
    assert page.record.review_due == due
    for wrong in (due - timedelta(days=1), timezone.now() - timedelta(days=1)):
        with pytest.raises(Refused):
            extend(page, by=cast.coordinator, due=wrong)
    for _time in range(2):
        extend(page, by=cast.coordinator, due=due + SOON)
    assert kinds_since(page).count(EventKind.ROUND_EXTENDED) == 1
    assert fresh(page).record.review_due == round_of(page).due == due + SOON


def test_a_round_does_not_open_for_a_date_gone_by(cast: Cast) -> None:
    page = draft(cast)
    with pytest.raises(Refused):
        open_review(page, by=cast.coordinator, due=timezone.now() - SOON)
    assert state_of(fresh(page)).work is WorkState.DRAFTING


def test_after_its_date_a_round_takes_no_answer_unless_it_is_extended(cast: Cast) -> None:
    due = timezone.now() + timedelta(days=1)
    page = in_review(cast, due=due)
    late = due + timedelta(minutes=1)
    with pytest.raises(NotNow, match="date est passée"):
        say(page, cast.director, cast.north, AnswerKind.CONSENT, at=late)
    extend(page, by=cast.coordinator, due=due + timedelta(days=2), at=late)
    say(page, cast.director, cast.north, AnswerKind.CONSENT, at=late)
    assert tally(round_of(page)).consents


def test_a_call_that_is_late_says_who_can_move_its_dates(cast: Cast, client_of: Browser) -> None:
    now = timezone.now()
    call, [page] = of_a_call(cast, now + SOON)
    Call.objects.filter(pk=call.pk).update(validation_due=now + SOON, publication_due=now + SOON)
    open_review(page, by=cast.coordinator)
    late = now - timedelta(days=1)
    Call.objects.filter(pk=call.pk).update(validation_due=late, publication_due=late)
    way = f"/contributions/{page.record.pk}/avis/"
    shown = text(client_of(cast.coordinator).get(way))
    assert "ne laissent pas un jour aux centres" in shown
    assert "seule la coordination nationale peut les repousser" in shown
    assert "repoussez-les" not in shown.casefold()
    with pytest.raises(Refused, match="seule la coordination nationale"):
        extend(fresh(page), by=cast.coordinator, due=now + 2 * SOON)
    # A text of no call: its own coordination moves them.
    own = in_review(cast, due=now + SOON)
    ContributionRecord.objects.filter(page=own).update(validation_due=late)
    shown = text(client_of(cast.coordinator).get(f"/contributions/{own.record.pk}/avis/"))
    assert "Repoussez-les d'abord" in shown and "coordination nationale peut" not in shown
