"""Simulated browsers that speak the whole protocol of a room, and a server to kill.

`Writer` does what the page does: it keeps what was not acknowledged, and sends it again
when it comes back. `Server` is the site's own ASGI application in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from pycrdt import Doc, Map, Text, merge_updates
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from cowriting.document.shape import SCHEMA
from cowriting.protocol import wire
from cowriting.protocol.lib0 import Reader
from people.models import User
from tests.browser import ROOT, free_port

Told = TypeVar("Told")

#: Seconds that anything here may take on a slow, shared machine.
PATIENCE = 20.0
#: Seconds that a server may take to start there: it imports the whole site first.
STARTS_WITHIN = 90.0


#: How soon, in seconds, a right that ended is felt, and what is durable is read elsewhere.
_SOON = 2.0


def soon() -> float:
    """What was promised, longer in proportion where others use the machine as well."""
    crowd = os.getloadavg()[0] / (os.cpu_count() or 1)
    return _SOON * max(1.0, crowd)


def signed_in(user: User) -> str:
    """The key of a session of `user`."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "people.backends.DoorBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


class Server:
    """uvicorn with the site on a database of its own; `kill` is -9."""

    def __init__(self, database: str, **environment: str) -> None:
        self.port = free_port()
        self._environment = {
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tests.cowriting.served",
            "PYTHONWARNINGS": "ignore",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> Server:
        command = [
            sys.executable, "-m", "uvicorn", "--app-dir", "site", "config.asgi:application",
            "--port", str(self.port), "--no-proxy-headers", "--no-access-log",
            "--log-level", "warning", "--ws-max-size", str(2 * settings.COWRITING_FRAME_OCTETS),
            "--ws-per-message-deflate", "false",
        ]  # fmt: skip
        self._process = subprocess.Popen(command, env=self._environment, cwd=ROOT)
        self._wait()
        return self

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while True:
            assert self._process is not None and self._process.poll() is None
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.05)

    def kill(self) -> None:
        """As the system does when memory runs out: nothing is finished."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator does: what was typed is saved first."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self._end(signal.SIGKILL)

    def address(self, page_id: int, **query: object) -> str:
        asked = urlencode({"epoch": "", "schema": SCHEMA, "client": "", **query})
        return f"ws://127.0.0.1:{self.port}/ws/contributions/{page_id}/?{asked}"


def lived(story: Callable[[], Told]) -> Told:
    """Run a story in a thread of its own, and return what it tells.

    Whoever drove a browser before left a loop marked as running in this one.
    """
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(_and_leave_nothing_open, story).result()


def _and_leave_nothing_open(story: Callable[[], Told]) -> Told:
    try:
        return story()
    finally:
        connections.close_all()


async def until(condition: Callable[[], Any], what: str = "") -> None:
    """Wait for something to become true, and fail when it does not."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"it never came true: {what}"
        await asyncio.sleep(0.005)


