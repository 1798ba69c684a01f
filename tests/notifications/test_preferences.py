"""How often: the most specific choice wins, and what waits follows a new one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.actions.choose import choose
from notifications.actions.prefer import prefer
from notifications.digests import gather_digests
from notifications.enums import Cadence
from notifications.kinds import kinds
from notifications.models import Notice, Preference
from notifications.outbox import announce
from notifications.preferences import cadence_of, cadences
from tests.cast import Cast, draft


def test_the_nearest_page_wins_then_the_named_kind(cast: Cast) -> None:
    person, kind, text = cast.member, kinds["test.daily"], draft(cast)
    steps: list[tuple[dict[str, object], Cadence]] = [
        ({}, Cadence.WEEKLY),
        ({"kind": "test.daily"}, Cadence.AT_ONCE),
        ({"scope": cast.health}, Cadence.NONE),
        ({"scope": cast.health, "kind": "test.daily"}, Cadence.WEEKLY),
        ({"scope": text}, Cadence.AT_ONCE),
    ]
    assert cadence_of(person, kind, text) == Cadence.DAILY
    for where, cadence in steps:
        prefer(person, cadence, **where)  # type: ignore[arg-type]
        assert cadence_of(person, kind, text) == cadence
    assert cadence_of(person, kind, cast.mobility) == Cadence.AT_ONCE
    assert cadence_of(cast.coordinator, kind, text) == Cadence.DAILY


def test_a_choice_for_another_page_or_kind_changes_nothing(cast: Cast) -> None:
    prefer(cast.member, Cadence.NONE, scope=cast.mobility)
    prefer(cast.member, Cadence.NONE, kind="test.urgent")
    assert cadence_of(cast.member, kinds["test.daily"], cast.health) == Cadence.DAILY


def test_a_choice_is_taken_back(cast: Cast) -> None:
    prefer(cast.member, Cadence.NONE, scope=cast.health)
    prefer(cast.member, None, scope=cast.health)
    assert not Preference.objects.exists()


def test_a_fixed_kind_cannot_be_silenced(cast: Cast) -> None:
    prefer(cast.member, Cadence.NONE)
    prefer(cast.member, Cadence.NONE, kind="test.fixed")
    assert cadence_of(cast.member, kinds["test.fixed"]) == Cadence.AT_ONCE


def test_a_choice_is_one_row(cast: Cast) -> None:
    prefer(cast.member, Cadence.NONE)
    prefer(cast.member, Cadence.DAILY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(person=cast.member, cadence=Cadence.DAILY)


def test_many_people_are_one_query(cast: Cast) -> None:
    people = list(cast.people().values())
    for person in people:
        prefer(person, Cadence.WEEKLY, scope=cast.health)
    with CaptureQueriesContext(connection) as queries:
        found = cadences([person.pk for person in people], kinds["test.daily"], cast.health)
    assert len(queries) == 1
    assert set(found.values()) == {Cadence.WEEKLY}


def test_what_waits_follows_a_new_choice(cast: Cast) -> None:
    announce("test.daily", [cast.member], scope=cast.health)
    announce("test.daily", [cast.member], scope=cast.mobility)
    announce("test.daily", [cast.member])
    prefer(cast.member, Cadence.NONE, scope=cast.health)
    gather_digests(timezone.now() + timedelta(days=1))
    left = Notice.objects.filter(letter__isnull=False)
    assert {notice.scope_id for notice in left} == {cast.mobility.pk, None}


def test_what_waits_is_gone_through_once_for_many_choices(cast: Cast) -> None:
    announce("test.daily", [cast.member], scope=cast.health)
    announce("test.weekly", [cast.member])
    choices = {(None, kind.name): Cadence.NONE for kind in kinds if not kind.fixed}
    with CaptureQueriesContext(connection) as queries:
        assert choose(cast.member, choices) == len(choices) > 2
    gone_through = [query for query in queries if "SELECT DISTINCT" in query["sql"]]
    assert len(gone_through) == 1
    assert set(Notice.objects.values_list("cadence", flat=True)) == {Cadence.NONE}
