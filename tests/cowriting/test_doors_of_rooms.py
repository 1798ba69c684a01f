"""Who comes into a room, through a real server, and what ends the stay of those in it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from pycrdt import Doc, Map, Text
from websockets.exceptions import InvalidStatus

from contributions.actions.open_review import open_review
from contributions.actions.trash import trash
from contributions.actions.versions import name_version
from cowriting.models import Room, Update
from cowriting.protocol.wire import Close
from groups.actions.memberships import end_membership, join
from people.actions.end_sessions import end_sessions
from people.models import User
from tests.cast import Cast

from .clients import Writer, soon, until
from .conftest import Stage, both, played, words_in_log

pytestmark = pytest.mark.slow


def test_a_text_has_no_room_before_somebody_comes(cast: Cast) -> None:
    """Also has the suite's database made, which the others copy."""
    assert not Room.objects.exists()


# -- The door ---------------------------------------------------------------------------


@played
async def test_each_refusal_has_its_code(stage: Stage) -> None:
    page, cast = stage.text(), stage.cast
    trashed = stage.text("trashed")

    async def code(writer: Writer, **how: Any) -> int | None:
        await writer.open(**how)
        return writer.code

    nobody = Writer(stage.server, page.pk, "")
    assert await code(nobody) == 4401
    assert await code(Writer(stage.server, page.pk, "0" * 32)) == 4401
    for who in (cast.account, cast.other_member, cast.gone, cast.moderator, cast.director):
        assert await code(stage.writer(who, page)) == 4403
    assert await code(stage.writer(cast.member, trashed)) == 4403
    assert (
        await code(Writer(stage.server, 10**12, stage.writer(cast.member, page).session_key))
        == 4403
    )
    assert (
        await code(Writer(stage.server, 10**30, stage.writer(cast.member, page).session_key))
        == 4403
    )
    elsewhen = stage.writer(cast.member, page)
    elsewhen.epoch = 77
    assert await code(elsewhen) == 4409
    assert await code(stage.writer(cast.member, page), schema=99) == 4426


@played
async def test_only_our_own_pages_open_a_socket(stage: Stage) -> None:
    page = stage.text()
    for origin in ("https://evil.example", "http://localhost:1", "null", "http://"):
        with pytest.raises(InvalidStatus) as refused:
            await stage.writer(stage.cast.member, page).open(origin=origin)
        assert refused.value.response.status_code == 403


@played
async def test_who_only_reads_hears_and_is_not_heard(stage: Stage) -> None:
    page = stage.text()
    reader = await stage.writer(stage.cast.superuser, page).open()
    member = await stage.writer(stage.cast.member, page).open()
    assert (reader.mode, member.mode) == ("ro", "rw")
    await member.write(" Lu par tous.")
    await until(lambda: reader.words() == member.words())
    await reader.write(" Écrit sans droit.")
    await until(lambda: reader.said("refused"))
    assert reader.said("refused")[0]["count"] == 1
    await member.write(" Ensuite.")
    await member.saved()
    assert "sans droit" not in member.words()
    refused = Update.objects.get(room__page=page, refused=True)
    assert refused.person == stage.cast.superuser
    await member.close()


@played
async def test_a_reader_who_comes_and_goes_writes_nothing(stage: Stage) -> None:
    """An answer to « what do you have? » names everything that was ever deleted."""
    page = stage.text()
    member = await stage.writer(stage.cast.member, page).open()
    await member.write(" Un mot de trop.")

    def cut(doc: Doc[Any]) -> None:
        words = doc.get("page", type=Map)["summary"]
        assert isinstance(words, Text)
        del words[0:3]

    await member.type(cut)
    await member.saved()
    reader = await stage.writer(stage.cast.superuser, page).open()
    before = Update.objects.filter(room__page=page).count()
    for _ in range(3):
        reader.drop()
        await reader.gone()
        await reader.open()
        member.drop()
        await member.gone()
        await member.open()
    await member.write(" Fin.")
    await member.saved()
    assert Update.objects.filter(room__page=page).count() == before + 1
    assert not reader.said("refused")
    await member.close()


# -- What ends --------------------------------------------------------------------------


@played
async def test_a_removed_member_is_out_within_two_seconds(stage: Stage) -> None:
    page, leaver = stage.text(), stage.cast.account
    membership = join(leaver, stage.cast.health, by=stage.cast.network)
    leaving = await stage.writer(leaver, page).open()
    await leaving.write(" avant")
    await leaving.saved()
    end_membership(membership, by=stage.cast.network)
    ended = time.monotonic()
    assert await leaving.gone() == 4403
    assert time.monotonic() - ended < soon()
    assert (await leaving.open()).code == 4403


