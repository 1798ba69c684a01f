"""Rules of meetings, role by role and state by state; querysets are their twins."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import Http404

from groups.actions.memberships import end_membership
from groups.models import Membership
from kit.access import AnyUser
from meetings import rules
from meetings.actions.answer_poll import answer_poll
from meetings.actions.attend import record_attendance
from meetings.actions.base import TooLate
from meetings.actions.change import cancel_meeting
from meetings.actions.choose_slot import choose_slot, give_up_poll
from meetings.actions.minutes import freeze_minutes, open_amendments, write_minutes
from meetings.models import Answer, Meeting, Poll
from meetings.selectors import (
    minutes_waiting_for,
    polls_waiting_for,
    tasks_of,
    upcoming_in,
    upcoming_of,
)
from tests.cast import Cast

from .helpers import a_meeting, a_poll, in_days, slot_keys

pytestmark = pytest.mark.django_db


def _past(cast: Cast) -> Meeting:
    return a_meeting(cast, days=-1)


def _cancelled(cast: Cast) -> Meeting:
    return cancel_meeting(a_meeting(cast), by=cast.coordinator)


def _amending(cast: Cast) -> Meeting:
    meeting = _past(cast)
    record_attendance(meeting, {cast.member.pk: "present"}, by=cast.coordinator)
    write_minutes(meeting, "<p>Dit.</p>", by=cast.coordinator)
    return open_amendments(meeting, in_days(2), by=cast.coordinator)


def _frozen(cast: Cast) -> Meeting:
    return freeze_minutes(_amending(cast), by=cast.coordinator, at=in_days(3))


STATES: dict[str, Callable[[Cast], Meeting]] = {
    "planned": a_meeting,
    "past": _past,
    "cancelled": _cancelled,
    "amending": _amending,
    "frozen": _frozen,
}


def may(cast: Cast, rule: Callable[[AnyUser], bool]) -> set[str]:
    return {name for name, person in cast.people().items() if rule(person)}


@pytest.mark.parametrize("state", STATES)
def test_who_may_what_in_each_state(cast: Cast, state: str) -> None:
    meeting = STATES[state](cast)
    group = {"member", "coordinator"}
    assert may(cast, lambda user: rules.can_see_meeting(user, meeting)) == group | {
        "network", "superuser"
    }  # fmt: skip
    assert may(cast, lambda user: rules.can_read_meeting(user, meeting)) == group
    assert may(cast, lambda user: rules.can_manage(user, meeting.group)) == {"coordinator"}
    assert may(cast, lambda user: rules.can_keep_minutes(user, meeting)) == {"coordinator"}
    writable = {"coordinator"} if state in ("planned", "past", "amending") else set()
    assert may(cast, lambda user: rules.can_write_minutes(user, meeting)) == writable
    amends = {"member"} if state == "amending" else set()
    assert may(cast, lambda user: rules.can_amend(user, meeting)) == amends


@pytest.mark.parametrize("state", STATES)
def test_querysets_agree_with_the_rules(cast: Cast, state: str) -> None:
    meeting = STATES[state](cast)
    for name, person in cast.people().items():
        seen = Meeting.objects.visible_to(person).filter(pk=meeting.pk).exists()
        read = Meeting.objects.readable_by(person).filter(pk=meeting.pk).exists()
        assert seen == rules.can_see_meeting(person, meeting), name
        assert read == rules.can_read_meeting(person, meeting), name


def _open(cast: Cast) -> Poll:
    return a_poll(cast)


def _chosen(cast: Cast) -> Poll:
    poll = a_poll(cast)
    choose_slot(poll.slots.select_related("poll")[0], by=cast.coordinator)
    return Poll.objects.get(pk=poll.pk)


def _given_up(cast: Cast) -> Poll:
    poll = a_poll(cast)
    give_up_poll(poll, by=cast.coordinator)
    return Poll.objects.get(pk=poll.pk)


@pytest.mark.parametrize("make", [_open, _chosen, _given_up])
def test_a_poll_is_its_group_s_and_answered_while_open(
    cast: Cast, make: Callable[[Cast], Poll]
) -> None:
    poll = make(cast)
    group = {"member", "coordinator"}
    assert may(cast, lambda user: rules.can_read_poll(user, poll)) == group
    assert may(cast, lambda user: rules.can_answer(user, poll)) == (
        group if make is _open else set()
    )
    for name, person in cast.people().items():
        seen = Poll.objects.visible_to(person).filter(pk=poll.pk).exists()
        assert seen == rules.can_read_poll(person, poll), name


def test_who_left_answers_no_more_and_is_counted_no_more(cast: Cast) -> None:
    poll = a_poll(cast)
    key = slot_keys(poll)[0]
    answer_poll(poll, {key: "yes"}, by=cast.member)
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.member)
    with pytest.raises(Http404):
        answer_poll(poll, {key: "no"}, by=cast.member)
    assert Answer.objects.get().choice == "yes"


def test_an_answer_after_the_end_changes_nothing(cast: Cast) -> None:
    poll = a_poll(cast)
    with pytest.raises(TooLate):
        answer_poll(poll, {slot_keys(poll)[0]: "yes"}, by=cast.member, at=in_days(4))
    assert not Answer.objects.exists()


def test_what_waits_for_whom(cast: Cast) -> None:
    a_meeting(cast)
    _cancelled(cast)
    poll = a_poll(cast)
    _amending(cast)
    assert [one.title for one in polls_waiting_for(cast.member)] == ["Réunion de lancement"]
    answer_poll(poll, {slot_keys(poll)[0]: "no"}, by=cast.member)
    assert polls_waiting_for(cast.member) == []
    assert len(polls_waiting_for(cast.coordinator)) == 1
    assert len(upcoming_in(cast.health, cast.member)) == 1
    assert len(upcoming_in(cast.health, cast.network)) == 1
    assert upcoming_in(cast.health, cast.other_member) == []
    assert [one.group for one in upcoming_of(cast.member)] == ["Santé"]
    assert len(minutes_waiting_for(cast.member)) == 1
    assert minutes_waiting_for(cast.coordinator) == []
    for person in (cast.other_member, cast.gone, cast.network, cast.account):
        assert (polls_waiting_for(person), tasks_of(person), upcoming_of(person)) == ([], [], [])
