"""Minutes: written, amended by who was there, frozen, then only added to."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from contributions.life import life_of
from contributions.models import ContributionRecord, TextEvent
from groups.actions.memberships import end_membership, join
from groups.models import Membership
from kit.access import Refused
from meetings.actions.agenda import Point, set_agenda
from meetings.actions.attend import record_attendance, say_coming
from meetings.actions.base import TooLate
from meetings.actions.change import name_secretary
from meetings.actions.minutes import (
    add_addendum,
    decide_amendment,
    freeze_minutes,
    open_amendments,
    propose_amendment,
    write_minutes,
)
from meetings.actions.outcomes import add_decision, assign_task, drop_decision, tick_task
from meetings.enums import MinutesState
from meetings.marks import to_html, to_words
from meetings.models import Meeting
from meetings.selectors import tasks_of
from proposals.models import Proposal
from tests.cast import Cast, draft, text_in
from tests.work.helpers import Browser, queries_of, text

from .helpers import a_meeting, in_days

pytestmark = pytest.mark.django_db


def held(cast: Cast) -> Meeting:
    """A meeting that took place yesterday; its member was there, its coordinator not."""
    meeting = a_meeting(cast, days=-1)
    standings = {cast.member.pk: "present", cast.coordinator.pk: "absent"}
    record_attendance(meeting, standings, by=cast.coordinator)
    return meeting


def amending(cast: Cast) -> Meeting:
    meeting = held(cast)
    write_minutes(meeting, "<p>Dit.</p>", by=cast.coordinator)
    return open_amendments(meeting, in_days(2), by=cast.coordinator)


def frozen(cast: Cast) -> Meeting:
    meeting = amending(cast)
    return freeze_minutes(meeting, by=cast.coordinator, at=in_days(3))


def test_minutes_are_cleaned_on_every_way_in(cast: Cast, client_of: Browser) -> None:
    meeting = held(cast)
    html = '<p onclick="x()">Dit</p><script>alert(1)</script><a href="javascript:x()">ici</a>'
    write_minutes(meeting, html, by=cast.coordinator)
    meeting.refresh_from_db()
    assert "script" not in meeting.minutes
    assert "onclick" not in meeting.minutes
    browser, address = client_of(cast.coordinator), f"/reunions/{meeting.pk}/compte-rendu/"
    seen = meeting.minutes_at.isoformat() if meeting.minutes_at else ""
    typed = {"words": "<script>alert(1)</script>\n\n- un **mot**\n- deux", "seen": seen}
    assert browser.post(address, typed).status_code == 302
    meeting.refresh_from_db()
    assert "<li>un <strong>mot</strong></li>" in meeting.minutes
    assert "<script" not in meeting.minutes
    assert browser.get(address).context["form"]["words"].value() == typed["words"]


@pytest.mark.parametrize(
    "words",
    [
        "Un paragraphe.\n\nUn autre\nsur deux lignes.", "- un\n- deux\n\nPuis.", "1. un\n2. deux",
        "**gras** et *italique*", "Voir https://example.org/a_b*c*d et la suite.",
        "[le site](https://example.org/)", "5 * 3 < 20 & « c'est dit »",
        "1. Ouverture\nOn commence.\n2. Budget", "15. novembre : envoi", "1. seul",
        "1. un\n2. deux\n\n15. novembre : envoi", "1. un\n2. deux\n\n1. un\n2. deux",
    ],
)  # fmt: skip
def test_what_was_typed_comes_back_as_it_was(words: str) -> None:
    assert to_words(to_html(words)) == words


def test_two_who_write_do_not_write_over_each_other(cast: Cast, client_of: Browser) -> None:
    meeting = held(cast)
    write_minutes(meeting, "<p>D'abord.</p>", by=cast.coordinator)
    address = f"/reunions/{meeting.pk}/compte-rendu/"
    old = (timezone.now() - timedelta(hours=1)).isoformat()
    late = client_of(cast.coordinator).post(address, {"words": "Autre chose", "seen": old})
    assert late.status_code == 409
    assert "Autre chose" in text(late)
    meeting.refresh_from_db()
    assert meeting.minutes == "<p>D'abord.</p>"


@pytest.mark.parametrize("seen", ["", "autrefois"])
def test_the_first_words_are_not_written_over(cast: Cast, client_of: Browser, seen: str) -> None:
    meeting = held(cast)
    name_secretary(meeting, cast.member, by=cast.coordinator)
    address = f"/reunions/{meeting.pk}/compte-rendu/"
    for browser in (client_of(cast.coordinator), client_of(cast.member)):
        assert browser.get(address).context["form"]["seen"].value() == ""
    first = {"words": "Du secrétariat.", "seen": ""}
    for _ in range(2):
        assert client_of(cast.member).post(address, first).status_code == 302
    late = client_of(cast.coordinator).post(address, {"words": "De l'animation.", "seen": seen})
    assert late.status_code == 409
    assert late.context["form"]["words"].value() == "De l'animation."
    meeting.refresh_from_db()
    assert meeting.minutes == "<p>Du secrétariat.</p>"


def test_minutes_wait_for_the_meeting(cast: Cast) -> None:
    with pytest.raises(Refused):
        write_minutes(a_meeting(cast), "<p>Trop tôt.</p>", by=cast.coordinator)


def test_members_read_minutes_once_they_are_given_to_amend(cast: Cast, client_of: Browser) -> None:
    meeting = held(cast)
    write_minutes(meeting, "<p>Un secret de brouillon.</p>", by=cast.coordinator)
    address = f"/reunions/{meeting.pk}/"
    assert "Un secret" in text(client_of(cast.coordinator).get(address))
    assert "Un secret" not in text(client_of(cast.member).get(address))
    open_amendments(meeting, in_days(2), by=cast.coordinator)
    assert "Un secret" in text(client_of(cast.member).get(address))
    assert "Un secret" not in text(client_of(cast.network).get(address))


def test_a_named_secretary_writes_and_no_other_member_does(cast: Cast, client_of: Browser) -> None:
    meeting = held(cast)
    address = f"/reunions/{meeting.pk}/compte-rendu/"
    assert client_of(cast.member).get(address).status_code == 403
    name_secretary(meeting, cast.member, by=cast.coordinator)
    assert client_of(cast.member).get(address).status_code == 200
    write_minutes(meeting, "<p>Par le secrétariat.</p>", by=cast.member)
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.member)
    assert client_of(cast.member).get(address).status_code == 404


def test_who_was_there_amends_until_the_date(cast: Cast, client_of: Browser) -> None:
    meeting = amending(cast)
    address = f"/reunions/{meeting.pk}/amender/"
    assert client_of(cast.member).post(address, {"words": "  "}).status_code == 422
    for _ in range(2):
        assert client_of(cast.member).post(address, {"words": "Trois."}).status_code == 302
    assert meeting.amendments.count() == 1
    absent = client_of(cast.coordinator).post(address, {"words": "Quatre."})
    assert absent.status_code == 422
    assert "Quatre." in str(absent.context["amendment"]["words"].value())
    with pytest.raises(TooLate):
        propose_amendment(meeting, "Plus tard.", by=cast.member, at=in_days(4))


def test_a_refusal_has_a_reason_and_each_answer_is_given_once(
    cast: Cast, client_of: Browser
) -> None:
    meeting = amending(cast)
    row = propose_amendment(meeting, "Trois.", by=cast.member)
    address, browser = f"/reunions/{meeting.pk}/relecture/", client_of(cast.coordinator)
    assert browser.post(address, {"decide": f"refuse-{row.pk}", "reason": " "}).status_code == 422
    sent = browser.post(address, {"decide": f"refuse-{row.pk}", "reason": "Déjà dit."})
    assert sent.status_code == 302
    assert browser.post(address, {"decide": f"accept-{row.pk}"}).status_code == 409
    assert "Déjà dit." in text(client_of(cast.member).get(f"/reunions/{meeting.pk}/"))
    assert browser.post(address, {"decide": "accept-999999"}).status_code == 404


def test_minutes_are_frozen_for_ever_once_everything_has_its_answer(cast: Cast) -> None:
    meeting = amending(cast)
    with pytest.raises(Refused):
        freeze_minutes(meeting, by=cast.coordinator)
    row = propose_amendment(meeting, "Trois.", by=cast.member)
    with pytest.raises(Refused):
        freeze_minutes(meeting, by=cast.coordinator, at=in_days(3))
    decide_amendment(row, by=cast.coordinator, accept=True)
    frozen = freeze_minutes(meeting, by=cast.coordinator, at=in_days(3))
    assert frozen.minutes_state == MinutesState.FROZEN
    for act in (
        lambda: write_minutes(meeting, "<p>Autre.</p>", by=cast.coordinator),
        lambda: record_attendance(meeting, {cast.member.pk: "absent"}, by=cast.coordinator),
        lambda: add_decision(meeting, "Autre.", by=cast.coordinator),
        lambda: propose_amendment(meeting, "Autre.", by=cast.member),
    ):
        with pytest.raises(TooLate):
            act()


def test_minutes_freeze_by_themselves_when_their_date_has_come(cast: Cast) -> None:
    meeting = amending(cast)
    row = propose_amendment(meeting, "Trois.", by=cast.member)
    with freeze_time(timezone.now() + timedelta(days=3)):
        call_command("run_due", verbosity=0)
        meeting.refresh_from_db()
        assert not meeting.is_frozen
        decide_amendment(row, by=cast.coordinator, accept=False, reason="Déjà dit.")
        call_command("run_due", verbosity=0)
        call_command("run_due", verbosity=0)
    meeting.refresh_from_db()
    assert meeting.is_frozen


def test_what_was_accepted_is_taken_in_before_minutes_freeze(
    cast: Cast, client_of: Browser
) -> None:
    meeting = amending(cast)
    row = propose_amendment(meeting, "Trois.", by=cast.member)
    address = f"/reunions/{meeting.pk}/compte-rendu/"
    with freeze_time(timezone.now() + timedelta(days=3)) as clock:
        decide_amendment(row, by=cast.coordinator, accept=True)
        clock.tick(60)
        call_command("run_due", verbosity=0)
        with pytest.raises(Refused):
            freeze_minutes(meeting, by=None)
        browser = client_of(cast.coordinator)
        assert "ne se fige pas de lui-même" in text(browser.get(address))
        write_minutes(meeting, "<p>Dit trois.</p>", by=cast.coordinator)
        assert "ne se fige pas de lui-même" not in text(browser.get(address))
        call_command("run_due", verbosity=0)
    meeting.refresh_from_db()
    assert (meeting.is_frozen, meeting.minutes) == (True, "<p>Dit trois.</p>")


def test_who_keeps_minutes_freezes_them_all_the_same(cast: Cast) -> None:
    meeting = amending(cast)
    row = propose_amendment(meeting, "Trois.", by=cast.member)
    decide_amendment(row, by=cast.coordinator, accept=True)
    assert freeze_minutes(meeting, by=cast.coordinator, at=in_days(3)).is_frozen


def test_who_said_something_and_left_does_not_stop_the_list(cast: Cast, client_of: Browser) -> None:
    meeting = a_meeting(cast, days=2)
    say_coming(meeting, "excused", by=cast.member)
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.member)
    address = f"/reunions/{meeting.pk}/presences/"
    with freeze_time(timezone.now() + timedelta(days=3)):
        browser = client_of(cast.coordinator)
        form = browser.get(address).context["form"]
        sent = {name: form[name].value() or "present" for name in form.fields}
        assert sent[f"person_{cast.member.pk}"] == "excused"
        assert browser.post(address, sent).status_code == 302
        row = meeting.attendance.get(person=cast.member)
        assert (row.standing, row.centre) == ("excused", cast.north)
        changed = sent | {f"person_{cast.member.pk}": "present"}
        assert browser.post(address, changed).status_code == 422


def test_the_date_of_a_task_is_told_with_its_hour(cast: Cast, client_of: Browser) -> None:
    meeting = held(cast)
    due = datetime(2090, 6, 22, 23, 59, tzinfo=ZoneInfo("America/Martinique"))
    assign_task(meeting, "Écrire.", cast.member, by=cast.coordinator, due_at=due)
    shown = text(client_of(cast.member).get(f"/reunions/{meeting.pk}/")).replace("\xa0", " ")
    assert "5 h 59" in shown.replace("\u202f", " ")


def test_a_correction_stands_beside_what_is_frozen(cast: Cast, client_of: Browser) -> None:
    meeting = frozen(cast)
    address = f"/reunions/{meeting.pk}/compte-rendu/"
    for _ in range(2):
        sent = client_of(cast.coordinator).post(address, {"words": "Lire « trois »."})
        assert sent.status_code == 302
    assert meeting.addenda.count() == 1
    shown = text(client_of(cast.member).get(f"/reunions/{meeting.pk}/"))
    assert "Correctif du" in shown
    assert "<p>Dit.</p>" in shown
    late = client_of(cast.coordinator).post(address, {"words": "Réécrire", "seen": ""})
    assert late.status_code == 409
    assert "Réécrire" in text(late)
    with pytest.raises(Refused):
        add_addendum(held(cast), "<p>Trop tôt.</p>", by=cast.coordinator)


def test_a_decision_is_written_in_the_life_of_its_text_when_frozen(cast: Cast) -> None:
    page = draft(cast)
    meeting = held(cast)
    dropped = add_decision(meeting, "Une erreur.", by=cast.coordinator, text=page.record)
    drop_decision(dropped, by=cast.coordinator)
    for _ in range(2):
        add_decision(meeting, "Garder deux constats.", by=cast.coordinator, text=page.record)
    assert not TextEvent.objects.filter(kind="decided").exists()
    write_minutes(meeting, "<p>Dit.</p>", by=cast.coordinator)
    open_amendments(meeting, in_days(2), by=cast.coordinator)
    for _ in range(2):
        freeze_minutes(meeting, by=cast.coordinator, at=in_days(3))
    line = TextEvent.objects.get(kind="decided")
    assert (line.note, line.data["meeting"]) == ("Garder deux constats.", meeting.pk)
    told = life_of(page.record, cast.network, with_words=False, with_names=True)
    assert "Garder deux constats." not in str(told)
    assert len([each for each in told if "réunion" in each.what]) == 0


def test_a_decision_about_a_proposal_names_it(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    proposal = Proposal.objects.filter(page=page)[0]
    meeting = held(cast)
    row = add_decision(meeting, "La chiffrer.", by=cast.coordinator, proposal=proposal)
    assert row.text == page.record
    write_minutes(meeting, "<p>Dit.</p>", by=cast.coordinator)
    open_amendments(meeting, in_days(2), by=cast.coordinator)
    freeze_minutes(meeting, by=cast.coordinator, at=in_days(3))
    line = TextEvent.objects.get(kind="decided")
    assert (line.note, line.data["proposal"]) == ("La chiffrer.", proposal.pk)
    address = f'href="{proposal.get_absolute_url()}"'
    work = reverse("contributions:work", args=[page.record.pk])
    assert address in client_of(cast.member).get(work).content.decode().partition('id="vie"')[2]
    assert "La chiffrer." not in client_of(None).get(page.url).content.decode()
    told = life_of(page.record, cast.network, with_words=False, with_names=True)
    assert {each.proposal for each in told} == {None}


def test_texts_and_people_of_other_groups_stay_out(cast: Cast) -> None:
    meeting = held(cast)
    stranger = a_meeting(cast, days=-2)
    assert stranger.group == meeting.group
    other = draft(cast)
    other.record.lead_group = cast.mobility
    other.record.save()
    with pytest.raises(Refused):
        add_decision(meeting, "Ailleurs.", by=cast.coordinator, text=other.record)
    with pytest.raises(Refused):
        assign_task(meeting, "Ailleurs.", cast.other_member, by=cast.coordinator)
    with pytest.raises(Refused):
        record_attendance(meeting, {cast.gone.pk: "present"}, by=cast.coordinator)


def test_a_text_that_moved_away_takes_its_title_with_it(cast: Cast, client_of: Browser) -> None:
    page, meeting = draft(cast, "Un titre à taire"), held(cast)
    add_decision(meeting, "Garder.", by=cast.coordinator, text=page.record)
    set_agenda(meeting, [Point("Relire", text=page.record)], by=cast.coordinator)
    browser = client_of(cast.member)
    write_minutes(meeting, "<p>Dit.</p>", by=cast.coordinator)
    open_amendments(meeting, in_days(2), by=cast.coordinator)
    assert text(browser.get(f"/reunions/{meeting.pk}/")).count("Un titre à taire") == 2
    ContributionRecord.objects.filter(pk=page.record.pk).update(lead_group=cast.mobility)
    shown = text(browser.get(f"/reunions/{meeting.pk}/"))
    assert "Un titre à taire" not in shown
    assert "Garder." in shown
    freeze_minutes(meeting, by=cast.coordinator, at=in_days(3))
    assert not TextEvent.objects.filter(kind="decided").exists()


def test_each_is_noted_for_the_centre_of_that_day(cast: Cast) -> None:
    meeting = held(cast)
    join(cast.member, cast.health, by=cast.network, centre=cast.south)
    record_attendance(meeting, {cast.member.pk: "excused"}, by=cast.coordinator)
    assert meeting.attendance.get(person=cast.member).centre == cast.north


def test_a_task_is_its_person_s_until_done_and_ends_with_the_membership(
    cast: Cast, client_of: Browser
) -> None:
    meeting = held(cast)
    task = assign_task(meeting, "Écrire", cast.member, by=cast.coordinator, due_at=in_days(2))
    assert [each.title for each in tasks_of(cast.member)] == ["Écrire"]
    assert tasks_of(cast.coordinator) == []
    address = f"/reunions/{meeting.pk}/taches/{task.pk}/"
    assert client_of(cast.other_member).post(address).status_code == 404
    assert client_of(cast.member).post(address, {"done": "yes"}).status_code == 302
    assert tasks_of(cast.member) == []
    tick_task(task, by=cast.coordinator, done=False)
    assert len(tasks_of(cast.member)) == 1
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.member)
    assert tasks_of(cast.member) == []


def test_forms_of_decisions_and_tasks_name_what_is_wrong(cast: Cast, client_of: Browser) -> None:
    page, meeting = draft(cast), held(cast)
    address, browser = f"/reunions/{meeting.pk}/suites/", client_of(cast.coordinator)
    for words in (
        {"decide": 1, "decision-words": " "},
        {"decide": 1, "decision-words": "Oui", "decision-about": "text-999999"},
        {"task-what": "Écrire", "task-person": cast.other_member.pk},
        {"task-what": "Écrire", "task-person": 10**30},
        {"task-what": "Écrire", "task-person": cast.member.pk, "task-due_at": "2020-01-01"},
    ):
        assert browser.post(address, words).status_code == 422, words
    good = {"decide": 1, "decision-words": "Oui", "decision-about": f"text-{page.record.pk}"}
    assert browser.post(address, good).status_code == 302
    key = meeting.decisions.get().pk
    assert browser.post(address, {"drop": key}).status_code == 302
    assert browser.post(address, {"drop": key}).status_code == 404
    task = {"task-what": "Écrire", "task-person": cast.member.pk, "task-due_at": "2090-01-01"}
    assert browser.post(address, task).status_code == 302
    assert "Écrire" in text(client_of(cast.member).get(f"/reunions/{meeting.pk}/"))


def test_an_agenda_keeps_its_order_and_asks_what_was_seen(cast: Cast, client_of: Browser) -> None:
    page, meeting = draft(cast), a_meeting(cast)
    address, browser = f"/reunions/{meeting.pk}/ordre-du-jour/", client_of(cast.coordinator)
    points = {
        "title_0": "Deuxième", "order_0": 2, "minutes_0": 20, "lead_0": cast.member.pk,
        "title_1": "Premier", "order_1": 1, "about_1": f"text-{page.record.pk}",
        "title_2": "", "order_2": 3, "seen": 0,
    }  # fmt: skip
    assert browser.post(address, points).status_code == 302
    assert [item.title for item in meeting.agenda.all()] == ["Premier", "Deuxième"]
    late = browser.post(address, points)
    assert late.status_code == 409
    assert "Deuxième" in text(late)
    for wrong in ({"lead_0": cast.other_member.pk}, {"minutes_0": 100000}, {"about_0": "text-9"}):
        assert browser.post(address, points | wrong).status_code == 422
    shown = text(client_of(cast.member).get(f"/reunions/{meeting.pk}/"))
    assert shown.index("Premier") < shown.index("Deuxième")


def test_a_meeting_s_page_costs_the_same_for_two_and_for_twenty(
    cast: Cast, client_of: Browser
) -> None:
    page, meeting = draft(cast), held(cast)
    browser, address = client_of(cast.coordinator), f"/reunions/{meeting.pk}/"

    def fill(rows: int) -> None:
        for number in range(rows):
            words = f"N° {number} sur {rows}"
            add_decision(meeting, words, by=cast.coordinator, text=page.record)
            assign_task(meeting, words, cast.member, by=cast.coordinator)

    fill(2)
    few = queries_of(browser, address), queries_of(browser, f"{address}suites/")
    fill(20)
    assert (queries_of(browser, address), queries_of(browser, f"{address}suites/")) == few