@played
async def test_what_a_removed_member_still_types_is_stored_nowhere(stage: Stage) -> None:
    """The others may have seen it for a moment; it is taken back, what they typed is not."""
    page, leaver = stage.text(), stage.cast.account
    membership = join(leaver, stage.cast.health, by=stage.cast.network)
    leaving = await stage.writer(leaver, page).open()
    member = await stage.writer(stage.cast.member, page).open()
    await leaving.write(" avant")
    await leaving.saved()
    end_membership(membership, by=stage.cast.network)
    await leaving.write(" après")
    await until(lambda: leaving.code is not None)
    stored = Update.objects.filter(room__page=page, person=leaver).order_by("pk")
    # The watch may have been first: then it stays in the browser, unacknowledged.
    assert [row.refused for row in stored] == ([False] if leaving.pending else [False, True])
    if not leaving.pending:
        assert await member.gone() == Close.SLOW
        assert member.said("reset")
        member = await stage.writer(stage.cast.member, page).open()
    # What is typed beside words that are about to be refused is refused with them.
    await until(lambda: "après" not in member.words())
    await member.write(" suite")
    await member.saved()
    assert words_in_log(page).endswith(" avant suite")
    await member.close()


@played
async def test_what_was_typed_beside_refused_words_is_refused_with_them(stage: Stage) -> None:
    """It rests on what is no part of the text: in the log it would wait for ever."""
    page, leaver = stage.text(), stage.cast.account
    membership = join(leaver, stage.cast.health, by=stage.cast.network)
    leaving = await stage.writer(leaver, page).open()
    member = await stage.writer(stage.cast.member, page).open()
    end_membership(membership, by=stage.cast.network)
    member.on_update = lambda: member.write(" (tout à fait)")
    await leaving.write(" après")
    await until(lambda: member.code is not None)
    member.on_update = None
    stored = Update.objects.filter(room__page=page).exclude(person=None).order_by("pk")
    assert [row.refused for row in stored] == [True] * len(stored)
    fresh = await stage.writer(stage.cast.member, page).open()
    await fresh.write(" Et la suite.")
    await fresh.saved()
    assert words_in_log(page) == fresh.words()
    assert "après" not in fresh.words()
    await fresh.close()


@played
async def test_signing_out_everywhere_closes_the_socket(stage: Stage) -> None:
    member, coordinator, _page = await both(stage)
    end_sessions(User.objects.get(pk=stage.cast.member.pk))
    began = time.monotonic()
    assert await member.gone() == 4401
    assert time.monotonic() - began < soon()
    stage.cast.member.refresh_from_db()
    await coordinator.write(" encore")
    await coordinator.saved()
    await coordinator.close()


@played
async def test_a_text_that_leaves_drafting_is_only_read(stage: Stage) -> None:
    member, coordinator, page = await both(stage)
    await member.write(" Dernier mot.")
    await member.saved()
    began = time.monotonic()
    open_review(page, by=stage.cast.coordinator)
    page.record.refresh_from_db()
    frozen = page.record.reviewed_version.revision.as_object()
    assert frozen.summary.endswith(" Dernier mot.")
    await until(lambda: member.mode == "ro" and coordinator.mode == "ro")
    assert time.monotonic() - began < soon()
    assert member.said("mode")[-1] == {"kind": "mode", "mode": "ro", "reason": "moment"}
    await member.write(" Trop tard.")
    await until(lambda: member.said("refused"))
    assert member.said("refused")[-1]["reason"] == "moment"
    assert "Trop tard" not in coordinator.words()
    await coordinator.close()


@played
async def test_everyone_hears_of_a_version_that_was_named(stage: Stage) -> None:
    member, coordinator, page = await both(stage)
    await member.write(" Relu ensemble.")
    await member.saved()
    name_version(page, by=stage.cast.coordinator, label="Après la réunion")
    await until(lambda: member.said("named") and coordinator.said("named"))
    assert member.said("named") == [{"kind": "named", "number": 1, "label": "Après la réunion"}]
    await member.close()
    await coordinator.close()


@played
async def test_words_of_the_moment_when_writing_ended_are_taken_back(stage: Stage) -> None:
    """They were seen before the log refused them: everyone begins again without them."""
    member, coordinator, page = await both(stage)
    await member.write(" Avant.")
    await member.saved()
    open_review(page, by=stage.cast.coordinator)
    await asyncio.gather(*(member.write(f" t{n}") for n in range(3)))
    await until(lambda: coordinator.said("reset") or coordinator.mode == "ro")
    await until(lambda: member.said("refused"))
    assert not member.pending
    fresh = await stage.writer(stage.cast.coordinator, page).open()
    assert fresh.mode == "ro"
    assert fresh.words().endswith(" Avant.")
    assert Update.objects.filter(room__page=page, refused=True).exists()
    # Who missed all this still holds these words, and cannot bring them back.
    before = Update.objects.filter(room__page=page).count()
    for stale in (member, coordinator):
        await stale.gone() if stale.code is None and stale.said("reset") else await stale.close()
        await stale.open()
        await asyncio.sleep(0.3)
    assert fresh.words().endswith(" Avant.")
    assert Update.objects.filter(room__page=page).count() == before
    await fresh.close()


@played
async def test_a_trashed_text_closes_its_room(stage: Stage) -> None:
    member, coordinator, page = await both(stage)
    await member.write(" Jeté.")
    await member.saved()
    trash(page, by=stage.cast.member)
    assert await member.gone() == 4403
    assert await coordinator.gone() == 4403
