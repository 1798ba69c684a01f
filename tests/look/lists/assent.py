"""Pages of rounds and of answers."""

from __future__ import annotations

from tests.look.entry import Entry, Who, member, send

_AVIS = "/contributions/{text look-avis}/avis"
_ROUND, _ANSWER = "assent/round.html", "assent/answer.html"

ENTRIES: list[Entry] = [
    member("round", f"{_AVIS}/", _ROUND, Who.SECOND_COORDINATOR, walked=True),
    member("round-director", f"{_AVIS}/", _ROUND, Who.DIRECTOR),
    member("round-progress", f"{_AVIS}/", _ROUND, Who.NETWORK, pictured=False),
    member("round-refused", f"{_AVIS}/", _ROUND, Who.SECOND_COORDINATOR, status=422, steps=send(**{"extend-due": "2020-01-01"}), pictured=False),
    member("answer", f"{_AVIS}/demo-nord/", _ANSWER, Who.READER, walked=True),
    member("answer-refused", f"{_AVIS}/demo-nord/", _ANSWER, Who.READER, status=422, steps=send(words="Des mots, sans réponse.")),
    member("answer-to-confirm", f"{_AVIS}/demo-ocean-indien/", _ANSWER, Who.DIRECTOR),
    member("owed", "/espace/avis/", "assent/owed.html", Who.DIRECTOR, walked=True),
    member("answer-link-of-another", "/avis/lien/{answer link}/", "assent/not_for_you.html", status=403),
]  # fmt: skip
