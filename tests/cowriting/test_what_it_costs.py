"""What one browser sends holds up nobody, and nobody who wrote long is kept out for it."""

from __future__ import annotations

import pytest
from django.conf import settings

from cowriting.document.grammar import MOST_ENTRIES
from cowriting.live.caps import Caps
from cowriting.models import Update
from cowriting.protocol import wire
from cowriting.protocol.inspection import Inspection
from cowriting.protocol.lib0 import text
from cowriting.record.log import Entry
from tests.cast import Cast

from . import crafted
from .clients import Writer, until
from .conftest import Stage, played
from .pens import Pen, adding

pytestmark = pytest.mark.slow

_LETTER = crafted.STRING, text("y")


def test_there_is_a_database(cast: Cast) -> None:
    """The suite's, which the others copy."""
    assert not Update.objects.exists()


def test_what_one_deletes_counts_like_what_one_types() -> None:
    """An answer that names all that was ever deleted counts for little: most of it is known."""
    many = Inspection(deletes={7: [(2 * rank, 1) for rank in range(settings.COWRITING_STRUCTS)]})
    typed, told = Caps(), Caps()
    assert [typed.read(many, 0, whole=False) for _time in range(5)] == [True] * 3 + [False] * 2
    assert all(told.read(many, 0, whole=True) for _time in range(20))


async def is_heard(member: Writer, other: Writer) -> None:
    """Who typed before still writes, and is read."""
    await member.write(" Toujours là.")
    await until(lambda: other.words().endswith(" Toujours là."))
    await member.saved()


@played
async def test_letters_that_name_far_neighbours_end_their_connection(stage: Stage) -> None:
    page = stage.text()
    member = await stage.writer(stage.cast.member, page).open()
    other = await stage.writer(stage.cast.coordinator, page).open()
    hostile = await stage.writer(stage.cast.member, page).open()
    await hostile.write("x" * 9000)
    await hostile.saved()
    kept = Update.objects.filter(room__page=page).count()
    own = hostile.client or 0
    far = [crafted.before((own, 1 + rank), *_LETTER) for rank in range(8000)]
    await hostile.send(wire.update(crafted.update({own: (9000, far)})))
    assert await hostile.gone() == 4413
    assert Update.objects.filter(room__page=page).count() == kept
    await is_heard(member, other)
    await member.close()
    await other.close()


@played
async def test_what_no_editor_writes_ends_its_connection(stage: Stage) -> None:
    page = stage.text()
    hostile = await stage.writer(stage.cast.member, page).open()
    own = hostile.client or 0
    array = crafted.in_root("blocks", "x", crafted.TYPE, b"\x00")
    await hostile.send(wire.update(crafted.update({own: (0, [array])})))
    assert await hostile.gone() == 4400


@played
async def test_whoever_fills_a_text_with_blocks_is_told(stage: Stage) -> None:
    page = stage.text()
    member = await stage.writer(stage.cast.member, page).open()
    own = member.client or 0
    block = crafted.TYPE, bytes((crafted.MAP,))
    made = [crafted.in_root("blocks", f"k{rank}", *block) for rank in range(MOST_ENTRIES + 1)]
    await member.send(wire.update(crafted.update({own: (0, made)})))
    assert await member.gone() == 4413
    assert member.said("full") == [{"kind": "full", "what": "blocks"}]


@played
async def test_words_of_nobody_are_not_asked_for_again(stage: Stage) -> None:
    """Also when they rest on what is not here: what one types is one's own."""
    page = stage.text()
    hostile = await stage.writer(stage.cast.member, page).open()
    word = crafted.in_root("page", "x", *_LETTER)
    await hostile.send(wire.update(crafted.update({12345: (50, [word])})))
    assert await hostile.gone() == 4400


@played
async def test_who_deleted_much_comes_back(stage: Stage) -> None:
    """An answer to « what do you have? » names all that was ever deleted."""
    page = stage.text()
    pen = Pen(page, stage.cast.member)
    count = 50_000
    pen.send(pen.change(adding("x" * 2 * count)))
    gone = crafted.update({}, {pen.client: [(2 * rank, 1) for rank in range(count)]})
    pen.send([Entry(pen.person.pk, pen.client, gone)])
    member = await stage.writer(stage.cast.member, page).open()
    for _time in range(2):
        await member.write(" Revenu.")
        await member.saved()
        member.drop()
        await member.gone()
        await member.open()
    assert member.words().endswith("x Revenu. Revenu.")
    assert not member.said("refused")
    await member.close()
