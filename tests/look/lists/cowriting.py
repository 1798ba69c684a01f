"""Pages of co-writing: blocks by plain forms, who wrote what, the timeline, comparison;
and the writing page, before a server that says what a room says and hears nothing."""

from __future__ import annotations

import re
from base64 import b64decode

from playwright.sync_api import Page, Response, WebSocketRoute, expect

from tests.look.entry import Entry, Who, member, send

_HEAT = "/contributions/{text chaleurs-sante}"
_PART = "cowriting/part.html"

ENTRIES: list[Entry] = [
    member("parts", f"{_HEAT}/blocs/", "cowriting/parts.html"),
    member("part", f"{_HEAT}/blocs/{{proposal}}/", _PART, walked=True),
    member("part-around", f"{_HEAT}/blocs/texte/", _PART, pictured=False),
    member("part-refused", f"{_HEAT}/blocs/{{finding}}/", _PART, status=422, steps=send(territory="Un très long territoire. " * 30), pictured=False),
    member("new-part", f"{_HEAT}/blocs/nouveau/", "cowriting/new_part.html"),
    member("new-part-form", f"{_HEAT}/blocs/nouveau/?type=text&apres=texte", _PART, pictured=False),
    member("authors", f"{_HEAT}/auteurs/", "cowriting/colours.html", walked=True),
    member("timeline", f"{_HEAT}/moments/", "cowriting/timeline.html"),
    member("moment", f"{_HEAT}/moments/{{moment}}/", "cowriting/moment.html", walked=True),
    member("compare", f"{_HEAT}/comparer/", "cowriting/compare.html", Who.COORDINATOR),
    member("draft-changed", f"{_HEAT}/texte/", "contributions/draft.html"),
    member("late-words", "/contributions/{text chaleurs-cadre-de-vie}/mots-refuses/", "cowriting/refused.html", Who.SECOND_COORDINATOR),
]  # fmt: skip


def _enter(page: Page) -> Response | None:
    """Into the room: what its server says first is the same at each visit."""
    number = page.url.rstrip("/").split("/")[-2]
    said = page.request.get(f"/trames/{number}/").json()

    def answer(line: WebSocketRoute) -> None:
        for frame in said:
            line.send(b64decode(frame))

    page.route_web_socket(re.compile("/ws/"), answer)
    response = page.reload()
    page.locator("#texte:not([aria-busy]) .block").first.wait_for()
    # Editors are made one after the other, while the browser rests.
    # Asked from outside: the page's own policy forbids the browser to evaluate a string.
    expect(page.locator(".rich-box > .rich-text:not(.ProseMirror)")).to_have_count(0)
    return response


_WRITE = "/admin/contributions/{write}/ecrire/"
_ROOM = "cowriting/write.html"

#: Pages that are no page of words, but what one writes with.
DESKS: list[Entry] = [
    member("write", _WRITE, _ROOM, steps=_enter),
]
