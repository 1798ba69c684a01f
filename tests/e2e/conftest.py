"""A real server with the demonstration network, for hands that click and type."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.blank import administer, blank_postgres, shared_folder
from tests.browser import PATIENCE_MS, ROOT, free_port, served

PASSWORD = "demonstration"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process drives the browser: its tests share a server and their story's order."""
    for item in items:
        if "e2e" in item.nodeid:
            item.add_marker(pytest.mark.e2e)


@contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """A database of the browser tests' own, of the kind that the suite runs on.

    Its name is used once: another run on the same server keeps its own. `folder`: the run's,
    where the blank database that it begins from is noted.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    base, _slash, _old = url.rpartition("/")
    name = f"concert_browser_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {blank_postgres(folder)}")
    try:
        yield {"DEMO_DATABASE_URL": f"{base}/{name}"}
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if os.environ.get("E2E_SITE"):
        yield os.environ["E2E_SITE"]
        return
    """The address of a demonstration site, freshly made, in processes of its own.

    On SQLite it is what `make demo` starts; on PostgreSQL, the same site on a database
    of the test's own.
    """
    port = free_port()
    address = f"http://localhost:{port}"
    with own_database(shared_folder(tmp_path_factory)) as database:
        environment = {
            **{key: value for key, value in os.environ.items() if key != "DEMO_DATABASE_URL"},
            **database,
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "CONCERT_VAR": str(tmp_path_factory.mktemp("e2e")),
            "BASE_URL": address,
        }
        command = [sys.executable, str(ROOT / "manage.py"), "serve_demo", "--port", str(port)]
        if database:
            _prepare(environment)
            command = [
                sys.executable, "-m", "uvicorn", "--app-dir", "site", "config.asgi:application",
                "--port", str(port), "--no-proxy-headers", "--log-level", "warning",
            ]  # fmt: skip
        with served(command, environment, address), _posting(environment if database else None):
            yield address


@contextmanager
def _posting(environment: dict[str, str] | None) -> Iterator[None]:
    """The worker that sends letters and the minute's watch, where the server does not bring
    its own."""
    if environment is None:
        yield
        return
    commands = (
        ["db_worker", "--backend", "post", "--no-reload", "-v", "0"],
        ["run_due", "--every", "60", "-v", "0"],
    )
    beside = [
        subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *command], env=environment, cwd=ROOT
        )
        for command in commands
    ]
    try:
        yield
    finally:
        for process in beside:
            process.terminate()
        for process in beside:
            process.wait(30)


def _prepare(environment: dict[str, str]) -> None:
    manage = [sys.executable, str(ROOT / "manage.py")]
    for command in (["migrate", "-v0"], ["seed_demo"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([*manage, *command], env=environment, check=True, cwd=ROOT)


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """A page of a browser of one's own, signed in as a demonstration account or not."""
    contexts = []

    def as_person(email: str | None = None, *, phone: bool = False) -> Page:
        screen: dict[str, Any] = PHONE if phone else {}
        context = browser.new_context(base_url=site, locale="fr-FR", **screen)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        if email is not None:
            sign_in(page, email)
        return page

    yield as_person
    for context in contexts:
        context.close()


def sign_in(page: Page, email: str) -> None:
    """Through the one door, as a person does."""
    page.goto("/connexion/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/espace/")
