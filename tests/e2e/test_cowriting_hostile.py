"""A hostile browser beside two honest ones: it harms nobody, and nothing of it is kept."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, Map, XmlElement, XmlText

from contributions.models import ContributionPage
from cowriting.document.conversion import words_of_page
from cowriting.models import Room, Update
from cowriting.protocol import wire
from cowriting.protocol.lib0 import text, uint
from cowriting.protocol.wire import Close, State
from cowriting.record.replaying import replay
from tests.cast import fresh, gather, text_in
from tests.concurrency.arena import own_database
from tests.cowriting import crafted
from tests.cowriting.clients import Server, Writer, lived, signed_in, until
from tests.cowriting.conftest import Stage
from tests.cowriting.tabs import spelled

pytestmark = pytest.mark.slow

#: What a process may grow by, in MiB, whatever is asked of it.
MORE_MIB = 64
#: Seconds in which an honest word reaches the other, on a slow and shared machine.
SOON = 5.0
MARK = "HOSTILE"


@pytest.fixture(scope="module")
def stage(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Stage]:
    """The cast and a server, on a committed copy of the suite's database."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        own_database(tmp_path_factory.mktemp("hostile")) as database,
        Server(database) as server,
    ):
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield Stage(server, database, gather())


def resident_mib(pid: int) -> float:
    """The memory that a process holds now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    found = next(line for line in lines if line.startswith("VmRSS"))
    return int(found.split()[1]) / 1024


# -- What it sends ------------------------------------------------------------------------


def own(writer: Writer, *structs: bytes) -> bytes:
    """An update of one's own, after all that one wrote."""
    client = writer.client or 0
    end = wire.state_vector(writer.doc.get_state()).get(client, 0)
    return crafted.update({client: (end, list(structs))})


def word(name: str = "x") -> bytes:
    return crafted.in_root("page", name, crafted.STRING, text(MARK))


class Hostile(Writer):
    """`answers` counts what the server said of who is here, which it says when asked."""

    answers = ends = 0

    async def _receive(self, data: bytes) -> None:
        await super()._receive(data)
        self.answers += data[0] == wire.Kind.AWARENESS


async def again(hostile: Hostile, *frames: bytes) -> None:
    """Send frames, on a new connection when the last one was ended; they were dealt with
    when this returns."""
    if hostile.code is not None:
        hostile.doc, hostile.client, hostile.pending = Doc(), None, []
        hostile._watch()
        await hostile.open()
    before = hostile.answers
    for frame in (*frames, bytes((wire.Kind.QUERY_AWARENESS,))):
        await hostile.send(frame)
    await until(lambda: hostile.code is not None or hostile.answers > before, "dealt with")
    hostile.ends += hostile.code is not None


async def random_bytes(hostile: Hostile, honest: Writer) -> None:
    chance = random.Random(5)
    for _time in range(40):
        await again(hostile, chance.randbytes(chance.randrange(1, 2000)))
        await again(hostile, wire.update(chance.randbytes(chance.randrange(1, 200))))


async def truncated(hostile: Hostile, honest: Writer) -> None:
    whole = wire.update(own(hostile, word()))
    for length in range(1, len(whole)):
        await again(hostile, whole[:length])


async def giants(hostile: Hostile, honest: Writer) -> None:
    """Numbers that ask for gigabytes, and frames that are large."""
    for eight in (b"\x01\xff\xff\xff\xff\x07\x07\x00", b"\xff\xff\xff\xff\x0f\x01\x01\x00",
                  b"\x00\x01\x05\xff\xff\xff\xff\x7f"):  # fmt: skip
        await again(hostile, wire.update(eight))
        await again(hostile, wire.step2(eight))
        await again(hostile, wire.step1(eight))
    huge = uint(2**40)
    await again(hostile, wire.update(own(hostile, b"\x00" + huge)))
    await again(hostile, wire.update(own(hostile, b"\x01" + uint(1) + text("page") + huge)))
    await again(hostile, b"\x00\x02" + b"\xff" * 1_048_577)
    for _time in range(8):
        await again(hostile, wire.update(b"\x01" * 1_000_000))


