"""What people are told of meetings, and who no longer is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from freezegun import freeze_time

from groups.actions.memberships import end_membership, join
from groups.models import Membership
from kit.access import forget
from meetings.actions.answer_poll import answer_poll
from meetings.actions.attend import record_attendance
from meetings.actions.change import Facts, cancel_meeting, change_meeting
from meetings.actions.choose_slot import choose_slot
from meetings.actions.extend_poll import extend_poll
from meetings.actions.minutes import freeze_minutes, open_amendments, write_minutes
from meetings.actions.outcomes import assign_task, tick_task
from meetings.actions.series import plan_series
from meetings.enums import Rhythm
from meetings.facts import facts_of
from meetings.models import Poll
from notifications.kinds import kinds
from notifications.models import Notice
from notifications.selectors import news_of
from people.models import User
from tests.cast import Cast, person

from .helpers import HOUR, a_meeting, a_poll, in_days, slot_keys

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=f"meetings.{kind}").order_by("person__email")
    return [email.partition("@")[0] for email in rows.values_list("person__email", flat=True)]


def line(kind: str) -> tuple[str, str]:
    notice = Notice.objects.filter(kind=f"meetings.{kind}").order_by("-pk")[0]
    with timezone.override(notice.person.zone):
        said = kinds[notice.kind].line(notice.data, notice.person)
    return said.headline, said.words.replace("\xa0", " ")


def test_members_are_told_of_a_poll_and_of_its_date_but_not_by_themselves(cast: Cast) -> None:
    poll = a_poll(cast)
    assert told("poll_opened") == ["member"]
    assert line("poll_opened")[0] == "Quelle date pour « Réunion de lancement » ?"
    choose_slot(poll.slots.select_related("poll")[0], by=cast.coordinator)
    assert told("fixed") == ["member"]
    cast.member.time_zone = "America/Martinique"
    cast.member.save()
    assert "à Paris)" in line("fixed")[1]


def test_a_series_is_told_once(cast: Cast) -> None:
    start = in_days(3)
    facts = Facts("Hebdo", start, start + HOUR)
    plan_series(cast.health, facts, Rhythm.WEEKLY, by=cast.coordinator)
    assert told("fixed") == ["member"]
    assert "revient" in line("fixed")[1]


def test_moving_and_cancelling_are_told_and_a_new_name_alone_is_not(cast: Cast) -> None:
    meeting = a_meeting(cast)
    renamed = Facts("Autre nom", meeting.starts_at, meeting.ends_at)
    change_meeting(meeting, renamed, by=cast.coordinator)
    assert told("moved") == []
    later = Facts("Autre nom", meeting.starts_at + HOUR, meeting.ends_at + HOUR)
    for _ in range(2):
        change_meeting(meeting, later, by=cast.coordinator)
    assert told("moved") == ["member"]
    for _ in range(2):
        cancel_meeting(meeting, by=cast.coordinator, reason="Grève.")
    assert told("cancelled") == ["member"]
    assert "Grève." in line("cancelled")[1]


def test_only_who_has_not_answered_is_reminded_once(cast: Cast) -> None:
    poll = a_poll(cast)
    answer_poll(poll, {slot_keys(poll)[0]: "yes"}, by=cast.member)
    call_command("run_due", verbosity=0)
    assert told("poll_closing") == []
    with freeze_time(timezone.now() + timedelta(days=2)):
        call_command("run_due", verbosity=0)
        call_command("run_due", verbosity=0)
    assert told("poll_closing") == ["coordinator"]


def known(cast: Cast, kind: str) -> int:
    person = User.objects.get(pk=cast.member.pk)
    return len([each for each in news_of(person) if each.kind == f"meetings.{kind}"])


def test_a_reminder_of_a_poll_ends_with_the_answer_or_the_poll(cast: Cast) -> None:
    polls = [a_poll(cast, title) for title in ("Un", "Deux", "Trois")]
    with freeze_time(timezone.now() + timedelta(days=2)):
        call_command("run_due", verbosity=0)
        assert known(cast, "poll_closing") == 3
        answer_poll(polls[0], {slot_keys(polls[0])[0]: "yes"}, by=cast.member)
        choose_slot(polls[1].slots.select_related("poll")[0], by=cast.coordinator)
        assert known(cast, "poll_closing") == 1
        with CaptureQueriesContext(connection) as queries:
            known(cast, "poll_closing")
    with freeze_time(timezone.now() + timedelta(days=2)):
        for number in range(8):
            a_poll(cast, f"N° {number}")
    with freeze_time(timezone.now() + timedelta(days=4)):
        call_command("run_due", verbosity=0)
        assert known(cast, "poll_closing") == 8
        with CaptureQueriesContext(connection) as more:
            known(cast, "poll_closing")
    assert len(more) == len(queries)


def test_a_reminder_of_a_task_ends_with_the_task(cast: Cast) -> None:
    meeting = a_meeting(cast, days=-1)
    tasks = [
        assign_task(meeting, what, cast.member, by=cast.coordinator, due_at=in_days(3))
        for what in ("Appeler", "Écrire")
    ]
    with freeze_time(timezone.now() + timedelta(days=2)):
        call_command("run_due", verbosity=0)
        assert known(cast, "task_due") == 2
        tick_task(tasks[0], by=cast.member)
        assert known(cast, "task_due") == 1
        tick_task(tasks[0], by=cast.member, done=False)
        assert known(cast, "task_due") == 2


def test_what_is_remembered_for_reminders_is_forgotten_for_a_decision(cast: Cast) -> None:
    a_poll(cast)
    assert len(facts_of(cast.member).polls) == 1
    Poll.objects.all().delete()
    forget(cast.member)
    assert not facts_of(cast.member).polls


def test_more_time_is_told_to_who_has_not_answered(cast: Cast) -> None:
    join(cast.account, cast.health, by=cast.network)
    poll = a_poll(cast)
    answer_poll(poll, {slot_keys(poll)[0]: "yes"}, by=cast.account)
    for _ in range(2):
        extend_poll(poll, in_days(5), by=cast.coordinator)
    assert told("poll_closing") == ["member"]
    with freeze_time(timezone.now() + timedelta(days=4)):
        for _ in range(2):
            call_command("run_due", verbosity=0)
    assert told("poll_closing") == ["coordinator", "member", "member"]


def test_more_time_at_the_last_moment_is_not_told_twice(cast: Cast) -> None:
    poll = a_poll(cast)
    with freeze_time(timezone.now() + timedelta(days=4)):
        extend_poll(poll, timezone.now() + timedelta(days=1), by=cast.coordinator)
        call_command("run_due", verbosity=0)
    assert told("poll_closing") == ["coordinator", "member"]


def test_attendees_are_asked_to_amend_and_the_group_told_when_frozen(cast: Cast) -> None:
    join(cast.account, cast.health, by=cast.network)
    meeting = a_meeting(cast, days=-1)
    Membership.objects.filter(person=cast.account).update(starts_at=in_days(-9))
    record_attendance(
        meeting, {cast.member.pk: "present", cast.account.pk: "absent"}, by=cast.coordinator
    )
    write_minutes(meeting, "<p>Dit.</p>", by=cast.coordinator)
    open_amendments(meeting, in_days(2), by=cast.coordinator)
    assert told("minutes_to_amend") == ["member"]
    for _ in range(2):
        open_amendments(meeting, in_days(3), by=cast.coordinator)
    assert told("minutes_to_amend") == ["member", "member"]
    freeze_minutes(meeting, by=cast.coordinator, at=in_days(4))
    assert told("minutes_frozen") == ["account", "member"]


def test_a_task_is_told_when_given_and_the_day_before_unless_done(cast: Cast) -> None:
    Membership.objects.filter(group=cast.health, ends_at=None).update(starts_at=in_days(-9))
    meeting = a_meeting(cast, days=-1)
    give = {"by": cast.coordinator, "due_at": in_days(3)}
    done = assign_task(meeting, "Appeler", cast.member, **give)  # type: ignore[arg-type]
    assign_task(meeting, "Écrire", cast.member, **give)  # type: ignore[arg-type]
    assert told("task_assigned") == ["member", "member"]
    tick_task(done, by=cast.member)
    with freeze_time(timezone.now() + timedelta(days=2)):
        call_command("run_due", verbosity=0)
        call_command("run_due", verbosity=0)
    assert told("task_due") == ["member"]
    assert line("task_due")[0] == "À faire bientôt : Écrire"


def test_who_left_may_know_nothing_more(cast: Cast) -> None:
    a_meeting(cast)
    notice = Notice.objects.get(kind="meetings.fixed")
    may_know = kinds[notice.kind].may_know
    assert may_know(User.objects.get(pk=cast.member.pk), notice)
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.member)
    assert not may_know(User.objects.get(pk=cast.member.pk), notice)


def test_two_hundred_are_told_as_cheaply_as_two(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            a_poll(cast)
        return len(queries)

    few = cost()
    people = [person(f"p{number}") for number in range(30)]
    Membership.objects.bulk_create(
        Membership(person=one, group=cast.health, starts_at=in_days(-1)) for one in people
    )
    assert cost() == few


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_speaks_both_languages(cast: Cast, language: str) -> None:
    names = [kind.name for kind in kinds if kind.name.startswith("meetings.")]
    assert len(names) == 9
    with translation.override(language):
        assert all(str(kinds[name].label) for name in names)
