"""Two coordinators who fix different dates at one moment: one meeting, one date."""

from __future__ import annotations

import pytest

from groups.actions.memberships import join
from groups.enums import Role
from meetings.models import Meeting, Poll
from tests.meetings.helpers import a_poll, slot_keys

from .conftest import ROUNDS, Arena

pytestmark = pytest.mark.slow


def test_two_dates_chosen_at_once_make_one_meeting(arena: Arena) -> None:
    cast = arena.cast
    join(cast.account, cast.health, by=cast.network, role=Role.COORDINATOR)
    for number in range(min(ROUNDS, 40)):
        poll = a_poll(cast, f"À deux {number}")
        first, second, _third = slot_keys(poll)
        ends = arena.duelists.duel(
            {"action": "choose_slot", "target": first, "by": cast.coordinator.pk},
            {"action": "choose_slot", "target": second, "by": cast.account.pk},
        )
        assert sorted(ends) == ["done", "refused"]
        meeting = Meeting.objects.get(title=poll.title)
        assert Poll.objects.get(pk=poll.pk).meeting == meeting
        won = (first, second)[ends.index("done")]
        assert meeting.starts_at == poll.slots.get(pk=won).starts_at
