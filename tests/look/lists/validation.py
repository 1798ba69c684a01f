"""Pages of the validation desk."""

from __future__ import annotations

from playwright.sync_api import Page, Response

from tests.look.entry import Entry, Who, member, send


def _for_another_text(page: Page) -> Response | None:
    """Send the form about a text on which somebody decided long ago."""
    form = "main form[method=post]"
    page.locator(form).first.evaluate(
        "form => { form.action = form.action.replace(/\\d+\\/renvoyer/, '1/renvoyer') }"
    )
    return send(form, note="Mes mots, qui ne seront pas perdus.")(page)


_AT_THE_DESK = "/moderation/textes/{text look-validation}"
_FIRST = "/moderation/textes/{text contrib-participation}"
_TEXT, _RETURN = "moderation/text.html", "moderation/return.html"

ENTRIES: list[Entry] = [
    member("validation", f"{_AT_THE_DESK}/", _TEXT, Who.MODERATOR, walked=True),
    member("validation-first-version", f"{_FIRST}/", _TEXT, Who.MODERATOR, pictured=False),
    member("return", f"{_AT_THE_DESK}/renvoyer/", _RETURN, Who.MODERATOR),
    member("return-refused", f"{_AT_THE_DESK}/renvoyer/", _RETURN, Who.MODERATOR, status=422, steps=send(note=""), pictured=False),
    member("return-late", f"{_AT_THE_DESK}/renvoyer/", "moderation/late.html", Who.MODERATOR, status=409, steps=_for_another_text, pictured=False),
    member("checklist", "/moderation/liste-de-controle/", "moderation/checklist.html", Who.NETWORK),
    member("batch", "/moderation/lots/{call}/", "moderation/batch.html", Who.MODERATOR, walked=True),
]  # fmt: skip
