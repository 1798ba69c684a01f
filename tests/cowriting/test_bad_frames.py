"""Frames that no page of ours sends end their connection, and no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from cowriting.models import Room
from cowriting.protocol import wire
from cowriting.protocol.lib0 import text
from cowriting.protocol.wire import State
from tests.cast import Cast

from . import crafted
from .clients import lived, until
from .conftest import Stage, both, played, words_in_log

pytestmark = pytest.mark.slow


def test_a_text_has_no_room_before_somebody_comes(cast: Cast) -> None:
    """Also has the suite's database made, which the others copy."""
    assert not Room.objects.exists()


_WORD = crafted.in_root("page", "x", crafted.STRING, text("a"))


def _written(client: int, *structs: bytes, clock: int = 0) -> bytes:
    return crafted.update({client: (clock, list(structs))})


#: What a frame is made of, of one's own client id and a colleague's; and the close code.
BAD_FRAMES: dict[str, tuple[Callable[[int, int], bytes], int]] = {
    "no frame": (lambda own, other: b"", 4400),
    "a frame of no kind": (lambda own, other: b"\x63", 4400),
    "half a frame": (lambda own, other: b"\x00\x02\x7f", 4400),
    "an update that is none": (lambda own, other: wire.update(b"\xff\xff"), 4400),
    "a giant": (lambda own, other: wire.update(b"\x01\xff\xff\xff\xff\x07\x07\x00"), 4400),
    "a document inside": (
        lambda own, other: wire.update(
            _written(own, crafted.in_root("page", "x", crafted.DOC, text("d") + b"\x7e"))), 4400),
    "somebody else's words": (lambda own, other: wire.update(_written(other, _WORD)), 4400),
    "a client of nobody": (lambda own, other: wire.step2(_written(12345, _WORD)), 4400),
    "a deep chain": (lambda own, other: wire.update(crafted.chain(own, 0, 300)), 4400),
    "an answer of nobody that rests on nothing": (
        lambda own, other: wire.step2(_written(12345, _WORD, clock=50)), 4400),
    "a state vector that is none": (lambda own, other: wire.step1(b"\x09"), 4400),
    "awareness that is no state": (
        lambda own, other: wire.awareness([State(own, 99, "[]")]), 4400),
    "too large a state": (
        lambda own, other: wire.awareness([State(own, 99, '"' + "x" * 5000 + '"')]), 4413),
    "too large a frame": (lambda own, other: b"\x00" * 1_048_577, 4413),
    "a frame that nobody reads": (lambda own, other: b"\x00" * (2 * 1_048_576 + 1), 1009),
    "too many structs": (
        lambda own, other: wire.update(_written(own, *[b"\x00\x01"] * 20_001)), 4413),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FRAMES)
def test_a_bad_frame_ends_its_connection_and_no_other(stage: Stage, name: str) -> None:
    async def story() -> None:
        member, coordinator, page = await both(stage)
        hostile = await stage.writer(stage.cast.member, page).open()
        make, code = BAD_FRAMES[name]
        await hostile.send(make(hostile.client or 0, coordinator.client or 0))
        assert await hostile.gone() == code
        await member.write(" Toujours là.")
        await until(lambda: coordinator.words().endswith(" Toujours là."))
        await member.saved()
        await member.close()
        await coordinator.close()

    lived(lambda: asyncio.run(story()))


@played
async def test_an_update_that_rests_on_what_is_missing_is_asked_for_again(stage: Stage) -> None:
    """Its first half was lost: nothing is kept of the second until all of it comes."""
    page = stage.text()
    member = await stage.writer(stage.cast.member, page).open()
    other = await stage.writer(stage.cast.coordinator, page).open()
    held = member.synced
    member.synced = False  # typed, and not sent
    await member.write(" perdu")
    member.synced = held
    lost = member.pending[0]
    await member.write(" et retrouvé")
    await until(lambda: lost[1] > 0, "asked again")
    await member.saved()
    await until(lambda: other.words().endswith(" perdu et retrouvé"))
    assert words_in_log(page).endswith(" perdu et retrouvé")
    await member.close()
    await other.close()


@played
async def test_a_flood_ends_its_connection(stage: Stage) -> None:
    member, coordinator, page = await both(stage)
    hostile = await stage.writer(stage.cast.member, page).open()
    for clock in range(600):
        await hostile.send(wire.awareness([State(hostile.client or 0, clock + 1, "{}")]))
    assert await hostile.gone() == 4413
    await member.write(" Sans peine.")
    await until(lambda: coordinator.words().endswith(" Sans peine."))
    await member.close()
    await coordinator.close()
