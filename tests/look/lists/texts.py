"""Pages of texts: readers, moves, assignments."""

from __future__ import annotations

from tests.look.entry import Entry, Who, member, send

_HEAT = "/contributions/{text chaleurs-sante}"
_SHARING, _DATES = "contributions/sharing.html", "contributions/dates.html"

ENTRIES: list[Entry] = [
    member("sharing", f"{_HEAT}/repartition/", _SHARING),
    member("sharing-led", f"{_HEAT}/repartition/", _SHARING, Who.COORDINATOR, walked=True),
    member("sharing-refused", f"{_HEAT}/repartition/", _SHARING, Who.COORDINATOR, status=422, steps=send("#confier-form"), pictured=False),
    member("dates", f"{_HEAT}/dates/", _DATES, Who.COORDINATOR),
    member("dates-refused", f"{_HEAT}/dates/", _DATES, Who.COORDINATOR, status=422, steps=send(writing="2020-01-01"), pictured=False),
    member("move-request", "/contributions/demandes/{move request}/", "contributions/move_request.html", Who.SECOND_COORDINATOR),
    member("act-associate", f"{_HEAT}/associer/", "contributions/act.html", Who.COORDINATOR, pictured=False),
]  # fmt: skip
