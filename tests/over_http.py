"""`permissions.md` asked over HTTP: each address, with GET and POST, of what is there and of
what is not.

✓ yes · L sign in · 4 the page of what does not exist · 3 refused. Who gets the same answer
for both must get the same words, or they would learn which of the two it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from people.models import User
from tests.cast import Cast, gather
from tests.contributions.conftest import roles_of
from tests.contributions.test_rules import ROLES

#: A key and a token that nothing has.
NOTHING, NO_TOKEN = 987654, "aucun-jeton-de-ce-nom"
#: What hidden and missing things answer, in the order of `ROLES`.
HIDDEN = "L  4   4   4   4   4   4   4   4   4   4   4   4   4   4"
EVERYONE = "✓  ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓"
NOBODY = "4  4   4   4   4   4   4   4   4   4   4   4   4   4   4"

Keys = dict[str, Any]
#: Who plays each role; kind → case → key.
Laid = tuple[dict[str, Any], dict[str, Keys]]


@dataclass(frozen=True)
class Ask:
    """One address, and what each role is answered in each case; `{}` in it takes a key of
    the case. With `data` it is sent as a form. `missing`: the answers where nothing is."""

    address: str
    cells: dict[str, str]
    data: dict[str, Any] | None = None
    missing: str = HIDDEN
    nothing: str | int = NOTHING
    by_script: bool = False
    #: Who is refused and knows the thing: their refusal says more.
    known_to: tuple[str, ...] = ()

    def expected(self, case: str, role: str) -> str:
        cells = self.missing if case == "missing" else self.cells[case]
        return dict(zip(ROLES, cells.split(), strict=True))[role]


def laid_by(lay: Callable[[Cast, Any], dict[str, Keys]]) -> Any:
    """A module's own `laid_out`: who plays each role, and the keys of what `lay` put there
    for the cast and its named reader. Made once, and undone after the module."""

    @pytest.fixture(scope="module")
    def laid_out(django_db_setup: None, django_db_blocker: Any) -> Iterator[Laid]:
        with django_db_blocker.unblock(), undone():
            cast = gather()
            roles = roles_of(cast)
            yield roles, lay(cast, roles["reader"])

    return laid_out


def hold(asks: list[tuple[str, Ask]], laid_out: Laid, role: str) -> None:
    """Ask it all as one role. Raises AssertionError with every difference."""
    roles, keys = laid_out
    wrong = walk(asks, keys, role, roles[role])
    assert not wrong, "\n".join(wrong)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def walk(asks: list[tuple[str, Ask]], keys: dict[str, Keys], role: str, user: Any) -> list[str]:
    """Every difference between the table and what this role is answered; nothing stays."""
    client = Client()
    if isinstance(user, User):
        client.force_login(user, backend="people.backends.DoorBackend")
    wrong = []
    for kind, ask in asks:
        answers = {case: _answer(client, ask, keys[kind][case]) for case in ask.cells}
        answers["missing"] = _answer(client, ask, ask.nothing)
        for case, (mark, _words) in answers.items():
            if mark != (right := ask.expected(case, role)):
                how = "POST" if ask.data is not None else "GET"
                wrong.append(f"{how} {ask.address} | {case} | {role}: {right}, got {mark}")
        wrong += _told_apart(ask, answers, role)
    return wrong


def _told_apart(ask: Ask, answers: dict[str, tuple[str, str]], role: str) -> list[str]:
    """Where the marks are the same and the words are not."""
    mark, words = answers["missing"]
    if role in ask.known_to:
        return []
    return [
        f"{ask.address} | {case} | {role}: not the words of where nothing is:"
        f" {sorted(set(said.splitlines()) ^ set(words.splitlines()))[:4]!s:.300}"
        for case, (other, said) in answers.items()
        if mark in "L43" and other == mark and said != words
    ]


def _answer(client: Client, ask: Ask, key: Any) -> tuple[str, str]:
    headers = {"x-fragment": "1"} if ask.by_script else {}
    address = ask.address.format(key)
    client.cookies.pop("messages", None)
    send: Callable[..., Any] = client.get if ask.data is None else client.post
    with undone():
        response = send(address, ask.data or {}, headers=headers)
        words = "" if response.streaming else response.content.decode(errors="replace")
    return _mark(response), _plain(words, str(key))


def _mark(response: HttpResponse) -> str:
    to_the_door = response.status_code == 302 and response["Location"].startswith("/connexion/")
    if to_the_door or response.status_code == 401:
        return "L"
    known = {403: "3", 404: "4", 200: "✓", 302: "✓", 409: "✓", 422: "✓"}
    return known.get(response.status_code, str(response.status_code))


def _plain(words: str, key: str) -> str:
    """A page without the key that was asked for, nor what is drawn or sealed anew for each."""
    words = re.sub(r"<svg.*?</svg>", "", words, flags=re.DOTALL)
    words = re.sub(r'(name="csrfmiddlewaretoken" value|nonce|name="kept" value)="[^"]*"', "", words)
    return re.sub(rf"(/|[?&]\w+=|%2F|%3D){re.escape(key)}(?=/|%2F|\"|$)", r"\1…", words)
