"""People in one room, through a real server: what each types, reads and finds again."""

from __future__ import annotations

import asyncio

import pytest

from contributions.actions.write import write
from cowriting.models import Room, Update
from cowriting.protocol import wire
from cowriting.protocol.wire import Close, State
from cowriting.record.opening import is_open
from tests.cast import Cast

from .clients import lived, until
from .conftest import Stage, both, played, words_in_log

pytestmark = pytest.mark.slow


def test_a_text_has_no_room_before_somebody_comes(cast: Cast) -> None:
    """Also has the suite's database made, which the others copy."""
    assert not Room.objects.exists()


# -- Writing together -------------------------------------------------------------------


@played
async def test_what_one_types_the_other_reads(stage: Stage) -> None:
    member, coordinator, _page = await both(stage)
    await asyncio.gather(*(member.write(f" m{n}") for n in range(20)),
                         *(coordinator.write(f" c{n}") for n in range(20)))  # fmt: skip
    await member.saved()
    await coordinator.saved()
    await until(lambda: member.words() == coordinator.words())
    for number in range(20):
        assert member.words().count(f" m{number} ") + member.words().endswith(f" m{number}") == 1
        assert f" c{number}" in member.words()
    await member.close()
    await coordinator.close()


@played
async def test_what_is_acknowledged_is_durable(stage: Stage) -> None:
    member, coordinator, page = await both(stage)
    await member.write(" un mot sûr")
    await member.saved()
    assert words_in_log(page).endswith(" un mot sûr")
    row = Update.objects.filter(room__page=page, person=stage.cast.member).latest("pk")
    assert (row.client, row.octets) == (member.client, len(" un mot sûr".encode()))
    await member.close()
    await coordinator.close()


@played
async def test_what_was_written_becomes_a_revision_by_its_writers(stage: Stage) -> None:
    member, coordinator, page = await both(stage)
    await member.write(" Beaucoup de mots d'une personne.")
    await coordinator.write(" Peu.")
    await until(lambda: member.said("saved"), "saved")
    [saved] = coordinator.said("saved")
    assert [one["id"] for one in saved["authors"]] == [
        stage.cast.member.pk,
        stage.cast.coordinator.pk,
    ]
    page.refresh_from_db()
    assert page.latest_revision_id == saved["revision"]
    assert page.get_latest_revision_as_object().summary == member.words()
    await member.close()
    await coordinator.close()


@played
async def test_who_comes_later_finds_everything(stage: Stage) -> None:
    page = stage.text()
    member = await stage.writer(stage.cast.member, page).open()
    await member.write(" Déjà là.")
    late = await stage.writer(stage.cast.coordinator, page).open()
    assert late.words().endswith(" Déjà là.")
    await member.close()
    await late.close()


@played
async def test_who_comes_back_sends_what_was_typed_without_a_line(stage: Stage) -> None:
    member, coordinator, _page = await both(stage)
    client = member.client
    member.drop()
    await member.gone()
    await member.write(" Tapé dans le train.")
    await coordinator.write(" Tapé au bureau.")
    await until(lambda: member.client not in coordinator.others)
    await asyncio.sleep(0.1)
    await member.open()
    await member.saved()
    await until(lambda: member.words() == coordinator.words())
    assert " Tapé dans le train." in member.words() and " Tapé au bureau." in member.words()
    assert member.client == client
    await member.close()
    await coordinator.close()


@played
async def test_two_pages_never_write_under_one_client_id(stage: Stage) -> None:
    """A tab that was duplicated says the same former id while the first still stands."""
    page = stage.text()
    first = await stage.writer(stage.cast.member, page).open()
    copy = stage.writer(stage.cast.member, page)
    copy.client, copy.epoch = first.client, first.epoch
    await copy.open()
    assert copy.client != first.client
    assert await first.gone() == Close.SLOW
    await first.open()
    assert first.client != copy.client
    await first.write(" a")
    await copy.write(" b")
    await until(lambda: first.words() == copy.words() and not first.pending)
    await first.close()
    await copy.close()


@played
async def test_somebody_elses_client_id_is_not_given(stage: Stage) -> None:
    member, coordinator, page = await both(stage)
    other = stage.writer(stage.cast.coordinator, page)
    await member.close()
    other.client = member.client
    await other.open()
    assert other.client != member.client
    await coordinator.close()
    await other.close()


