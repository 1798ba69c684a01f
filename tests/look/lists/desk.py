"""Pages of the desk and of masks."""

from __future__ import annotations

from tests.look.entry import Entry, Who, member, send

_MASK = "contributions/mask.html"

ENTRIES: list[Entry] = [
    member("desk", "/moderation/", "moderation/desk.html", Who.MODERATOR, walked=True),
    member("desk-empty", "/moderation/", "moderation/desk.html", Who.THIRD_COORDINATOR, pictured=False),
    member("mask-new-refused", "/contributions/{masked text}/masquer/", "contributions/mask_new.html", Who.NETWORK, status=422, steps=send(words="Mots absents"), pictured=False),
    member("mask", "/moderation/masques/{mask}/", _MASK, Who.MODERATOR),
]  # fmt: skip
