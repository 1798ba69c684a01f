"""Pages of who follows a proposal."""

from __future__ import annotations

from tests.look.entry import Entry, Kind, member, send

_FOLLOW = "/propositions/{proposal standing}/suivre/"

ENTRIES: list[Entry] = [
    Entry("proposals-narrowed", "/propositions/?reponse=sans&horizon=court", "proposals/index.html", Kind.READING),
    Entry("proposals-unknown-filter", "/propositions/?acteur=xylophone", "proposals/index.html", Kind.READING, pictured=False),
    Entry("follow", _FOLLOW, "proposals/follow.html", Kind.DOOR, walked=True),
    Entry("follow-refused", _FOLLOW, "proposals/follow.html", Kind.DOOR, status=422, steps=send(email="rien"), pictured=False),
    member("follow-member", _FOLLOW, "proposals/follow.html", pictured=False),
    Entry("follow-confirm", "/propositions/suivi/{follow link}/", "proposals/follow_confirm.html", Kind.DOOR, pictured=False),
    Entry("follow-stop", "/propositions/suivi/{stop link}/fin/", "proposals/follow_stop.html", Kind.DOOR, pictured=False),
]  # fmt: skip