@played
async def test_the_last_who_leaves_closes_the_room(stage: Stage) -> None:
    page = stage.text()
    member = await stage.writer(stage.cast.member, page).open()
    await until(lambda: is_open(Room.objects.get(page=page)), "open")
    await member.write(" Écrit puis parti.")
    await member.saved()
    await member.close()
    await until(lambda: not is_open(Room.objects.get(page=page)), "closed")
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().summary.endswith(" Écrit puis parti.")
    room = Room.objects.get(page=page)
    assert room.snapshot_seq == room.saved_seq
    again = await stage.writer(stage.cast.member, page).open()
    assert again.words().endswith(" Écrit puis parti.")
    await again.close()


@played
async def test_words_saved_elsewhere_come_into_the_room(stage: Stage) -> None:
    member, coordinator, page = await both(stage)
    write(page, by=stage.cast.coordinator, title="Un titre venu d'ailleurs")
    await until(lambda: member.words("title") == "Un titre venu d'ailleurs")
    await until(lambda: member.said("outside"))
    [told] = member.said("outside")
    assert told["by"] == stage.cast.coordinator.public_name
    assert told["fields"]
    await member.close()
    await coordinator.close()


# -- Presence ---------------------------------------------------------------------------


@played
async def test_who_is_here_is_the_servers_word(stage: Stage) -> None:
    member, coordinator, _page = await both(stage)
    lie = '{"user":{"id":1,"name":"Quelqu\'un"},"field":"page/title","idle":true,"more":1}'
    await member.send(wire.awareness([State(member.client or 0, 1, lie)]))
    await until(lambda: coordinator.others)
    [state] = coordinator.others.values()
    assert state["user"]["name"] == stage.cast.member.public_name
    assert state["user"]["id"] == stage.cast.member.pk
    assert (state["field"], state["idle"], "more" in state) == ("page/title", True, False)
    # Nobody speaks for anybody else.
    await member.send(wire.awareness([State(coordinator.client or 0, 9, None)]))
    await coordinator.stand("page/summary")
    await until(lambda: coordinator.client in member.others)
    await member.close()
    await until(lambda: not coordinator.others)
    await coordinator.close()


@played
async def test_a_newcomer_asks_who_is_here(stage: Stage) -> None:
    member, coordinator, page = await both(stage)
    await member.stand("page/title")
    await until(lambda: coordinator.others)
    late = await stage.writer(stage.cast.superuser, page).open()
    await late.send(bytes((wire.Kind.QUERY_AWARENESS,)))
    await until(lambda: member.client in late.others)
    colours = {late.others[member.client or 0]["user"]["colour"]}
    await coordinator.stand("page/title")
    await until(lambda: coordinator.client in late.others)
    colours.add(late.others[coordinator.client or 0]["user"]["colour"])
    assert len(colours) == 2
    for writer in (member, coordinator, late):
        await writer.close()


# -- The end of a process ---------------------------------------------------------------


def test_a_killed_server_loses_nothing_that_was_acknowledged(stage: Stage) -> None:
    async def story() -> None:
        member, coordinator, page = await both(stage)
        for round_ in range(3):
            for number in range(10):
                await member.write(f" m{round_}.{number}")
                await coordinator.write(f" c{round_}.{number}")
            stage.server.kill()
            await member.gone()
            await coordinator.gone()
            await member.write(f" seul{round_}")
            stage.server.start()
            await member.open()
            await coordinator.open()
        await member.saved()
        await coordinator.saved()
        await until(lambda: member.words() == coordinator.words())
        told = member.words().split()
        for who in "mc":
            for round_ in range(3):
                for number in range(10):
                    assert told.count(f"{who}{round_}.{number}") == 1
        assert words_in_log(page) == member.words()
        await member.close()
        await coordinator.close()

    lived(lambda: asyncio.run(story()))


def test_words_of_a_closed_tab_outlive_a_killed_server(stage: Stage) -> None:
    async def story() -> None:
        page = stage.text()
        member = await stage.writer(stage.cast.member, page).open()
        await member.write(" Acquitté.")
        await member.saved()
        stage.server.kill()
        stage.server.start()
        late = await stage.writer(stage.cast.coordinator, page).open()
        assert late.words().endswith(" Acquitté.")
        await late.close()

    lived(lambda: asyncio.run(story()))


def test_a_stopped_server_saves_what_was_typed(stage: Stage) -> None:
    async def story() -> None:
        page = stage.text()
        member = await stage.writer(stage.cast.member, page).open()
        await member.write(" Juste avant l'arrêt.")
        await member.saved()
        stage.server.stop()
        page.refresh_from_db()
        summary = page.get_latest_revision_as_object().summary
        assert summary.endswith(" Juste avant l'arrêt.")
        assert not is_open(Room.objects.get(page=page))
        await member.gone()
        stage.server.start()

    lived(lambda: asyncio.run(story()))
