"""Frames are read strictly, and written as browsers read them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, YMessageType, YSyncMessageType, create_sync_message, create_update_message

from cowriting.protocol import wire
from cowriting.protocol.lib0 import LARGEST, Malformed, Reader, uint
from cowriting.protocol.wire import Kind, State, Sync


@given(st.integers(0, LARGEST))
def test_numbers_come_back(number: int) -> None:
    reader = Reader(uint(number))
    assert reader.uint() == number
    reader.finish()


def test_sync_frames_are_those_of_the_protocol() -> None:
    doc: Doc = Doc()
    asked = wire.read(create_sync_message(doc))
    assert (asked.sync, asked.payload) == (Sync.STEP1, doc.get_state())
    written = wire.read(create_update_message(b"\x00\x00"))
    assert (written.sync, written.payload) == (Sync.UPDATE, b"\x00\x00")
    assert wire.update(b"\x00\x00") == create_update_message(b"\x00\x00")
    assert wire.step2(b"ab")[:2] == bytes((YMessageType.SYNC, YSyncMessageType.SYNC_STEP2))
    assert [one.carries_update for one in (asked, written)] == [False, True]


def test_awareness_comes_back() -> None:
    states = [State(7, 3, '{"field":"é"}'), State(8, 1, None)]
    frame = wire.read(wire.awareness(states))
    assert frame.kind is Kind.AWARENESS
    assert list(frame.states) == states


def test_a_control_is_one_json_object() -> None:
    reader = Reader(wire.control("saved", revision=3, authors=["Awa"]))
    assert reader.uint() == Kind.CONTROL
    assert json.loads(reader.text()) == {"kind": "saved", "revision": 3, "authors": ["Awa"]}
    reader.finish()


def test_an_acknowledgement_is_one_number() -> None:
    reader = Reader(wire.ack(300))
    assert (reader.uint(), reader.uint()) == (Kind.ACK, 300)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x00\x03\x00",
        b"\x00\x02\x05ab",
        b"\x00\x02\x00more",
        b"\x02",
        bytes((Kind.ACK, 3)),
        wire.control("hello"),
        b"\x01\x02\x01\x07",
        b"\x01\x05\xff\xff\xff\xff\x0f",
        b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
    ],
)
def test_what_a_browser_may_not_send_is_refused(frame: bytes) -> None:
    with pytest.raises(Malformed):
        wire.read(frame)


@given(st.binary(max_size=60))
def test_random_frames_are_refused_or_read(data: bytes) -> None:
    try:
        frame = wire.read(data)
    except Malformed:
        return
    assert len(frame.payload) <= len(data)


def test_a_state_vector_is_read_strictly() -> None:
    doc: Doc = Doc(client_id=5)
    assert wire.state_vector(doc.get_state()) == {}
    with pytest.raises(Malformed):
        wire.state_vector(b"\x05\x01")
