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
from contextlib import contextmanager
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

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


class Server(BaseApplication):
    """gunicorn in this process, which has loaded the site already: it starts at once."""

    def __init__(
        self, binds: list[str], announce: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        self._options = {
            "bind": binds,
            "workers": 2,
            "threads": 4,
            "timeout": 60,
            "loglevel": "warning",
            "when_ready": lambda _server: announce(),
            "on_exit": lambda _server: leave(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        return get_wsgi_application()


def serve(binds: list[str], announce: Callable[[], None]) -> None:
    """Serve until interrupted, with the minute's watch and the worker beside. Does not
    return.

    `announce` is called once, when the first page can be asked for.
    """
    connections.close_all()  # no process shares a connection with the one that it left
    beside = [_beside(_watch), _beside(_deliver)]

    def leave() -> None:
        for process in beside:
            os.kill(process, signal.SIGTERM)

    Server(binds, announce, leave).run()


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