async def deep(hostile: Hostile, honest: Writer) -> None:
    """Values and types inside each other."""
    nested = b"\x75\x01" * 100_000 + b"\x7e"
    await again(
        hostile,
        wire.update(own(hostile, crafted.in_root("page", "x", crafted.ANY, uint(1) + nested))),
    )
    arrays = text("[" * 50_000 + "]" * 50_000)
    await again(
        hostile,
        wire.update(own(hostile, crafted.in_root("page", "x", crafted.JSON, uint(1) + arrays))),
    )
    client = hostile.client or 0
    for step in range(60):
        await again(hostile, wire.update(_deeper(hostile, client, step)))


def _deeper(hostile: Hostile, client: int, step: int) -> bytes:
    a_map = bytes((crafted.MAP,))
    if not step:
        return crafted.update({client: (0, [crafted.in_root("page", "x", crafted.TYPE, a_map)])})
    inner = crafted.inside((client, step - 1), "x", crafted.TYPE, a_map)
    return crafted.update({client: (step, [inner])})


async def far_neighbours(hostile: Hostile, honest: Writer) -> None:
    """A few kilobytes for which the parser would walk for seconds."""
    letter = crafted.STRING, text("y")
    for _time in range(3):
        await again(hostile)
        client = hostile.client or 0
        start = wire.state_vector(hostile.doc.get_state()).get(client, 0)
        await hostile.write("x" * 9000)
        far = [crafted.before((client, start + 1 + rank), *letter) for rank in range(8000)]
        await again(hostile, wire.update(own(hostile, *far)))


async def strange_content(hostile: Hostile, honest: Writer) -> None:
    """Well-formed writing of a member that no browser of ours makes: what a browser would
    delete with the words around it is refused, the rest is read as words."""
    for change in (_elements, _values, _roots):
        await again(hostile)
        await hostile.type(change)
        assert await hostile.gone() == Close.BAD_MESSAGE
    await again(hostile)
    await hostile.type(_attributes)
    await hostile.saved()


def _first_block(doc: Doc[Any]) -> Map[Any]:
    block: Map[Any] = next(iter(doc.get("blocks", type=Map).values()))
    return block


def _elements(doc: Doc[Any]) -> None:
    rich = _first_block(doc)["text"]
    rich.children.append(XmlElement("script", {}, [XmlText(MARK)]))
    rich.children.append(XmlElement("iframe", {"src": f"javascript:{MARK}"}, []))


def _values(doc: Doc[Any]) -> None:
    doc.get("page", type=Map)[MARK] = MARK


def _roots(doc: Doc[Any]) -> None:
    doc.get(MARK, type=Map)["x"] = MARK


def _attributes(doc: Doc[Any]) -> None:
    block = _first_block(doc)
    words = XmlText("lien")
    block["text"].children.append(XmlElement("paragraph", {"onclick": MARK}, [words]))
    words.format(0, 4, {"link": {"href": f"javascript:alert('{MARK}')"}})
    block["choice:level"] = f"<script>{MARK}</script>"
    doc.get("blocks", type=Map)[f"<{MARK}>"] = Map({"type": "text", "order": "V.1"})


async def somebody_else(hostile: Hostile, honest: Writer) -> None:
    """Their caret, their name, their words."""
    theirs, mine = honest.client or 0, hostile.client or 0
    lie = json.dumps({"user": {"name": MARK, "id": 1}, "field": "page/title"})
    await again(hostile, wire.awareness([State(theirs, 99, lie), State(mine, 1, lie)]))
    await again(hostile, wire.awareness([State(theirs, 100, None)]))
    end = wire.state_vector(hostile.doc.get_state()).get(theirs, 0)
    await again(hostile, wire.update(crafted.update({theirs: (end, [word()])})))
    await again(hostile, wire.step2(crafted.update({4242: (0, [word()])})))


async def floods(hostile: Hostile, honest: Writer) -> None:
    for _time in range(3):
        for flood in ([wire.step1(b"\x00")] * 500, [wire.awareness([State(hostile.client or 0, 1, "{}")])] * 500,
                      [b"\x00\x02" + b"\x00" * 1_000_000] * 12):  # fmt: skip
            await again(hostile, *flood)
            assert hostile.code is not None


