"""The frozen site, served by a process of its own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.browser import PATIENCE_MS, free_port, served

from .entry import Entry, Who
from .serve import BLANK


@dataclass(frozen=True)
class FrozenSite:
    """Where it answers; sessions by e-mail address; the words of its addresses."""

    address: str
    sessions: dict[str, str]
    places: dict[str, str]

    def address_of(self, entry: Entry) -> str:
        port = self.address.rpartition(":")[2]
        return entry.address.format_map({**self.places, "port": port})

    def session_of(self, who: Who) -> Any:
        """What signs somebody in; without an end, since the browser's clock is not ours."""
        session = self.sessions[who.address]
        return {"name": "sessionid", "value": session, "url": self.address}

    def visitor(self, browser: Browser, **options: Any) -> BrowserContext:
        """A browser of one's own: nothing kept from anywhere."""
        options = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 800}} | options
        context = browser.new_context(
            base_url=self.address, timezone_id="Europe/Paris", reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE_MS)
        return context


@contextmanager
def frozen_site(var: Path, blank: Path | None = None) -> Iterator[FrozenSite]:
    """Build the demonstration in `var` from a database without anyone, unless it is there,
    and serve it meanwhile."""
    port = free_port()
    address = f"http://localhost:{port}"
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DEMO_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    environment = inherited | {"CONCERT_VAR": str(var)} | ({BLANK: str(blank)} if blank else {})
    command = [sys.executable, "-m", "tests.look.serve", str(port)]
    with served(command, environment, address):
        scene = json.loads((var / "scene.json").read_text())
        yield FrozenSite(address, scene["sessions"], scene["places"])
