"""The pages of meetings: who gets what, and every form once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from meetings import rules
from meetings.actions.choose_slot import choose_slot
from meetings.models import Meeting, Poll
from tests.cast import Cast
from tests.work.helpers import Browser, answers, only, queries_of, text

from .helpers import HOUR, a_meeting, a_poll, in_days, slot_keys

pytestmark = pytest.mark.django_db

GROUP = "/groupes/sante/espace/reunions/"
INSIDE = ("member", "coordinator")
SEES = (*INSIDE, "network", "superuser")


def refused(*names: str) -> dict[str | None, str]:
    return dict.fromkeys(names, "refused")


def test_who_opens_which_page(cast: Cast, client_of: Browser) -> None:
    meeting, poll = a_meeting(cast), a_poll(cast)
    one = f"/reunions/{meeting.pk}/"
    seen_by_many = refused("member", "network", "superuser")
    for address, expected in {
        GROUP: only(*SEES),
        one: only(*SEES),
        f"/reunions/dates/{poll.pk}/": only(*INSIDE),
        f"{GROUP}nouvelle/": only("coordinator") | seen_by_many,
        f"{GROUP}date/": only("coordinator") | seen_by_many,
        f"{one}reunion.ics": only(*INSIDE) | refused("network", "superuser"),
        f"{one}modifier/": only("coordinator") | seen_by_many,
        f"{one}annuler/": only("coordinator") | seen_by_many,
        f"{one}ordre-du-jour/": only("coordinator") | seen_by_many,
        f"{one}presences/": only("coordinator") | seen_by_many,
        f"{one}compte-rendu/": only("coordinator") | seen_by_many,
        f"{one}suites/": only("coordinator") | seen_by_many,
    }.items():
        assert answers(client_of, cast, address) == expected, address


def test_what_does_not_exist_is_answered_as_what_is_hidden(cast: Cast, client_of: Browser) -> None:
    a_meeting(cast)
    for address in (
        "/reunions/987654/", "/reunions/dates/987654/", "/reunions/987654/modifier/",
        "/groupes/nulle-part/espace/reunions/", f"/reunions/{10**30}/",
    ):  # fmt: skip
        expected = only()
        assert answers(client_of, cast, address, (None, "account", "member")) == {
            name: expected[name] for name in (None, "account", "member")
        }


def test_the_network_sees_that_a_meeting_exists_and_no_more(cast: Cast, client_of: Browser) -> None:
    meeting = a_meeting(cast, place="Salle Ambroise", link="https://visio.example.org/secret")
    shown = text(client_of(cast.network).get(f"/reunions/{meeting.pk}/"))
    assert "Point d'étape" in shown
    for hidden in ("Salle Ambroise", "visio.example.org", "Member", "Ordre du jour"):
        assert hidden not in shown
    assert "Salle Ambroise" in text(client_of(cast.member).get(f"/reunions/{meeting.pk}/"))


def test_private_pages_stay_out_of_caches(cast: Cast, client_of: Browser) -> None:
    meeting, poll = a_meeting(cast), a_poll(cast)
    for address in (
        GROUP,
        f"/reunions/{meeting.pk}/",
        f"/reunions/dates/{poll.pk}/",
        "/espace/agenda/",
    ):
        shown = client_of(cast.member).get(address)
        assert shown.status_code == 200, address
        assert shown["Cache-Control"] == "private, no-store"


def a_form(**words: object) -> dict[str, object]:
    return {
        "title": "Atelier", "starts_at": "2090-06-10T09:00", "ends_at": "2090-06-10T10:30",
        "place": "", "link": "", "rhythm": "", "until": "",
    } | words  # fmt: skip


def test_a_coordinator_plans_and_the_same_form_plans_once(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.coordinator)
    seen = browser.get(f"{GROUP}nouvelle/").context["form"].initial["seen"]
    for _ in range(2):
        sent = browser.post(f"{GROUP}nouvelle/", a_form(seen=seen))
        assert sent.status_code == 302
    assert Meeting.objects.count() == 1
    assert Meeting.objects.get().starts_at.isoformat() == "2090-06-10T07:00:00+00:00"


@pytest.mark.parametrize(
    "words",
    [
        {"ends_at": "2090-06-10T08:00"}, {"starts_at": "1900-01-01T09:00"},
        {"starts_at": "9999-12-31T23:00", "ends_at": "9999-12-31T23:30"},
        {"starts_at": "2090-03-26T02:30", "ends_at": "2090-03-26T04:00"},
        {"starts_at": "2090-10-29T02:30", "ends_at": "2090-10-29T04:00"},
        {"link": "javascript:alert(1)"}, {"link": "http://visio.example.org/a"}, {"title": "  "},
        {"ends_at": "2090-06-20T10:00"}, {"rhythm": "daily"}, {"title": "a\x00b"},
        {"rhythm": "weekly", "until": "2090-06-01"},
    ],
)  # fmt: skip
def test_what_makes_no_meeting_is_named_and_kept(
    cast: Cast, client_of: Browser, words: dict[str, str]
) -> None:
    sent = client_of(cast.coordinator).post(f"{GROUP}nouvelle/", a_form(**words))
    assert (sent.status_code, Meeting.objects.count()) == (422, 0)
    assert sent.context["form"].errors
    assert sent.context["form"]["place"].value() == ""


def test_moving_asks_for_what_was_seen(cast: Cast, client_of: Browser) -> None:
    meeting = a_meeting(cast)
    address, browser = f"/reunions/{meeting.pk}/modifier/", client_of(cast.coordinator)
    words = a_form(seen=0, secretary=cast.member.pk)
    assert browser.post(address, words).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.sequence, meeting.secretary) == ("Atelier", 1, cast.member)
    late = browser.post(address, a_form(seen=0, title="Autre"))
    assert late.status_code == 409
    assert "Autre" in text(late)
    stranger = browser.post(address, a_form(seen=1, secretary=cast.other_member.pk))
    assert stranger.status_code == 422


def test_cancelling_is_said_on_the_page_with_its_reason(cast: Cast, client_of: Browser) -> None:
    meeting = a_meeting(cast)
    browser = client_of(cast.coordinator)
    sent = browser.post(f"/reunions/{meeting.pk}/annuler/", {"reason": "Trop de malades."})
    assert sent.status_code == 302
    shown = text(client_of(cast.member).get(f"/reunions/{meeting.pk}/"))
    assert "Cette réunion est annulée." in shown
    assert "Trop de malades." in shown


def test_a_member_says_that_they_come(cast: Cast, client_of: Browser) -> None:
    meeting = a_meeting(cast)
    address, browser = f"/reunions/{meeting.pk}/venir/", client_of(cast.member)
    for standing in ("coming", "excused", "excused"):
        assert browser.post(address, {"standing": standing}).status_code == 302
    assert [row.standing for row in meeting.attendance.all()] == ["excused"]
    assert meeting.attendance.get().centre == cast.north
    assert browser.post(address, {"standing": "present"}).status_code == 404


def a_poll_form(**words: object) -> dict[str, object]:
    slots = {f"slot_{number}": f"2090-06-1{number}T09:00" for number in range(3)}
    return {
        "title": "Lancement", "length": 60, "closes_at": "2090-06-01", "place": "", "link": ""
    } | slots | words  # fmt: skip


def test_dates_are_proposed_at_the_hour_of_who_proposes(cast: Cast, client_of: Browser) -> None:
    cast.coordinator.time_zone = "Indian/Reunion"
    cast.coordinator.save()
    sent = client_of(cast.coordinator).post(f"{GROUP}date/", a_poll_form(slot_5=""))
    assert sent.status_code == 302
    starts = [slot.starts_at.isoformat() for slot in Poll.objects.get().slots.all()]
    assert starts[0] == "2090-06-10T05:00:00+00:00"
    assert len(starts) == 3


def test_more_slots_keep_what_was_typed(cast: Cast, client_of: Browser) -> None:
    longer = client_of(cast.coordinator).post(f"{GROUP}date/", a_poll_form(more=1, title=""))
    form = longer.context["form"]
    assert (longer.status_code, len(form.slot_fields)) == (200, 6)
    assert form["slot_2"].value() == "2090-06-12T09:00"


@pytest.mark.parametrize(
    "words",
    [
        {f"slot_{number}": f"2090-0{1 + number // 28}-{number % 28 + 1:02}T09:00" for number in range(200)},
        {f"slot_{number}": "2090-06-10T09:00" for number in range(3)},
        {"slot_1": "", "slot_2": ""}, {"slot_0": "1900-01-01T00:00"}, {"slot_0": "2020-01-01T10:00"},
        {"slot_0": "2090-03-26T02:30"}, {"closes_at": "2020-01-01"}, {"closes_at": "2090-07-01"},
        {"length": 3}, {"link": "javascript:alert(1)"},
    ],
)  # fmt: skip
def test_dates_that_make_no_choice_are_named(
    cast: Cast, client_of: Browser, words: dict[str, str]
) -> None:
    sent = client_of(cast.coordinator).post(f"{GROUP}date/", a_poll_form(**words))
    assert (sent.status_code, Poll.objects.count()) == (422, 0)
    assert len(sent.context["form"].slot_fields) <= 20


def test_a_member_answers_and_answers_again(cast: Cast, client_of: Browser) -> None:
    poll = a_poll(cast)
    address, browser = poll.get_absolute_url(), client_of(cast.member)
    one, two, _three = slot_keys(poll)
    assert browser.post(address, {f"slot_{one}": "yes", f"slot_{two}": "no"}).status_code == 302
    assert browser.post(address, {f"slot_{two}": "maybe"}).status_code == 302
    shown = browser.get(address)
    assert [line.own for line in shown.context["view"].lines] == ["yes", "maybe", ""]
    assert shown.context["view"].missing == ["Coordinator"]
    for nothing in ({}, {f"slot_{one}": "peut-être"}, {f"slot_{10**17}": "yes"}):
        assert browser.post(address, nothing).status_code == 422


def test_a_choice_fixes_the_meeting_and_a_second_one_comes_too_late(
    cast: Cast, client_of: Browser
) -> None:
    poll = a_poll(cast)
    one, two, _three = slot_keys(poll)
    address = f"/reunions/dates/{poll.pk}/choisir/"
    browser = client_of(cast.coordinator)
    assert client_of(cast.member).post(address, {"slot": one}).status_code == 403
    assert browser.post(address, {"slot": ""}).status_code == 422
    for _ in range(2):
        assert browser.post(address, {"slot": one}).status_code == 302
    assert browser.post(address, {"slot": two}).status_code == 409
    assert browser.post(address, {"give_up": 1}).status_code == 409
    assert Meeting.objects.count() == 1
    closed = client_of(cast.member).post(poll.get_absolute_url(), {f"slot_{two}": "yes"})
    assert closed.status_code == 409


def test_a_search_for_a_date_may_be_given_up(cast: Cast, client_of: Browser) -> None:
    poll = a_poll(cast)
    browser = client_of(cast.coordinator)
    assert browser.post(f"/reunions/dates/{poll.pk}/choisir/", {"give_up": 1}).status_code == 302
    assert "abandonnée" in text(browser.get(poll.get_absolute_url()))
    slot = poll.slots.first()
    assert slot is not None
    late = browser.post(f"/reunions/dates/{poll.pk}/choisir/", {"slot": slot.pk})
    assert late.status_code == 409


def test_a_coordinator_gives_more_time_to_answer(cast: Cast, client_of: Browser) -> None:
    poll, browser = a_poll(cast), client_of(cast.coordinator)
    address = f"/reunions/dates/{poll.pk}/prolonger/"
    late = (timezone.now() - timedelta(days=1)).date()
    for wrong in ("", "2020-01-01", late, "2090-01-01"):
        sent = browser.post(address, {"closes_at": wrong})
        assert sent.status_code == 422
        assert sent.context["more_time"].errors
    assert client_of(cast.member).post(address, {"closes_at": "2090-01-01"}).status_code == 403
    assert client_of(cast.other_member).post(address).status_code == 404
    assert browser.get(address).status_code == 302
    day = in_days(5).date()
    with freeze_time(timezone.now() + timedelta(days=4)):
        browser = client_of(cast.coordinator)
        assert not rules.can_answer(cast.member, Poll.objects.get())
        assert browser.post(address, {"closes_at": day}).status_code == 302
        assert rules.can_answer(cast.member, Poll.objects.get())
        assert f'value="{day}"' in browser.get(poll.get_absolute_url()).content.decode()
        choose_slot(poll.slots.select_related("poll")[2], by=cast.coordinator)
        assert browser.post(address, {"closes_at": day}).status_code == 409


def test_pages_cost_the_same_for_two_and_for_twenty(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.coordinator)
    poll = a_poll(cast, slots=2)
    a_meeting(cast)
    costs = queries_of(browser, GROUP), queries_of(browser, poll.get_absolute_url())
    for number in range(18):
        a_meeting(cast, days=number + 1, title=f"Point {number}")
        choose = a_poll(cast, title=f"Date {number}")
        if number % 2:
            slot = choose.slots.all()[0]
            slot.poll = choose
            choose_slot(slot, by=cast.coordinator)
    longer = a_poll(cast, slots=20)
    assert (queries_of(browser, GROUP), queries_of(browser, longer.get_absolute_url())) == costs


def test_hours_are_told_here_in_paris_and_where_it_is_night(cast: Cast, client_of: Browser) -> None:
    cast.coordinator.time_zone, cast.member.time_zone = "Indian/Mayotte", "America/Martinique"
    cast.coordinator.save()
    cast.member.save()
    start = in_days(8).replace(hour=0)  # 20 h in Martinique, 3 h in Mayotte
    meeting = a_meeting(cast, days=8)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=start, ends_at=start + HOUR)
    shown = " ".join(text(client_of(cast.member).get(f"/reunions/{meeting.pk}/")).split())
    shown = shown.replace("\xa0", " ").replace("\u202f", " ")
    assert "de 20 h à 21 h" in shown
    assert "nuit à Mayotte (3 h)" in shown