ATTACKS: dict[str, Callable[[Hostile, Writer], Coroutine[Any, Any, None]]] = {
    "random bytes": random_bytes,
    "truncated": truncated,
    "giants": giants,
    "deep": deep,
    "far neighbours": far_neighbours,
    "strange content": strange_content,
    "somebody else": somebody_else,
    "floods": floods,
}

# -- What it changes ----------------------------------------------------------------------


def test_nobody_attacked_before(cast: object) -> None:
    """Also has the suite's database made, which the others copy."""
    assert not Room.objects.exists()


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_harms_nobody_and_leaves_nothing(stage: Stage, name: str) -> None:
    lived(lambda: asyncio.run(attacked(stage, ATTACKS[name])))


async def attacked(
    stage: Stage, attack: Callable[[Hostile, Writer], Coroutine[Any, Any, None]]
) -> None:
    page = text_in(stage.cast, "drafting")
    one = await stage.writer(stage.cast.member, page).open()
    other = await stage.writer(stage.cast.coordinator, page).open()
    hostile = Hostile(stage.server, page.pk, signed_in(stage.cast.member))
    await hostile.open()
    before, pid = resident_mib(stage.server.pid), stage.server.pid
    attacking = asyncio.create_task(attack(hostile, one))
    words = await honest_words(one, other, attacking)
    await attacking
    assert hostile.ends or attack is strange_content
    assert stage.server.pid == pid
    assert resident_mib(pid) - before < MORE_MIB
    assert all(one.words("approach").count(said) == 1 for said in words)
    for state in one.others.values():
        assert MARK not in json.dumps(state)
    await hostile.close()
    await until(lambda: revision_says(page, words[-1]), "saved")
    assert_kept_clean(page, words)
    await one.close()
    await other.close()


async def honest_words(one: Writer, other: Writer, attacking: asyncio.Task[None]) -> list[str]:
    """They go on writing as long as it lasts; each word is with the other soon."""
    words: list[str] = []
    while not attacking.done() or len(words) < 10:
        words += [f"h{len(words)}h", f"h{len(words) + 1}h"]
        await one.write(f" {words[-2]}", field="approach")
        await other.write(f" {words[-1]}", field="approach")
        async with asyncio.timeout(SOON):
            for reader, said in ((other, words[-2]), (one, words[-1])):
                while said not in reader.words("approach"):
                    await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)
    await one.saved()
    await other.saved()
    assert (one.code, other.code) == (None, None)
    return words


def revision_says(page: ContributionPage, said: str) -> bool:
    return said in fresh(page).get_latest_revision_as_object().approach


def assert_kept_clean(page: ContributionPage, words: list[str]) -> None:
    draft = fresh(page).get_latest_revision_as_object()
    for said in words:
        assert draft.approach.count(said) == 1
    whole = json.dumps(words_of_page(draft))
    assert MARK not in whole
    assert "javascript" not in whole


def test_a_reader_hides_no_writing_in_an_answer(stage: Stage) -> None:
    """Who may only read answers « what do you have? » with words of their own."""
    lived(lambda: asyncio.run(hidden(stage)))


async def hidden(stage: Stage) -> None:
    page = text_in(stage.cast, "drafting")
    one = await stage.writer(stage.cast.member, page).open()
    reader = Writer(stage.server, page.pk, signed_in(stage.cast.superuser))
    await reader.open()
    assert reader.mode == "ro"
    reader.answered = False  # typed, and not sent
    await reader.write(f" {MARK}")
    await reader.send(wire.step2(reader.doc.get_update()))
    await until(lambda: reader.said("refused"), "refused")
    await one.write(" suite", field="approach")
    await one.saved()
    await until(lambda: revision_says(page, " suite"), "saved")
    room = Room.objects.get(page=page)
    assert MARK not in " ".join(spelled(replay(room)[0]).values())
    assert MARK not in json.dumps(words_of_page(fresh(page).get_latest_revision_as_object()))
    assert Update.objects.get(room=room, refused=True).person == stage.cast.superuser
    await one.close()
