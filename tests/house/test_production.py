"""Production settings: they refuse to start without what a real site needs."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = {
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "example.org",
    "DATABASE_URL": "sqlite:///var/unused.sqlite3",
}


def check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Start with production settings and nothing else of this machine's environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", NEEDED)
def test_production_refuses_to_start_without(name: str) -> None:
    result = check({key: value for key, value in NEEDED.items() if key != name})
    assert result.returncode != 0
    assert f"{name} is missing" in result.stderr


def test_an_empty_setting_is_a_missing_one() -> None:
    result = check(NEEDED | {"SECRET_KEY": ""})
    assert "SECRET_KEY is missing" in result.stderr


def test_production_has_no_deployment_warning() -> None:
    result = check(NEEDED)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout
