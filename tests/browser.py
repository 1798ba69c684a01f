"""Debian's Chromium and a server of one's own, for the tests that look or click."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_BESIDE = "DJANGO_ALLOW_ASYNC_UNSAFE"
#: How long a page may take on a slow, shared machine.
PATIENCE_MS = 30_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a process; without it they skip, saying so. In CI
    they fail."""
    if not Path(CHROMIUM).exists():
        message = "No browser: `sudo apt-get install chromium` to run the browser tests."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    # A loop that an earlier test left marked as running would have the browser refused.
    asyncio._set_running_loop(None)
    with sync_playwright() as playwright, _beside_a_loop():
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def _beside_a_loop() -> Iterator[None]:
    """Playwright leaves a loop of its own marked as running in this thread: tests that
    follow in the same process would be refused the database for it."""
    os.environ[_BESIDE] = "true"
    try:
        yield
    finally:
        # Others set it and take it away again, for a test of theirs.
        os.environ.pop(_BESIDE, None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(command: list[str], environment: dict[str, str], address: str) -> Iterator[None]:
    """Run a server until the block ends; it answers at `address` when the block begins."""
    environment = {name: value for name, value in environment.items() if name != _BESIDE}
    server = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        _wait_for(address, server)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _wait_for(address: str, server: subprocess.Popen[bytes], seconds: int = 300) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/connexion/", timeout=5)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"Nothing answers at {address}.")
