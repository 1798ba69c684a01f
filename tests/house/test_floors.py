"""Imports look downward only, as `pyproject.toml` declares."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]


def test_imports_look_downward(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0, (
        capsys.readouterr().out
    )


def test_every_app_of_ours_has_its_floor() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = {name for line in declared["contracts"][0]["layers"] for name in line.split(" | ")}
    folders = {path.name for base in (ROOT, ROOT / "site") for path in base.iterdir()}
    ours = {app.partition(".")[0] for app in settings.INSTALLED_APPS} & folders
    assert ours | {"config"} == layers == set(declared["root_packages"])
