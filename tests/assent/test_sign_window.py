"""The window in which a text is signed: by when, who is asked, who is told when it moves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assent.signing.actions.sign import sign
from assent.signing.chores import invite_late_centres
from assent.signing.news import remind_signers
from assent.signing.selectors import DAYS_OPEN
from assent.signing.windows import invite_late
from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.publish import schedule, unschedule
from contributions.actions.set_dates import set_dates
from contributions.models import ContributionPage
from contributions.rules import can_read_version
from groups.actions.memberships import join
from groups.actions.move_call import move_call
from groups.deadlines import days_after, end_of_day, westernmost_zone
from groups.enums import Step
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import Centre, User
from tests.cast import Cast, person, text_in

from .signed import (
    DAY,
    again,
    corrected,
    of_centre,
    published,
    told,
    validated,
    window_of,
)

pytestmark = pytest.mark.django_db


def closing(page: ContributionPage) -> object:
    return window_of(page).closes_at


# -- By when


def test_a_date_nobody_said_is_the_end_of_a_day_for_the_westernmost_member(cast: Cast) -> None:
    User.objects.filter(pk=cast.member.pk).update(time_zone="America/Martinique")
    window = window_of(validated(cast))
    west = westernmost_zone()
    assert str(west) == "America/Martinique"
    day = window.opens_at.astimezone(west).date() + timedelta(days=DAYS_OPEN)
    assert window.closes_at == end_of_day(day, west)


def test_the_window_closes_at_the_day_of_publication_and_follows_it(cast: Cast) -> None:
    page = text_in(cast, "review")
    due = timezone.now() + 20 * DAY
    set_dates(page, by=cast.coordinator, dates={Step.PUBLICATION: due})
    page = validated(cast, page)
    assert window_of(page).closes_at == due
    later = due + 3 * DAY
    set_dates(page, by=cast.coordinator, dates={Step.PUBLICATION: later})
    assert window_of(page).closes_at == later
    set_dates(page, by=cast.coordinator, dates={Step.PUBLICATION: None})
    assert closing(page) == days_after(window_of(page).opens_at, DAYS_OPEN)


def test_the_window_follows_the_minute_of_publication(cast: Cast) -> None:
    """Sooner, and those alone who have not signed are told; later, and it lasts."""
    south = of_centre(cast, cast.south)
    page = validated(cast)
    said, soon = closing(page), timezone.now() + 4 * DAY
    sign(page, centre=cast.south, by=south)
    schedule(page, by=cast.moderator, minute=soon)
    assert closing(page) == soon
    [line] = told(cast.director, "assent.sign_sooner")
    assert line.startswith("Plus tôt que prévu") and "Centre Nord" in line
    assert not told(south, "assent.sign_sooner")

    later = timezone.now() + 20 * DAY
    schedule(page, by=cast.moderator, minute=later)
    assert closing(page) == later
    assert told(cast.director, "assent.sign_sooner")[0].startswith("Avant le"), "not sooner now"
    unschedule(page, by=cast.moderator)
    assert closing(page) == said


def test_a_minute_that_is_near_reminds_at_once_and_only_once(cast: Cast) -> None:
    page = validated(cast)
    near = timezone.now() + DAY
    schedule(page, by=cast.moderator, minute=near)
    assert [line[:9] for line in told(cast.director, "assent.sign_soon")] == ["Plus tôt "]
    assert remind_signers(timezone.now()) == 0
    assert not told(cast.director, "assent.sign_sooner")


def test_what_is_signed_before_the_publication_is_in_time_whatever_the_minute(cast: Cast) -> None:
    page = validated(cast)
    minute = timezone.now() + DAY
    schedule(page, by=cast.moderator, minute=minute)
    row = sign(page, centre=cast.north, by=cast.director, at=minute + timedelta(seconds=30))
    assert not row.is_late, "the text had not come out yet"


def test_a_call_that_moves_its_publication_tells_who_has_not_signed(cast: Cast) -> None:
    ends = timezone.now() + 20 * DAY
    call, [page] = open_call(
        "Saisine", [AskedOf(cast.health, "Texte")], by=cast.network, publication_due=ends
    )
    validated_page = text_in(cast, "validated")
    type(page.record).objects.filter(pk=validated_page.record.pk).update(call=call)
    move_call(call, Step.PUBLICATION, ends - 10 * DAY, by=cast.network)
    assert closing(validated_page) == ends - 10 * DAY
    assert not told(cast.director, "assent.sign_sooner"), "later than the week that was said"
    move_call(call, Step.PUBLICATION, timezone.now() + 5 * DAY, by=cast.network)
    assert len(told(cast.director, "assent.sign_sooner")) == 1


# -- Who is asked


def test_a_centre_that_arrives_during_the_window_is_invited_too(cast: Cast) -> None:
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    arrived = of_centre(cast, away)
    page = validated(cast)
    assert invite_late_centres(timezone.now()) == 0
    join(person("nouvelle"), cast.health, by=cast.network, centre=away)
    assert invite_late_centres(timezone.now()) == 1 and invite_late_centres(timezone.now()) == 0
    assert told(arrived, "assent.to_sign")
    assert can_read_version(again(arrived), window_of(page).version, page)


def test_a_centre_that_arrives_after_a_form_correction_is_invited_and_reminded(cast: Cast) -> None:
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    arrived = of_centre(cast, away)
    page = validated(cast)
    version = corrected(cast, page)
    join(person("nouvelle"), cast.health, by=cast.network, centre=away)
    window = window_of(page)
    assert window.version != version == window.latest
    assert invite_late(window, timezone.now()) == 1
    assert invite_late(window, timezone.now()) == 0, "another worker had read the same window"
    assert can_read_version(again(arrived), version, page)
    assert remind_signers(window.closes_at - DAY)
    assert "Centre Ouest" in told(arrived, "assent.sign_soon")[0]


def test_nobody_is_invited_to_what_came_out_meanwhile(cast: Cast) -> None:
    page = validated(cast)
    window = window_of(page)
    published(cast, page)
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    of_centre(cast, away)
    join(person("nouvelle"), cast.health, by=cast.network, centre=away)
    assert invite_late(window, timezone.now()) == 0


def test_who_speaks_for_two_centres_is_asked_once(cast: Cast) -> None:
    entrust(cast.director, MandateKind.DIRECTOR, centre=cast.south, by=cast.superuser)
    page = validated(cast)
    [line] = told(cast.director, "assent.to_sign")
    assert "Centre Nord, Centre Sud" in line
    sign(page, centre=cast.north, by=cast.director)
    [line] = told(cast.director, "assent.to_sign")
    assert "Centre Nord" not in line, "what is done is asked no more"
    remind_signers(window_of(page).closes_at - DAY)
    assert len(told(cast.director, "assent.sign_soon")) == 1


# -- One centre alone


def test_whether_one_centre_carries_a_text_is_known_when_it_comes_out(cast: Cast) -> None:
    join(cast.coordinator, cast.health, by=cast.network, role="coordinator", centre=cast.north)
    page = validated(cast)
    assert window_of(page).is_single
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    west = of_centre(cast, away)
    join(person("nouvelle"), cast.health, by=cast.network, centre=away)
    # Nobody has invited it yet: the minute of publication is sooner.
    published(cast, page)
    assert not window_of(page).is_single and not window_of(page).says_something
    assert sign(page, centre=away, by=west).stands


def test_a_text_that_another_centre_signs_later_is_carried_by_one_no_more(cast: Cast) -> None:
    join(cast.coordinator, cast.health, by=cast.network, role="coordinator", centre=cast.north)
    page = published(cast, validated(cast))
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    west = of_centre(cast, away)
    join(person("nouvelle"), cast.health, by=cast.network, centre=away)
    assert window_of(page).is_single, "who arrives afterwards carried nothing"
    sign(page, centre=away, by=west)
    assert not window_of(page).is_single


# -- The reminder


def test_one_reminder_goes_to_those_alone_who_have_not_signed(cast: Cast) -> None:
    south = of_centre(cast, cast.south)
    page = validated(cast)
    sign(page, centre=cast.north, by=cast.director)
    assert remind_signers(timezone.now()) == 0
    soon = window_of(page).closes_at - DAY
    assert remind_signers(soon) == 1 and remind_signers(soon + timedelta(hours=1)) == 0
    assert "Centre Sud" in told(south, "assent.sign_soon")[0]
    assert not told(cast.director, "assent.sign_soon")
    sign(page, centre=cast.south, by=south)
    assert not told(south, "assent.sign_soon") and not told(south, "assent.to_sign")
