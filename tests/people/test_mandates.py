"""What a person is entrusted with, from a moment to a moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from freezegun import freeze_time

from people.actions.mandates import end_mandate, entrust
from people.enums import CENTRE_MANDATES, MandateKind
from people.models import Mandate, User
from people.rules import is_director, is_moderator, mandates_of
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db

DAY = at("2031-05-25T10:00")


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("kind", MandateKind)
def test_a_mandate_names_a_centre_exactly_when_it_speaks_for_one(
    cast: Cast, kind: MandateKind
) -> None:
    right, wrong = (cast.north, None) if kind in CENTRE_MANDATES else (None, cast.north)
    with pytest.raises(ValidationError) as refusal:
        entrust(cast.account, kind, by=cast.network, centre=wrong)
    assert set(refusal.value.message_dict) == {"centre"}
    assert entrust(cast.account, kind, by=cast.network, centre=right).is_current()


def test_the_end_follows_the_beginning(cast: Cast) -> None:
    mandate = Mandate(person=cast.account, kind=MandateKind.PARTNER, starts_at=DAY, ends_at=DAY)
    with pytest.raises(ValidationError) as refusal:
        mandate.full_clean()
    assert set(refusal.value.message_dict) == {"ends_at"}


def test_an_unknown_mandate_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        entrust(cast.account, "roi", by=cast.network)


def test_a_mandate_holds_from_its_first_moment_to_its_last_excluded(cast: Cast) -> None:
    mandate = entrust(cast.account, MandateKind.MODERATOR, by=cast.network, at=DAY)
    end = DAY + timedelta(days=1)
    Mandate.objects.filter(pk=mandate.pk).update(ends_at=end)
    for moment, holds in (
        (DAY - timedelta(seconds=1), False),
        (DAY, True),
        (end - timedelta(seconds=1), True),
        (end, False),
    ):
        with freeze_time(moment):
            assert is_moderator(again(cast.account)) is holds, moment
            assert Mandate.objects.get(pk=mandate.pk).is_current() is holds, moment


def test_entrusting_twice_is_one_mandate(cast: Cast) -> None:
    one = entrust(cast.account, MandateKind.PARTNER, by=cast.network)
    assert entrust(cast.account, MandateKind.PARTNER, by=cast.network) == one
    assert Mandate.objects.filter(person=cast.account).count() == 1


def test_a_mandate_holds_at_once_and_ends_at_once(cast: Cast) -> None:
    """On the very object whose rights were read before."""
    assert not is_director(cast.account)
    mandate = entrust(cast.account, MandateKind.DIRECTOR, by=cast.network, centre=cast.south)
    assert mandates_of(cast.account).centres == {cast.south.pk}
    end_mandate(mandate, by=cast.network)
    assert not is_director(again(cast.account))
    assert Mandate.objects.filter(pk=mandate.pk).exists()


def test_mandates_of_a_closed_account_do_not_hold(cast: Cast) -> None:
    User.objects.filter(pk=cast.moderator.pk).update(is_active=False)
    assert not Mandate.objects.current().filter(person=cast.moderator).exists()


@pytest.mark.parametrize("role", ["account", "member", "coordinator", "moderator", "director"])
def test_mandates_are_the_coordinations_alone(cast: Cast, role: str) -> None:
    person = getattr(cast, role)
    with pytest.raises(Http404):
        entrust(person, MandateKind.MODERATOR, by=person)
    with pytest.raises(Http404):
        end_mandate(cast.moderator.mandates.get(), by=person)
    assert is_moderator(again(cast.moderator))


def test_a_coordination_whose_mandate_just_ended_entrusts_nobody(cast: Cast) -> None:
    stale = again(cast.network)
    assert mandates_of(stale).kinds
    end_mandate(cast.network.mandates.get(), by=cast.superuser)
    with pytest.raises(Http404):
        entrust(cast.account, MandateKind.MODERATOR, by=stale)
