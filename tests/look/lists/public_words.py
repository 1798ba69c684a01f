"""Pages of what the public says of texts, and of what it reports."""

from __future__ import annotations

from tests.look.entry import Entry, Kind, Who, member, send

_REACT = "/contributions/{text contrib-sante}/reactions/"
_REPORT, _LEADS, _MODERATES = "moderation/report.html", Who.COORDINATOR, Who.MODERATOR

ENTRIES: list[Entry] = [
    Entry("react", _REACT, "discussion/reactions.html", Kind.DOOR, walked=True),
    Entry("react-refused", _REACT, "discussion/reactions.html", Kind.DOOR, status=422, steps=send(words="Des mots gardés.", email="rien"), pictured=False),
    Entry("reaction-confirm", "/reactions/{reaction link}/", "discussion/reaction_confirm.html", Kind.DOOR, pictured=False),
    member("reactions-setting", f"{_REACT}ouverture/", "discussion/reactions_setting.html", _LEADS, pictured=False),
    member("reaction", "/moderation/reactions/{reaction}/", "discussion/reaction.html", _LEADS, pictured=False),
    Entry("report", "/signaler/?adresse=/centres/", _REPORT, Kind.DOOR, walked=True),
    Entry("report-refused", "/signaler/", _REPORT, Kind.DOOR, status=422, steps=send(address="/admin/", words="Des mots gardés."), pictured=False),
    Entry("report-follow", "{follow}", "moderation/follow.html", Kind.DOOR, pictured=False),
    Entry("report-contest", "{contest}", "moderation/contest.html", Kind.DOOR, pictured=False),
    member("report-handle", "/moderation/signalements/{report}/", "moderation/handle.html", _MODERATES, walked=True),
    member("challenge", "/moderation/contestations/{challenge}/", "moderation/rule.html", _MODERATES, pictured=False),
]  # fmt: skip
