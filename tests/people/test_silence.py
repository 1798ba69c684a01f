"""Silence is of who no longer visits; what fails holds up nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from notifications.enums import LetterState
from notifications.models import Letter
from people.actions.close_inactive import close_inactive
from people.actions.purge import purge
from people.models import User
from tests.cast import Cast

from .doors import enter

pytestmark = pytest.mark.django_db


def silent(person: User, days: int) -> None:
    User.objects.filter(pk=person.pk).update(last_login=timezone.now() - timedelta(days=days))


def test_who_visits_without_signing_in_anew_is_not_silent(cast: Cast) -> None:
    client = Client()
    enter(client, cast.account.email)
    User.objects.update(last_login=timezone.now(), date_joined="2020-01-01T00:00Z")
    silent(cast.account, 800)
    with freeze_time(timezone.now() + timedelta(minutes=11)):
        client.get("/espace/")
    assert close_inactive(timezone.now()) == 0


def test_one_account_that_cannot_be_closed_holds_up_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.update(last_login=timezone.now(), date_joined="2020-01-01T00:00Z")
    silent(cast.account, 900)
    silent(cast.member, 705)
    module = import_module("people.actions.close_inactive")
    real = module._warn_or_close

    def failing(pk: int, now: datetime) -> bool:
        if pk == cast.account.pk:
            raise RuntimeError("scrub")
        return bool(real(pk, now))

    monkeypatch.setattr(module, "_warn_or_close", failing)
    with pytest.raises(RuntimeError):
        purge(timezone.now())
    assert Letter.objects.filter(kind="people.inactivity", address=cast.member.email).exists()


def test_who_waits_for_the_end_of_a_warning_holds_up_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as one run looks at were warned, or could not be: the next one's turn comes."""
    monkeypatch.setattr(import_module("people.actions.close_inactive"), "_AT_MOST", 2)
    User.objects.update(last_login=timezone.now(), date_joined="2020-01-01T00:00Z")
    for person, days in ((cast.account, 900), (cast.partner, 800), (cast.member, 705)):
        silent(person, days)
    now = timezone.now()
    assert close_inactive(now) == 2
    Letter.objects.filter(person=cast.account).update(state=LetterState.DEAD)
    assert close_inactive(now) == 1
    assert Letter.objects.filter(kind="people.inactivity", person=cast.member).exists()
    assert close_inactive(now) == 0
    sent = Letter.objects.exclude(person=cast.account)
    sent.update(state=LetterState.SENT, sent_at=now)
    later = now + timedelta(days=31)
    User.objects.exclude(last_login__lt=now - timedelta(days=700)).update(last_login=later)
    assert close_inactive(later) == 2
    assert set(User.objects.filter(is_active=False)) == {cast.partner, cast.member}
