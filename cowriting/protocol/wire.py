"""The frames of a room's socket: Yjs's sync and awareness protocols, and two of our own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from . import lib0
from .lib0 import Malformed, Reader


class Kind(IntEnum):
    """What a frame carries. ACK: how many frames of this connection with an update are
    durable. CONTROL: one JSON object with a `kind`."""

    SYNC = 0
    AWARENESS = 1
    QUERY_AWARENESS = 3
    ACK = 101
    CONTROL = 102


class Sync(IntEnum):
    STEP1 = 0
    STEP2 = 1
    UPDATE = 2


class Close(IntEnum):
    """Why a socket is closed; the first four end for good, the others may be tried again."""

    SIGN_IN = 4401
    FORBIDDEN = 4403
    OTHER_EPOCH = 4409
    OTHER_SCHEMA = 4426
    BAD_MESSAGE = 4400
    TOO_MUCH = 4413
    SLOW = 4508


@dataclass(frozen=True)
class State:
    """One client's awareness; `words` is its JSON text, None when it leaves."""

    client: int
    clock: int
    words: str | None


@dataclass(frozen=True)
class Frame:
    """What a browser sent. `payload` is the state vector of a STEP1, the update of a STEP2
    or UPDATE, and nothing for the awareness kinds."""

    kind: Kind
    sync: Sync | None = None
    payload: bytes = b""
    states: tuple[State, ...] = ()

    @property
    def carries_update(self) -> bool:
        return self.sync in (Sync.STEP2, Sync.UPDATE)


def read(data: bytes) -> Frame:
    """What a browser may send: sync, awareness, query. Raises Malformed for all else."""
    reader = Reader(data)
    kind = reader.uint()
    if kind == Kind.SYNC:
        step = reader.uint()
        if step not in tuple(Sync):
            raise Malformed(f"sync {step}")
        frame = Frame(Kind.SYNC, sync=Sync(step), payload=reader.octets())
    elif kind == Kind.AWARENESS:
        frame = Frame(Kind.AWARENESS, states=states(reader.octets()))
    elif kind == Kind.QUERY_AWARENESS:
        frame = Frame(Kind.QUERY_AWARENESS)
    else:
        raise Malformed(f"kind {kind}")
    reader.finish()
    return frame


def states(data: bytes) -> tuple[State, ...]:
    """The states of an awareness update. Raises Malformed."""
    reader, found = Reader(data), []
    for _ in range(reader.uint()):
        client, clock, words = reader.uint(), reader.uint(), reader.text()
        found.append(State(client, clock, None if words == "null" else words))
    reader.finish()
    return tuple(found)


def state_vector(data: bytes) -> dict[int, int]:
    """How far each client's clock is known to whoever wrote it. Raises Malformed."""
    reader = Reader(data)
    found = {reader.uint(): reader.uint() for _ in range(reader.uint())}
    reader.finish()
    return found


def with_client(state_vector: bytes, known: tuple[int, int]) -> bytes:
    """A state vector that knows one more client, up to a clock. Raises Malformed."""
    reader = Reader(state_vector)
    count = reader.uint()
    rest = state_vector[reader.at :]
    return lib0.uint(count + 1) + lib0.uint(known[0]) + lib0.uint(known[1]) + rest


def step1(state_vector: bytes) -> bytes:
    return bytes((Kind.SYNC, Sync.STEP1)) + lib0.octets(state_vector)


def step2(update: bytes) -> bytes:
    return bytes((Kind.SYNC, Sync.STEP2)) + lib0.octets(update)


def update(payload: bytes) -> bytes:
    return bytes((Kind.SYNC, Sync.UPDATE)) + lib0.octets(payload)


def awareness(changed: list[State]) -> bytes:
    """One frame for these states."""
    return bytes((Kind.AWARENESS,)) + lib0.octets(awareness_update(changed))


def awareness_update(changed: list[State]) -> bytes:
    parts = [lib0.uint(len(changed))]
    for state in changed:
        words = "null" if state.words is None else state.words
        parts += [lib0.uint(state.client), lib0.uint(state.clock), lib0.text(words)]
    return b"".join(parts)


def ack(count: int) -> bytes:
    return bytes((Kind.ACK,)) + lib0.uint(count)


def control(kind: str, **facts: Any) -> bytes:
    words = json.dumps({"kind": kind, **facts}, ensure_ascii=False, separators=(",", ":"))
    return bytes((Kind.CONTROL,)) + lib0.text(words)