class Writer:
    """Somebody's page on a text.

    `controls`: what the server said, in order; `others`: who else is there, by client id;
    `code`: with what the last connection was closed.
    """

    def __init__(self, server: Server, page_id: int, session_key: str) -> None:
        self.server, self.page_id, self.session_key = server, page_id, session_key
        self.doc: Doc[Any] = Doc()
        self.client: int | None = None
        self.epoch: int | None = None
        self.mode = ""
        self.controls: list[dict[str, Any]] = []
        self.others: dict[int, dict[str, Any]] = {}
        self.pending: list[list[Any]] = []
        self.code: int | None = None
        #: Whether the server heard what one has, so that it may hear what one types.
        self.answered = False
        self.synced = False
        self.frames = self.acked = 0
        #: When each update from others came, by a steady clock.
        self.heard: list[float] = []
        #: What to do whenever an update from others came.
        self.on_update: Callable[[], Awaitable[None]] | None = None
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._clock = 0
        self._watch()

    # -- The connection ----------------------------------------------------------------

    async def open(self, *, schema: int = SCHEMA, origin: str | None = None) -> Writer:
        """Connect, and return once the server has said hello and all it has; or closed."""
        query = {"epoch": self.epoch or "", "client": self.client or "", "schema": schema}
        self.synced, self.code, self.frames, self.acked = False, None, 0, 0
        self.answered = False
        for entry in self.pending:
            entry[1] = 0
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session_key}"
        self._socket = await connect(
            self.server.address(self.page_id, **query),
            additional_headers={"Cookie": cookie},
            origin=origin or f"http://127.0.0.1:{self.server.port}",  # type: ignore[arg-type]
            compression=None, max_size=None, proxy=None,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read(self._socket))
        await until(lambda: self.synced or self.code is not None, "synced")
        return self

    async def close(self) -> None:
        """Leave as a closed tab does."""
        if self._socket is not None:
            await self._socket.close()
            await self.gone()

    def drop(self) -> None:
        """Leave without a word, as when the train enters a tunnel."""
        assert self._socket is not None
        self._socket.transport.abort()

    async def gone(self) -> int:
        """Wait for the connection to end; its code."""
        await until(lambda: self.code is not None, "gone")
        return self.code or 0

    async def send(self, frame: bytes) -> None:
        """Any bytes at all."""
        assert self._socket is not None
        with suppress(ConnectionClosed):
            await self._socket.send(frame)

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for data in socket:
                await self._receive(bytes(data))  # type: ignore[arg-type]
        except (ConnectionClosed, OSError):
            pass
        finally:
            self.synced = self.answered = False
            self.code = socket.close_code or 1006

    async def _receive(self, data: bytes) -> None:
        reader = Reader(data)
        kind = reader.uint()
        if kind == wire.Kind.CONTROL:
            await self._obey(json.loads(reader.text()))
        elif kind == wire.Kind.ACK:
            self.acked = reader.uint()
            self.pending = [one for one in self.pending if not 0 < one[1] <= self.acked]
        elif kind == wire.Kind.AWARENESS:
            for state in wire.states(reader.octets()):
                self.others.pop(state.client, None)
                if state.words is not None:
                    self.others[state.client] = json.loads(state.words)
        elif kind == wire.Kind.SYNC:
            await self._sync(reader.uint(), reader.octets())

    async def _obey(self, control: dict[str, Any]) -> None:
        self.controls.append(control)
        if control["kind"] == "hello":
            self._become(control["client"])
            self.epoch, self.mode = control["epoch"], control["mode"]
            await self.send(wire.step1(self.doc.get_state()))
        elif control["kind"] == "mode":
            self.mode = control["mode"]

    async def _sync(self, step: int, payload: bytes) -> None:
        if step == wire.Sync.STEP1:
            self.frames += 1
            self.answered = True
            for entry in self.pending:
                entry[1] = self.frames
            await self.send(wire.step2(self.doc.get_update(payload)))
        else:
            self._apply(payload)
            self.heard.append(time.perf_counter())
            self.synced = self.synced or step == wire.Sync.STEP2
            if self.on_update is not None and step == wire.Sync.UPDATE:
                await self.on_update()

    # -- The document ------------------------------------------------------------------

    def _watch(self) -> None:
        self._remote = False
        self._subscription = self.doc.observe(self._changed)

    def _become(self, client: int) -> None:
        """pycrdt gives a document its client id when it is made."""
        if client != self.client:
            whole = self.doc.get_update()
            self.doc.unobserve(self._subscription)
            self.client, self.doc = client, Doc(client_id=client)
            self.doc.apply_update(whole)
            self._watch()

    def _apply(self, payload: bytes) -> None:
        self._remote = True
        try:
            self.doc.apply_update(payload)
        finally:
            self._remote = False

    def _changed(self, event: Any) -> None:
        if not self._remote:
            self.pending.append([event.update, 0])

    async def type(self, change: Callable[[Doc[Any]], None]) -> None:
        """Change the document in one transaction, and send it if there is a connection."""
        known = len(self.pending)
        with self.doc.transaction():
            change(self.doc)
        fresh = self.pending[known:]
        if fresh and self.answered:
            self.frames += 1
            for entry in fresh:
                entry[1] = self.frames
            await self.send(wire.update(merge_updates(*[entry[0] for entry in fresh])))

    async def write(self, words: str, *, field: str = "summary") -> None:
        """Add words at the end of one of the page's plain texts."""

        def add(doc: Doc[Any]) -> None:
            text = doc.get("page", type=Map)[field]
            assert isinstance(text, Text)
            text += words

        await self.type(add)

    def words(self, field: str = "summary") -> str:
        return str(self.doc.get("page", type=Map)[field])

    async def saved(self) -> None:
        """Wait until everything that was typed is durable."""
        await until(lambda: not self.pending, "acknowledged")

    async def stand(self, field: str, **more: Any) -> None:
        """Tell the others where one is."""
        self._clock += 1
        words = json.dumps({"field": field, "anchor": None, "head": None, "idle": False, **more})
        await self.send(wire.awareness([wire.State(self.client or 0, self._clock, words)]))

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [control for control in self.controls if control["kind"] == kind]
