"""Files of two groups, kept in a folder of the test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.cast import Cast

from .files import Files, files_of


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Nothing of another test on disk, nor among the remembered renditions."""
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()


@pytest.fixture
def files(cast: Cast) -> Files:
    """An image, its rendition and a document that the member put in `santé`."""
    return files_of(cast.health, by=cast.member, name="sante")


@pytest.fixture
def other_files(cast: Cast) -> Files:
    """The same in `mobilités`, put there by its coordinator."""
    return files_of(cast.mobility, by=cast.other_coordinator, name="mobilites")
