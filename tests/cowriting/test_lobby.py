"""Who comes while a room ends, and who was in it."""

from __future__ import annotations

from typing import Any

from contributions.actions.versions import name_version, restore
from contributions.models import ContributionPage
from cowriting.live.rooms import LiveRoom
from cowriting.models import Room
from cowriting.protocol.wire import Close
from groups.actions.memberships import end_membership, join
from tests.cast import Cast

from .stories import SUMMARY, arrived, came_to_rest, refused_in, told
from .tabs import Tab
from .village import Process, Village


def test_nobody_wrote_together_before(cast: Cast) -> None:
    """Also has the suite's database made, which the others copy."""
    assert not Room.objects.exists()


def room_in(process: Process, page: ContributionPage) -> LiveRoom:
    lobby: Any = process._socket._lobby
    room: LiveRoom = lobby._rooms[page.pk][0]
    return room


@told
def test_who_comes_while_a_room_begins_again_ends_nobodys_page(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """Its people are told to begin again, with their words; the newcomer comes into the
    next one."""
    process = Process(village, "a")
    one = arrived(village, process, page, cast.member)
    other = arrived(village, process, page, cast.coordinator)
    one.type_at(SUMMARY, 0, "w0w")
    village.rest(0.05)
    one.type_at(SUMMARY, 0, "w1w")  # waits for the next batch
    village.rest(0.01)
    room_in(process, page).begin_again("broken")
    late = Tab(village, "late", page.pk, one.session_key)
    late.join(process)
    for _turn in range(20):
        village.rest(0.05)
        for tab in (one, other, late):
            village.play(tab.hear())
            assert tab.code in (None, Close.SLOW)
    assert one.said("reset") and other.said("reset")
    came_to_rest(village, process, one, other, late)
    assert one.sure == {"w0w", "w1w"}
    for tab in (one, other, late):
        assert "w0w" in tab.words() and "w1w" in tab.words()


@told
def test_a_new_life_of_the_document_ends_the_pages_of_the_former(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    process = Process(village, "a")
    one = arrived(village, process, page, cast.member)
    one.type_at(SUMMARY, 0, "w0w")
    village.rest(0.5)
    version = name_version(page, by=cast.coordinator, label="Avant")
    restore(page, by=cast.coordinator, version=version)
    late = arrived(village, process, page, cast.coordinator)
    village.play(one.hear())
    assert one.code == Close.OTHER_EPOCH
    assert late.synced
    assert "w0w" in late.words()


@told
def test_a_process_knows_what_another_refused(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """Whoever missed the refusal brings these words to a room that was open all the time."""
    membership = join(cast.account, cast.health, by=cast.network)
    here, there = Process(village, "a"), Process(village, "b")
    leaver = arrived(village, here, page, cast.account)
    other = arrived(village, there, page, cast.member)
    end_membership(membership, by=cast.network)
    leaver.type_at(SUMMARY, 0, "w0w")
    village.rest(0.1)
    assert b"w0w" in refused_in(page)
    leaver.cut(losing=True)
    join(cast.account, cast.health, by=cast.network)
    leaver.join(there)
    came_to_rest(village, there, leaver, other)
    assert "w0w" not in other.words()
    assert leaver.sure | leaver.told == {"w0w"}
