"""What the tests of the private pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import unescape
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contributions.models import ContributionPage
from people.models import User

Browser = Callable[[User | None], Client]

#: Everyone whose answer differs, by their name in the cast; None is a visitor.
EVERYONE = (
    None, "account", "member", "coordinator", "moderator", "network", "director", "partner",
    "other_member", "other_coordinator", "associated_member", "gone", "superuser",
)  # fmt: skip


def url_of(page: ContributionPage, name: str, *args: Any) -> str:
    return reverse(f"contributions:{name}", args=[page.record.pk, *args])


def act_url(page: ContributionPage, slug: str) -> str:
    return url_of(page, "act", slug)


def text(response: HttpResponse) -> str:
    """What the page says, with its quotes as people read them."""
    return unescape(response.content.decode())


def tokens_of(response: Any) -> dict[str, str]:
    """The hidden fields of an act's page, as a browser would send them."""
    form = response.context["form"]
    values = {name: form[name].value() for name in ("seen", "task_state_id")}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def answers(
    browser: Browser, cast: Any, url: str, names: Iterable[str | None] = EVERYONE
) -> dict[str | None, str]:
    """Who gets what: `ok`, `sign in`, `missing`, `refused`, or the status."""
    return {
        name: _answer(browser(getattr(cast, name) if name else None).get(url)) for name in names
    }


def _answer(response: HttpResponse) -> str:
    if response.status_code == 302 and response["Location"].startswith("/connexion/"):
        return "sign in"
    return {200: "ok", 403: "refused", 404: "missing"}.get(
        response.status_code, str(response.status_code)
    )


def only(*allowed: str | None) -> dict[str | None, str]:
    """The answers of a page that these people see, and that is hidden from all others."""
    rest = {name: "missing" if name else "sign in" for name in EVERYONE}
    return rest | dict.fromkeys(allowed, "ok")


def queries_of(browser: Client, url: str) -> int:
    """What a page costs, once what processes remember is warm."""
    browser.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)
