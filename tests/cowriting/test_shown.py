"""A moderator in the room of a text that they weigh: its present words, and no others."""

from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc, Map

from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.models import ContributionPage
from cowriting.document.reading import root
from cowriting.enums import Refusal
from cowriting.models import Room, Update
from cowriting.protocol import wire
from cowriting.protocol.wire import Close
from cowriting.record.kept import MOST_OCTETS
from groups.actions.memberships import end_membership, join
from tests.cast import Cast

from .clients import Writer, until
from .conftest import Stage, played
from .pens import cutting

pytestmark = pytest.mark.slow

_SECRET = "Un mot qui fut retiré."


def test_a_room_holds_no_file_before_one_is_chosen(cast: Cast) -> None:
    """Also has the suite's database made, which the others copy."""
    assert not Room.objects.exclude(files=[]).exists()


class Watched(Writer):
    """Keeps every byte that the server sent."""

    heard_of = b""

    async def _receive(self, data: bytes) -> None:
        self.heard_of += data
        await super()._receive(data)


def moderator(stage: Stage, page: ContributionPage) -> Watched:
    return Watched(stage.server, page.pk, stage.writer(stage.cast.moderator, page).session_key)


def proposal(doc: Doc[Any]) -> Map[Any]:
    blocks = root(doc, "blocks")
    return next(block for block in blocks.values() if block["type"] == "proposal")


async def submitted(stage: Stage) -> ContributionPage:
    """A text in validation, in which words were deleted, and a block put in the bin."""
    page = stage.text()
    member = await stage.writer(stage.cast.member, page).open()

    def bin_a_block(doc: Doc[Any]) -> None:
        block = proposal(doc)
        block["source"] += _SECRET
        block["deleted"] = True

    said = len(member.words().encode())
    await member.write(_SECRET)
    await member.type(cutting(said))
    await member.type(bin_a_block)
    await member.write(" Pour de bon.")
    await member.saved()
    await member.close()
    submit(stage, page)
    return page


def submit(stage: Stage, page: ContributionPage) -> None:
    open_review(page, by=stage.cast.coordinator)
    close_review(page, by=stage.cast.coordinator)


@played
async def test_a_moderator_gets_no_word_that_was_deleted(stage: Stage) -> None:
    page = await submitted(stage)
    weighs = moderator(stage, page)
    await weighs.open()
    assert (weighs.mode, weighs.words().endswith(" Pour de bon.")) == ("ro", True)
    assert _SECRET.encode() not in weighs.heard_of
    member = Watched(stage.server, page.pk, stage.writer(stage.cast.member, page).session_key)
    await member.open()
    assert _SECRET.encode() in member.heard_of
    assert weighs.doc.get("page", type=Map).to_py() == member.doc.get("page", type=Map).to_py()
    shown = root(weighs.doc, "blocks")
    assert {key: str(shown[key]["title"]) for key in shown} == {
        key: str(block["title"])
        for key, block in root(member.doc, "blocks").items()
        if not block.get("deleted")
    }
    await weighs.close()
    await member.close()


@played
async def test_a_moderator_whose_line_broke_goes_on(stage: Stage) -> None:
    page = await submitted(stage)
    weighs = moderator(stage, page)
    await weighs.open()
    before = weighs.doc.get_state()
    weighs.drop()
    await weighs.gone()
    await weighs.open()
    assert (weighs.code, weighs.said("reset"), weighs.doc.get_state()) == (None, [], before)
    await weighs.close()


@played
async def test_a_moderator_begins_again_when_the_words_are_others(stage: Stage) -> None:
    page = await submitted(stage)
    weighs = moderator(stage, page)
    await weighs.open()
    await weighs.close()
    recall(page, by=stage.cast.coordinator)
    member = await stage.writer(stage.cast.member, page).open()
    await member.write(" Autrement.")
    await member.saved()
    await member.close()
    submit(stage, page)
    await weighs.open()
    assert await weighs.gone() == Close.SLOW and weighs.said("reset")
    weighs = moderator(stage, page)
    await weighs.open()
    assert weighs.words().endswith(" Autrement.")
    await weighs.close()


@played
async def test_a_member_who_remains_a_moderator_begins_again_without_the_past(
    stage: Stage,
) -> None:
    seat = join(stage.cast.moderator, stage.cast.health, by=stage.cast.network)
    page = await submitted(stage)
    both = moderator(stage, page)
    await both.open()
    assert _SECRET.encode() in both.heard_of
    end_membership(seat, by=stage.cast.network)
    assert await both.gone() == Close.SLOW and both.said("reset")
    await both.open()
    assert await both.gone() == Close.SLOW
    after = moderator(stage, page)
    await after.open()
    assert after.words().endswith(" Pour de bon.")
    assert _SECRET.encode() not in after.heard_of
    await after.close()


@played
async def test_a_moderator_hears_nothing_of_what_is_typed_after_a_recall(stage: Stage) -> None:
    """Between the recall and the end of their right passes a second."""
    page = await submitted(stage)
    weighs = moderator(stage, page)
    await weighs.open()
    recall(page, by=stage.cast.coordinator)
    member = await stage.writer(stage.cast.member, page).open()
    assert member.mode == "rw"
    await member.write(_SECRET)
    await member.saved()
    assert await weighs.gone() in (Close.SLOW, Close.FORBIDDEN)
    assert _SECRET.encode() not in weighs.heard_of
    await weighs.open()
    assert weighs.code == Close.FORBIDDEN
    await member.close()


@played
async def test_what_a_moderator_s_page_still_held_is_kept_as_refused(stage: Stage) -> None:
    page = await submitted(stage)
    weighs = moderator(stage, page)
    await weighs.open()
    await weighs.type(lambda doc: root(doc, "blocks").update({"x": Map({"type": "text"})}))
    await until(lambda: weighs.said("refused") or weighs.code)
    assert Update.objects.filter(person=stage.cast.moderator, refused=True).exists()
    await weighs.close()


@played
async def test_what_the_server_keeps_no_more_stays_in_the_page(stage: Stage) -> None:
    page = await submitted(stage)
    weighs = moderator(stage, page)
    await weighs.open()
    room = Room.objects.get(page=page)
    Update.objects.create(
        room=room, epoch=room.epoch, person=stage.cast.moderator, client=1, refused=True,
        reason=Refusal.RIGHTS, payload=bytes(MOST_OCTETS),
    )  # fmt: skip
    await weighs.type(lambda doc: root(doc, "blocks").update({"x": Map({"type": "text"})}))
    assert await weighs.gone() == Close.TOO_MUCH
    assert weighs.pending and not weighs.said("refused")


@played
async def test_a_moderator_learns_no_name_in_a_room(stage: Stage) -> None:
    page = await submitted(stage)
    weighs = moderator(stage, page)
    await weighs.open()
    member = Watched(stage.server, page.pk, stage.writer(stage.cast.member, page).session_key)
    other = await stage.writer(stage.cast.coordinator, page).open()
    await member.open()
    await member.stand("page:title")
    await other.stand("page:title")
    await weighs.send(bytes((wire.Kind.QUERY_AWARENESS,)))
    await until(lambda: stage.cast.coordinator.public_name.encode() in member.heard_of)
    await weighs.send(wire.step1(weighs.doc.get_state()))
    for user in (stage.cast.member, stage.cast.coordinator):
        assert user.public_name.encode() not in weighs.heard_of
    for writer in (weighs, member, other):
        await writer.close()
