"""Serve the frozen demonstration: `python -m tests.look.serve PORT`, in its own folder.

The clock stands still while it is built and served: the demonstration's call counts its
dates from today. Who may be looked over the
shoulder of, and where things are, is written in `scene.json` of `CONCERT_VAR`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from freezegun import freeze_time

ROOT = Path(__file__).resolve().parents[2]
#: A Thursday of spring, 10:12 in Paris: the call's review ends on a 1st of June.
NOW = "2026-05-21T08:12:00+00:00"
#: The name that pages give themselves, wherever they are served: it is in the pictures.
NAME = "deconcert.example.org"
#: The variable that says where a database stands that is migrated already.
BLANK = "BLANK_DATABASE"


def main(port: int) -> None:
    sys.path.insert(0, str(ROOT / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.look.settings"
    import django

    # Loaded first: compiled packages refuse the stopped clock's own kinds of dates.
    django.setup()
    with freeze_time(NOW):
        _prepare()
        _serve(port)


def _prepare() -> None:
    """Build the network, unless this folder has it already."""
    from django.conf import settings
    from django.core.management import call_command

    from demo.building import build

    from .scene import set_scene

    call_command("collectstatic", interactive=False, verbosity=0)
    scene = settings.VAR / "scene.json"
    if not scene.exists():
        begun = os.environ.get(BLANK)
        build(settings.VAR, Path(begun) if begun else None)
        scene.write_text(json.dumps(set_scene(), indent=1, ensure_ascii=False))


def _serve(port: int) -> None:
    from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer, run
    from django.core.wsgi import get_wsgi_application

    WSGIRequestHandler.log_message = lambda *args: None  # type: ignore[method-assign]
    site = _under_its_name(get_wsgi_application(), f"localhost:{port}")
    run("127.0.0.1", port, site, threading=True, server_cls=WSGIServer)


def _under_its_name(site: Callable[..., Any], here: str) -> Callable[..., Any]:
    """The site, believing that it was asked by its name, as behind a proxy."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        for header in ("HTTP_HOST", "HTTP_ORIGIN", "HTTP_REFERER"):
            if header in environ:
                environ[header] = environ[header].replace(here, NAME)
        return site(environ, start_response)

    return answer


if __name__ == "__main__":
    main(int(sys.argv[1]))
