"""Pages of transmissions and answers, for who transmits and for who receives."""

from __future__ import annotations

from tests.look.entry import Entry, Kind, Who, member, send

_TEXT = "/contributions/{text contrib-sante}"
_CLOSE = "/propositions/reponses/{public reply}/refermer/"
_ONE = "proposals/received_version.html"

ENTRIES: list[Entry] = [
    member("transmissions", f"{_TEXT}/transmissions/", "proposals/transmissions.html", Who.COORDINATOR, walked=True),
    member("transmissions-refused", f"{_TEXT}/transmissions/", "proposals/transmissions.html", Who.COORDINATOR, status=422, steps=send("section .form"), pictured=False),
    member("replies", f"{_TEXT}/reponses/", "proposals/replies.html", Who.COORDINATOR, walked=True),
    member("replies-network", f"{_TEXT}/reponses/", "proposals/replies.html", Who.NETWORK, pictured=False),
    member("reply-close", _CLOSE, "proposals/reply_close.html", Who.NETWORK),
    member("reply-close-refused", _CLOSE, "proposals/reply_close.html", Who.NETWORK, status=422, steps=send("main .form"), pictured=False),
    member("unanswered", "/propositions/sans-reponse/", "proposals/unanswered.html", Who.NETWORK),
    member("received", "/espace/recus/", "proposals/received.html", Who.PARTNER),
    member("received-one", "/espace/recus/{received}/", _ONE, Who.PARTNER, walked=True),
    Entry("received-by-link", "/transmis/{transmitted}/", _ONE, Kind.MEMBER),
    Entry("received-by-link-refused", "/transmis/{transmitted}/", _ONE, Kind.MEMBER, status=422, steps=send("#repondre form"), pictured=False),
    Entry("transmission-over", "/transmis/perdu/", "proposals/transmission_over.html", Kind.DOOR, status=404, pictured=False),
]  # fmt: skip
