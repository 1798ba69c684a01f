"""Make the demonstration ready to serve: database, files, pages already asked for once."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from wagtail.models import Page, Site

from demo.serving import erase

#: Packages whose static files are collected with ours.
_STATIC_OF = ("wagtail", "django", "django-allauth", "djangorestframework", "wagtail-modeladmin")


def build(var: Path, begun: Path | None = None) -> None:
    """Build the database in a file beside, and name it `demo.sqlite3` once it is whole.

    `begun`: a database without anyone in it, to begin from instead of nothing.
    """
    erase(var)
    with _elsewhere(var / "demo.sqlite3.building") as path:
        if begun is not None:
            shutil.copy(begun, path)
        call_command("migrate", verbosity=0)
        call_command("seed_demo", verbosity=0)
        warm()
    path.rename(var / "demo.sqlite3")


@contextmanager
def _elsewhere(path: Path) -> Iterator[Path]:
    """This process's database is `path` meanwhile.

    It is thrown away when the build is interrupted, so nothing in it need survive a
    power cut: without a synchronous write for each of the migrations' transactions, the
    build does not depend on how fast the disk is.
    """
    kept = connection.settings_dict
    connection.close()
    quick = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    }
    connection.settings_dict = kept | {"NAME": path, "OPTIONS": kept["OPTIONS"] | quick}
    try:
        yield path
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict = kept


def complete() -> None:
    """Bring a database that stands up to date: new migrations, new demonstration data."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)
    call_command("seed_demo", verbosity=0)


def warm() -> None:
    """Ask for each public page once, so that its image renditions are made."""
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    for page in Page.objects.live().filter(depth__gt=1).specific():
        client.get(page.get_url() or "/")


def address_site(port: int) -> None:
    """Have absolute links, those of letters too, name the port that is served."""
    settings.WAGTAILADMIN_BASE_URL = f"http://localhost:{port}"
    Site.objects.filter(is_default_site=True).exclude(port=port).update(port=port)
    Site.clear_site_root_paths_cache()


def collect_static() -> None:
    """Collect, name by content and compress static files, when any has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    state = _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def _static_state() -> str:
    """What the collected files depend on: our own, and the packages' versions."""
    digest = hashlib.sha256()
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    digest.update(" ".join(f"{name}={version(name)}" for name in _STATIC_OF).encode())
    return digest.hexdigest()
