"""Prepare and serve the demonstration on this machine; see `make demo`."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connections

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Something else is in the way; the message says what, and what to do."""


@contextmanager
def held(path: Path, *, shared: bool, wait: bool, message: str = "") -> Iterator[None]:
    """Hold a lock file. Raises Busy with `message` when another process has it and
    `wait` is false."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    with path.open("a") as file:
        try:
            fcntl.flock(file, kind | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Busy(message) from None
        yield


def free_binds(port: int) -> list[str]:
    """Where to listen so that `localhost` works: IPv4, and IPv6 where there is one.

    Raises Busy when another program listens on that port.
    """
    binds = []
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            probe = socket.socket(family, socket.SOCK_STREAM)
        except OSError:
            continue
        with probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError:
                raise Busy(
                    f"Port {port} needs more rights. Choose another: make demo PORT=8001"
                ) from None
            except OSError as error:
                if family == socket.AF_INET or error.errno == errno.EADDRINUSE:
                    raise Busy(
                        f"Port {port} is in use: another program, or another `make demo`, serves "
                        f"there. Stop it, or choose another port: make demo PORT={port + 1}"
                    ) from None
                continue
        binds.append(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    return binds


def erase(var: Path) -> None:
    """Forget the demonstration: its database, mails included, and its files."""
    for path in var.glob("demo.sqlite3*"):
        path.unlink()
    shutil.rmtree(var / "demo-media", ignore_errors=True)


class Server(uvicorn.Server):
    """uvicorn in this process, which has loaded the site already: it starts at once.

    One process: people who write together meet in its memory.
    """

    def __init__(self, announce: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                "config.asgi:application",
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                ws_max_size=2 * settings.COWRITING_FRAME_OCTETS,
                ws_per_message_deflate=False,
                timeout_graceful_shutdown=10,
            )
        )
        self._announce, self._leave = announce, leave

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Whoever ends this server, by Ctrl-C or otherwise, ends what runs beside it."""
        try:
            await super().shutdown(sockets)
        finally:
            self._leave()


def serve(binds: list[str], announce: Callable[[], None]) -> None:
    """Serve until interrupted, with the minute's watch and the worker beside.

    `announce` is called once, when the first page can be asked for.
    """
    connections.close_all()  # no process shares a connection with the one that it left
    beside = [_beside(_watch), _beside(_deliver)]

    def leave() -> None:
        for process in beside:
            os.kill(process, signal.SIGTERM)

    server = Server(announce, leave)
    # uvicorn ends as a program that Ctrl-C stopped; for whoever pressed it that is no error.
    with suppress(KeyboardInterrupt):
        server.run(sockets=[_listening(bind) for bind in binds])


def _listening(bind: str) -> socket.socket:
    host, _colon, port = bind.rpartition(":")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host.strip("[]"), int(port)))
    return listening


def _beside(work: Callable[[], None]) -> int:
    """A process that does `work`, and ends with the one that started it."""
    parent = os.getpid()
    process = os.fork()
    if process == 0:
        threading.Thread(target=_end_with, args=[parent], daemon=True).start()
        try:
            work()
        finally:
            os._exit(0)
    return process


def _end_with(parent: int) -> None:
    """Even one that was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _watch() -> None:
    call_command("run_due", every=60)


def _deliver() -> None:
    """The worker, which nothing but a signal ends: a busy database is tried again."""
    while True:
        try:
            call_command("db_worker", "--backend=post", "--no-reload", verbosity=0)
            return
        except Exception:
            logger.exception("The worker stopped and begins again")
            time.sleep(5)
