"""Pages of remarks."""

from __future__ import annotations

from tests.look.entry import Entry, Who, member, send

_HEAT = "/contributions/{text chaleurs-sante}/remarques"
_ONE = "/remarques/{remark}"
_LEADS = Who.COORDINATOR

ENTRIES: list[Entry] = [
    member("remarks", f"{_HEAT}/?montrer=all", "discussion/threads.html", _LEADS, walked=True),
    member("remark", f"{_ONE}/", "discussion/thread.html", _LEADS, walked=True),
    member("remark-new", f"{_HEAT}/nouvelle/?bloc={{finding}}", "discussion/new.html"),
    member("remark-new-refused", f"{_HEAT}/nouvelle/?bloc={{finding}}&mode=proposer", "discussion/new.html", status=422, steps=send(quote="", replacement="Des mots gardés."), pictured=False),
    member("remark-hide", f"{_ONE}/masquer/", "discussion/act.html", _LEADS, pictured=False),
    member("remark-history", f"{_ONE}/histoire/", "discussion/history.html", _LEADS, pictured=False),
]  # fmt: skip
