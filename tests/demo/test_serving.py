"""`make demo`: what may be in its way, and what it prints."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from demo.management.commands.serve_demo import accounts
from demo.serving import Busy, erase, free_binds, held
from demo.source import read


def test_a_busy_port_is_named_with_another_to_choose() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Busy, match=f"Port {port} is in use.*PORT={port + 1}"):
            free_binds(port)


def test_localhost_answers_by_both_of_its_addresses() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    binds = free_binds(port)
    assert binds[0] == f"127.0.0.1:{port}"
    assert set(binds[1:]) <= {f"[::1]:{port}"}


def test_a_reset_waits_for_nobody_who_serves(tmp_path: Path) -> None:
    lock = tmp_path / "serving.lock"
    with held(lock, shared=True, wait=True):
        with held(lock, shared=True, wait=False):
            pass
        exclusive = held(lock, shared=False, wait=False, message="stop it first")
        with pytest.raises(Busy, match="stop it first"), exclusive:
            pass


def test_erasing_leaves_everything_else_of_the_folder(tmp_path: Path) -> None:
    for name in ("demo.sqlite3", "demo.sqlite3-wal", "demo.sqlite3.building", "concert.sqlite3"):
        (tmp_path / name).touch()
    (tmp_path / "demo-media").mkdir()
    (tmp_path / "media").mkdir()
    erase(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"concert.sqlite3", "media"}


def test_every_role_has_an_account_to_try() -> None:
    shown = accounts()
    assert {role for role, *_ in shown} == {
        "member", "coordinator", "moderator", "director", "network coordination", "partner",
        "superuser",
    }  # fmt: skip
    closed = [item for item in read("04_accounts")["comptes"] if not item.get("actif", True)]
    assert closed and not {item["courriel"] for item in closed} & {row[1] for row in shown}


def test_only_the_demonstration_is_served() -> None:
    with pytest.raises(CommandError, match="make demo"):
        call_command("serve_demo")
