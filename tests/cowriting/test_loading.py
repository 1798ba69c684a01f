"""A process has all of a room in memory, whatever others do to its log meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pycrdt import Doc, Map

from cowriting.live import loading
from cowriting.models import ClientId, Room
from cowriting.record.compacting import compact
from cowriting.record.saving import save_now
from tests.cast import Cast, draft

from .pens import Pen

pytestmark = pytest.mark.django_db


def said(loaded: loading.Loaded) -> str:
    return str(loaded.doc.get("page", type=Map)["summary"])


def test_a_log_that_is_compacted_at_that_moment_is_read_whole(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that go into a period after the snapshot was read are in neither of them."""
    pen = Pen(draft(cast), cast.member)
    pen.type(" Avant.")
    replay, turns = loading.replay, []

    def slow(room: Room) -> tuple[Doc[Any], int]:
        if not turns:
            turns.append(room)
            save_now(room.page_id)
            compact(room.pk)
        return replay(room)

    monkeypatch.setattr(loading, "replay", slow)
    loaded = loading.load(pen.room.pk)
    assert said(loaded).endswith(" Avant.")
    last = pen.type(" Après.").ids[-1]
    fresh = loading.news(pen.room.pk, loaded.last, loaded.doc.get_state(), ())
    for row in fresh:
        loaded.doc.apply_update(row.payload)
    assert said(loaded).endswith(" Avant. Après.")
    assert fresh[-1].key == last


def test_what_is_written_while_a_room_opens_is_news_to_it_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen = Pen(draft(cast), cast.member)
    pen.type(" Avant.")
    replay, turns = loading.replay, []

    def slow(room: Room) -> tuple[Doc[Any], int]:
        found = replay(room)
        if not turns:
            turns.extend(pen.type(" Après.").ids)
        return found

    monkeypatch.setattr(loading, "replay", slow)
    loaded = loading.load(pen.room.pk)
    fresh = loading.news(pen.room.pk, loaded.last, loaded.doc.get_state(), ())
    assert [row.key for row in fresh] == turns


def test_whose_a_client_id_is_is_asked_for_it_alone(cast: Cast) -> None:
    """Whoever makes ids up does not have the room's whole list read for each."""
    pen = Pen(draft(cast), cast.member)
    for client in range(1000, 1040):
        ClientId.objects.create(
            room=pen.room, epoch=pen.epoch, client=client, person=cast.coordinator
        )
    with CaptureQueriesContext(connection) as queries:
        found = loading.writer_of(pen.room.pk, pen.epoch, {pen.client, 1001, 77})
    assert found == {pen.client: cast.member.pk, 1001: cast.coordinator.pk}
    assert len(queries) == 1
    assert '"client" IN' in queries[0]["sql"]
