"""Pages of corrections of form."""

from __future__ import annotations

from tests.look.entry import Entry, Who, member

_TEXT = "/contributions/{text look-bibliotheques}"

ENTRIES: list[Entry] = [
    member("errata-choose", f"{_TEXT}/corriger/", "errata/choose.html", Who.THIRD_COORDINATOR, pictured=False),
    member("errata-propose", f"{_TEXT}/corriger/{{corrected_part}}/", "errata/propose.html", Who.THIRD_COORDINATOR, pictured=False),
    member("errata-correction", f"{_TEXT}/corrections/{{correction}}/", "errata/correction.html", Who.MODERATOR, walked=True),
]  # fmt: skip
