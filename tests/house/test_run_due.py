"""`run_due`: what was put off is done at its moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from freezegun import freeze_time

from contributions.enums import PublicState
from contributions.lifecycle import state_of
from groups.actions.memberships import end_membership
from groups.models import Membership
from tests.cast import Cast, fresh, text_in

SOON = timedelta(days=8)


def test_a_scheduled_text_waits_for_its_minute(cast: Cast) -> None:
    page = text_in(cast, "scheduled")
    call_command("run_due", verbosity=0)
    assert state_of(fresh(page)).public is PublicState.NONE


def test_a_scheduled_text_is_published_at_its_minute(cast: Cast) -> None:
    page = text_in(cast, "scheduled")
    minute = page.record.embargo_until
    with freeze_time(minute + timedelta(hours=1)):
        call_command("run_due", verbosity=0)
        call_command("run_due", verbosity=0)
    text = fresh(page)
    assert state_of(text).public is PublicState.PUBLISHED
    assert text.record.published_at == minute
    assert text.record.events.filter(kind="published").count() == 1


def test_a_membership_that_ends_by_its_date_loses_its_access(cast: Cast) -> None:
    membership = Membership.objects.get(person=cast.member, group=cast.health)
    access = cast.health.record.auth_group
    end_membership(membership, by=cast.network, at=timezone.now() + timedelta(days=7))
    assert access in cast.member.groups.all()
    with freeze_time(timezone.now() + SOON):
        call_command("run_due", verbosity=0)
    assert access not in cast.member.groups.all()


def test_people_whose_memberships_stand_are_left_alone(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {person.pk: set(person.groups.all()) for person in cast.people().values()}
    call_command("run_due")
    assert {person.pk: set(person.groups.all()) for person in cast.people().values()} == before
    assert capsys.readouterr().out == ""
