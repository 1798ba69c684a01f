"""Withdrawing a publication: a coordinator and a moderator, two persons."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from contributions.actions.close_review import close_review
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish, schedule
from contributions.actions.publish_due import publish_due
from contributions.actions.replace import replace
from contributions.actions.validate import validate
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from contributions.enums import EventKind, PublicState
from contributions.late import words_on_failure
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from contributions.risk_news import warn_of_publications
from contributions.signals import text_withdrawn
from groups.actions.memberships import end_membership, join
from groups.enums import Role
from kit.access import Refused
from moderation.queue import find_row
from people.actions.close_account import close_account
from tests.cast import Cast, fresh, text_in

from ..life import facts, kinds, last_event

pytestmark = pytest.mark.django_db

WHY = "Une personne était reconnaissable."


@pytest.mark.parametrize(
    ("first", "second"), [("coordinator", "moderator"), ("moderator", "coordinator")]
)
def test_two_persons_of_the_two_roles_withdraw(cast: Cast, first: str, second: str) -> None:
    text = text_in(cast, "published")
    version = text.record.current_version
    withdraw(text, by=getattr(cast, first), note=WHY)
    text = fresh(text)
    assert text.live
    assert text.record.withdrawal_asked_by == getattr(cast, first)
    withdraw(text, by=getattr(cast, second))
    text = fresh(text)
    assert state_of(text).public is PublicState.WITHDRAWN
    assert not text.live
    assert text.record.withdrawal_reason == WHY
    assert kinds(text)[-2:] == [EventKind.WITHDRAWAL_ASKED, EventKind.WITHDRAWN]
    assert last_event(text).version == version
    assert Client().get(text.url).status_code == 410


def test_one_request_alone_takes_nothing_away(cast: Cast) -> None:
    text = text_in(cast, "published")
    withdraw(text, by=cast.coordinator, note=WHY)
    before = facts(text)
    with pytest.raises(Refused, match="à deux"):
        withdraw(text, by=cast.coordinator, note=WHY)
    assert facts(text) == before


def test_two_persons_of_one_role_are_not_enough(cast: Cast) -> None:
    text = text_in(cast, "published")
    join(cast.member, cast.health, by=cast.network, role=Role.COORDINATOR, centre=cast.north)
    withdraw(text, by=cast.coordinator, note=WHY)
    with pytest.raises(Refused, match="à deux"):
        withdraw(text, by=cast.member)
    other = text_in(cast, "published", "Autre")
    withdraw(other, by=cast.moderator, note=WHY)
    with pytest.raises(Refused, match="à deux"):
        withdraw(other, by=cast.moderator_two)


def test_one_person_of_both_roles_is_one_person(cast: Cast) -> None:
    text = text_in(cast, "published")
    join(cast.moderator, cast.health, by=cast.network, role=Role.COORDINATOR)
    withdraw(text, by=cast.moderator, note=WHY)
    with pytest.raises(Refused, match="à deux"):
        withdraw(text, by=cast.moderator)
    withdraw(text, by=cast.moderator_two)
    assert not fresh(text).live


def test_a_superuser_counts_for_a_role_and_not_for_two_persons(cast: Cast) -> None:
    text = text_in(cast, "published")
    withdraw(text, by=cast.superuser, note=WHY)
    with pytest.raises(Refused):
        withdraw(text, by=cast.superuser)
    withdraw(text, by=cast.coordinator)
    assert not fresh(text).live


def test_the_first_gives_the_reason(cast: Cast) -> None:
    text = text_in(cast, "published")
    before = facts(text)
    with pytest.raises(Refused, match="motif"):
        withdraw(text, by=cast.coordinator, note=" ")
    assert facts(text) == before


@pytest.mark.parametrize("how", ["left", "closed"])
def test_a_request_does_not_outlive_the_role_of_its_author(cast: Cast, how: str) -> None:
    """It counts no longer, and does not block those who come after."""
    text = text_in(cast, "published")
    join(cast.member, cast.health, by=cast.network, role=Role.COORDINATOR, centre=cast.north)
    withdraw(text, by=cast.coordinator, note=WHY)
    if how == "left":
        end_membership(
            cast.coordinator.memberships.get(ends_at__isnull=True, group=cast.health),
            by=cast.network,
        )
    else:
        close_account(cast.coordinator, by=cast.superuser)
    withdraw(text, by=cast.moderator, note="Un autre motif.")
    text = fresh(text)
    assert text.live
    assert text.record.withdrawal_asked_by == cast.moderator
    withdraw(text, by=cast.member)
    assert fresh(text).record.withdrawal_reason == "Un autre motif."
    assert not fresh(text).live


def test_the_rooms_above_are_told_once(cast: Cast) -> None:
    text = text_in(cast, "published")
    told: list[Any] = []

    def listen(sender: Any, page: ContributionPage, reason: str, **kwargs: Any) -> None:
        told.append((page.pk, page.live, reason))

    text_withdrawn.connect(listen)
    try:
        withdraw(text, by=cast.coordinator, note=WHY)
        assert told == []
        withdraw(text, by=cast.moderator)
    finally:
        text_withdrawn.disconnect(listen)
    assert told == [(text.pk, False, WHY)]


def test_the_answer_410_tells_the_reason_and_no_word_of_a_later_draft(cast: Cast) -> None:
    text = text_in(cast, "withdrawn")
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, title="Un titre encore secret", summary="Un chapô secret.")
    answer = Client().get(fresh(text).url)
    shown = answer.content.decode()
    assert answer.status_code == 410
    assert "secret" not in shown
    assert WHY in shown


# -- While another edition is on its way -----------------------------------------------


def edition_at(cast: Cast, minute: datetime) -> ContributionPage:
    """A published text whose next edition comes out at that minute."""
    text = text_in(cast, "new_edition")
    write(text, by=cast.member, summary="Une nouvelle édition.")
    open_review(fresh(text), by=cast.coordinator)
    close_review(fresh(text), by=cast.coordinator)
    validate(fresh(text), by=cast.moderator)
    schedule(fresh(text), by=cast.moderator, minute=minute)
    return fresh(text)


def test_no_clock_brings_back_a_text_that_was_withdrawn(cast: Cast) -> None:
    minute = timezone.now() + timedelta(hours=1)
    text = edition_at(cast, minute)
    withdraw(text, by=cast.coordinator, note=WHY)
    withdraw(fresh(text), by=cast.moderator_two)
    assert fresh(text).record.embargo_until is None
    assert kinds(text)[-2:] == [EventKind.UNSCHEDULED, EventKind.WITHDRAWN]
    assert publish_due(minute + timedelta(minutes=1)) == []
    assert Client().get(text.url).status_code == 410
    assert fresh(text).record.withdrawal_reason == WHY
    # The edition is validated still: somebody may publish it, knowing.
    publish(fresh(text), by=cast.moderator)
    assert Client().get(fresh(text).url).status_code == 200


def test_an_edition_waits_while_the_text_may_be_withdrawn(cast: Cast) -> None:
    minute = timezone.now() + timedelta(hours=1)
    text = edition_at(cast, minute)
    withdraw(text, by=cast.coordinator, note=WHY)
    assert warn_of_publications(minute - timedelta(minutes=30)) > 0
    assert publish_due(minute) == []
    record = fresh(text).record
    assert record.withdrawal_asked_by == cast.coordinator and record.embargo_until == minute
    failed = last_event(text)
    assert failed.kind == EventKind.PUBLICATION_FAILED
    assert "Le retrait du texte publié est demandé" in words_on_failure(failed.data)
    with freeze_time(minute + timedelta(minutes=1)):
        assert find_row(cast.moderator_two, "late", record.pk) is not None


def test_no_clock_takes_the_banner_of_a_replaced_text_away(cast: Cast) -> None:
    minute = timezone.now() + timedelta(hours=1)
    text = edition_at(cast, minute)
    replace(text, by=cast.coordinator, successor=text_in(cast, "published", "La suite"))
    assert publish_due(minute) == []
    assert state_of(fresh(text)).public is PublicState.REPLACED
