"""Pages of examples from the field."""

from __future__ import annotations

from tests.look.entry import Entry, Who, member, send

_ONE = "examples/example.html"

ENTRIES: list[Entry] = [
    member("examples", "/exemples/", "examples/own.html", Who.NETWORK, pictured=False),
    member("example-send-refused", "/exemples/envoyer/?groupe=sante", "examples/send.html", status=422, steps=send(what="Une permanence dans un hall."), pictured=False),
    member("examples-of-group", "/groupes/sante/espace/exemples/", "examples/of_group.html"),
    member("example", "/exemples/{example}/", _ONE, walked=True),
]  # fmt: skip
