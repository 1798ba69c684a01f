"""The project stands by itself: its requirements, its commands, its data."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    """Name, with the condition it holds under, and version of each pin of a file."""
    lines = (ROOT / name).read_text().replace(" \\\n", " ").splitlines()
    found = {}
    for line in lines:
        pin = re.match(r"([\w.\[\]-]+)==([\w.]+)( ; .*?)?\s+--hash", line)
        if pin:
            found[pin[1] + (pin[3] or "")] = pin[2]
    return found


def test_every_requirement_is_pinned_with_hashes() -> None:
    for name in ("requirements.txt", "requirements/dev.txt"):
        lines = (ROOT / name).read_text().replace(" \\\n", " ").splitlines()
        wanted = [line for line in lines if line and line[0] not in " #"]
        assert wanted
        assert [line for line in wanted if "--hash=sha256:" not in line] == []


def test_the_suite_runs_on_what_the_site_runs_on() -> None:
    site, suite = pins("requirements.txt"), pins("requirements/dev.txt")
    assert "wagtail" in site
    assert {name: suite.get(name) for name in site} == site


def test_make_alone_lists_the_targets() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("demo", "demo-reset", "test", "lint"):
        assert re.search(rf"^{target}\s+\w", listed, re.MULTILINE), target


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_nothing_reads_outside_the_project() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", ":(exclude)tests/house"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    texts = {
        name: (ROOT / name).read_text(errors="ignore")
        for name in listed
        if (ROOT / name).is_file() and Path(name).suffix in {".py", ".yaml", ".toml", ".ini", ""}
    }
    assert "Makefile" in texts
    assert [name for name, text in texts.items() if "../shared" in text or "/work/" in text] == []
