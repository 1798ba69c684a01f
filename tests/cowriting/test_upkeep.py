"""What a room does by itself, whatever takes long or fails meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from contributions.actions.write import write
from contributions.models import ContributionPage
from cowriting.live import threads, upkeep
from cowriting.live.door import give_client
from cowriting.live.loading import writer_of
from cowriting.live.rooms import LiveRoom
from cowriting.live.threads import Desks
from cowriting.models import Room
from cowriting.protocol.wire import Close
from cowriting.record.log import compact
from cowriting.record.saving import save_now
from groups.actions.memberships import end_membership, join
from tests.cast import Cast, fresh

from .clients import lived
from .stories import SUMMARY, arrived, came_to_rest, heard, told
from .tabs import Tab
from .village import Process, Village


def test_nobody_wrote_together_before(cast: Cast) -> None:
    """Also has the suite's database made, which the others copy."""
    assert not Room.objects.exists()


@told
def test_a_save_that_takes_for_ever_holds_up_nothing_else(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """Rights, what was saved elsewhere, and the word that people are here."""
    membership = join(cast.account, cast.health, by=cast.network)
    process = Process(village, "a")
    leaver = arrived(village, process, page, cast.account)
    member = arrived(village, process, page, cast.member)

    async def never(*_work: Any) -> None:
        await asyncio.sleep(3600)

    with pytest.MonkeyPatch.context() as patch:
        for desk in threads.saving._desks:
            patch.setattr(desk, "do", never)
        leaver.type_at(SUMMARY, 0, "w0w")
        heard(village, leaver, member, seconds=2.0)
        end_membership(membership, by=cast.network)
        write(page, by=cast.coordinator, title="D'ailleurs")
        heard(village, leaver, member, seconds=0.5)
        assert leaver.code == 4403
        assert member.words("title") == "D'ailleurs"
        village.rest(20)
        until = Room.objects.get(page=page).open_until
        assert until is not None
        assert until > timezone.now()


@told
def test_a_second_tab_that_was_let_in_too_late_has_to_leave(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """It was welcomed before its person's right ended, and sat down after all had been
    looked at."""
    membership = join(cast.account, cast.health, by=cast.network)
    process = Process(village, "a")
    first = arrived(village, process, page, cast.account)
    second = Tab(village, "second", page.pk, first.session_key)
    gate = asyncio.Event()
    desk = threads.welcoming.of(page.pk)
    do = desk.do

    async def slowly(work: Callable[..., Any], *args: Any) -> Any:
        if work is give_client:
            await gate.wait()
        return await do(work, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "do", slowly)
        second.join(process)
        village.rest(0.05)
        end_membership(membership, by=cast.network)
        while first.code is None:
            village.rest(0.05)
            village.play(first.hear())
        gate.set()
        heard(village, second, seconds=0.6)
        assert second.code == 4403


@told
def test_a_save_that_failed_is_made_again(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    process = Process(village, "a")
    tab = arrived(village, process, page, cast.member)
    failures = iter([OSError("no space left"), OSError("no space left")])

    def failing(page_id: int) -> Any:
        for failure in failures:
            raise failure
        return save_now(page_id)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upkeep, "save_now", failing)
        tab.type_at(SUMMARY, 0, "w0w")
        village.rest(4)
        assert "w0w" not in fresh(page).get_latest_revision_as_object().summary
        village.rest(15)
        assert "w0w" in fresh(page).get_latest_revision_as_object().summary


@told
def test_words_that_the_database_took_late_are_saved(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """They were not durable yet when what was typed was saved."""
    process = Process(village, "a")
    tab = arrived(village, process, page, cast.member)
    desk = threads.appending.of(Room.objects.get(page=page).pk)
    do = desk.do

    async def slowly(*work: Any) -> Any:
        await asyncio.sleep(5)
        return await do(*work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "do", slowly)
        tab.type_at(SUMMARY, 0, "w0w")
        village.rest(12)
        assert "w0w" in fresh(page).get_latest_revision_as_object().summary


@told
def test_a_compaction_sends_nobody_what_they_have(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """Words that went from the log into a period before this process read them come out of
    it alone, however much else it holds."""
    here, there = Process(village, "a"), Process(village, "b")
    one = arrived(village, here, page, cast.member)
    other = arrived(village, there, page, cast.coordinator)
    other.type_at(SUMMARY, 0, "w0w")
    heard(village, one, other, seconds=0.5)
    assert "w0w" in one.words()
    village.hub.down = True
    other.type_at(SUMMARY, 0, "w1w")
    village.rest(0.001)
    save_now(page.pk)
    compact(Room.objects.get(page=page).pk)
    assert one._line is not None
    one._line.frames.clear()
    village.rest(1.5)
    frames = b"".join(one._line.frames)
    assert b"w1w" in frames
    assert b"w0w" not in frames


@told
def test_words_that_come_while_the_database_is_away_are_welcome_again(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """The page is not told that what it sent is wrong, which would have it set aside."""
    here, there = Process(village, "a"), Process(village, "b")
    arrived(village, there, page, cast.coordinator)
    tab = arrived(village, here, page, cast.member)
    tab.cut(losing=False)
    tab.type_at(SUMMARY, 0, "w0w")
    tab.reload()
    desk = threads.watching.of(page.pk)
    do = desk.do

    async def away(work: Callable[..., Any], *args: Any) -> Any:
        if work is writer_of:
            raise OperationalError
        return await do(work, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "do", away)
        tab.join(there)
        heard(village, tab)
        assert tab.code == Close.SLOW
    came_to_rest(village, there, tab)
    assert tab.sure == {"w0w"}
    assert "w0w" in tab.words()


@told
def test_a_room_that_fails_on_what_was_written_lets_its_people_begin_again(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    process = Process(village, "a")
    tab = arrived(village, process, page, cast.member)

    def fails(*_message: Any) -> None:
        raise RuntimeError("not now")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LiveRoom, "publish", fails)
        tab.type_at(SUMMARY, 0, "w0w")
        heard(village, tab)
        assert tab.code == Close.SLOW
    came_to_rest(village, process, tab)
    assert tab.sure == {"w0w"}
    assert "w0w" in tab.words()


def test_what_concerns_one_text_is_done_in_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the work of one waits, that of others goes on."""
    monkeypatch.setattr(threads, "_SEVERAL", 3)
    monkeypatch.setattr(threads, "close_old_connections", lambda: None)
    desks = Desks("trying")
    gate, done = threading.Event(), list[int]()

    async def story() -> None:
        waiting = [asyncio.create_task(desks.of(3).do(gate.wait, 10))]
        waiting += [asyncio.create_task(desks.of(3).do(done.append, turn)) for turn in range(5)]
        await asyncio.wait_for(desks.of(4).do(done.append, 40), 10)
        assert done == [40]
        gate.set()
        await asyncio.gather(*waiting)
        assert done == [40, 0, 1, 2, 3, 4]

    lived(lambda: asyncio.run(story()))
