"""The private calendar of a person."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from groups.actions.memberships import end_membership, join
from groups.models import Membership
from meetings.actions.renew_feed import renew_feed
from meetings.feed import person_of, token_of
from people.actions.close_account import close_account
from tests.cast import Cast
from tests.work.helpers import Browser, queries_of, text

from .helpers import a_meeting

pytestmark = pytest.mark.django_db


def titles(content: bytes) -> list[str]:
    return sorted(str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT"))


def feed_url(cast: Cast) -> str:
    return f"/agenda/{token_of(cast.member)}.ics"


def test_whoever_holds_the_address_reads_the_meetings_of_one_s_groups(
    cast: Cast, client_of: Browser
) -> None:
    a_meeting(cast, title="De mes groupes")
    cast.health, kept = cast.mobility, cast.health
    cast.coordinator, leads = cast.other_coordinator, cast.coordinator
    a_meeting(cast, title="D'un autre groupe")
    cast.health, cast.coordinator = kept, leads
    answer = client_of(None).get(feed_url(cast))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert titles(answer.content) == ["De mes groupes"]


def test_a_renewed_address_ends_the_one_before(cast: Cast, client_of: Browser) -> None:
    before = feed_url(cast)
    browser = client_of(cast.member)
    assert before in text(browser.get("/espace/agenda/"))
    assert browser.post("/espace/agenda/").status_code == 302
    assert client_of(None).get(before).status_code == 404
    assert client_of(None).get(feed_url(cast)).status_code == 200
    renew_feed(cast.member)
    assert len({before, feed_url(cast)}) == 2


def test_invented_and_foreign_tokens_open_nothing(cast: Cast, client_of: Browser) -> None:
    good = token_of(cast.member)
    person, turn, mark = good.split("-")
    for token in (
        "", "x", good[:-1], f"{good}0", f"{person}-2-{mark}", f"{cast.network.pk}-{turn}-{mark}",
        f"0{good}", f"{good}\n", "9" * 400, f"{10**17}-1-{mark}", good.upper(),
    ):  # fmt: skip
        assert person_of(token) is None, token
    assert client_of(None).get(f"/agenda/{person}-2-{mark}.ics").status_code == 404


def test_the_feed_ends_with_the_membership_and_with_the_account(
    cast: Cast, client_of: Browser
) -> None:
    a_meeting(cast)
    address = feed_url(cast)
    assert titles(client_of(None).get(address).content) == ["Point d'étape"]
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.member)
    assert titles(client_of(None).get(address).content) == []
    join(cast.member, cast.health, by=cast.coordinator)
    assert titles(client_of(None).get(address).content) == ["Point d'étape"]
    close_account(cast.member, by=cast.superuser)
    assert client_of(None).get(address).status_code == 404


def test_the_network_s_feed_holds_no_meeting_of_groups_that_they_are_not_in(
    cast: Cast, client_of: Browser
) -> None:
    a_meeting(cast)
    answer = client_of(None).get(f"/agenda/{token_of(cast.network)}.ics")
    assert titles(answer.content) == []


def test_a_feed_costs_the_same_for_two_and_for_twenty(cast: Cast, client_of: Browser) -> None:
    a_meeting(cast)
    a_meeting(cast, days=6)
    cost = queries_of(client_of(None), feed_url(cast))
    for number in range(18):
        a_meeting(cast, days=7 + number)
    assert queries_of(client_of(None), feed_url(cast)) == cost
