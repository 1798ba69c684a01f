"""Reports as tests of reports and of challenges need them."""

from __future__ import annotations

from typing import Any

from django.test import RequestFactory

from contributions.models import ContributionPage
from discussion.actions.decide_reaction import publish_reaction
from moderation.actions.report import report
from moderation.models import Report
from moderation.reports.places import public_place
from tests.cast import Cast
from tests.discussion.reacting import ROLES, held

#: Handle a report: permissions.md.
HANDLES = dict(zip(ROLES, "L33✓3✓333333✓", strict=True))
WHO = {"name": "Zyzomys Plaignant", "email": "plaignant@example.net"}
TYPED = {"reason": "resident", "words": "Ma voisine y est nommée.", "good_faith": "on", **WHO}


def reported(address: str, words: str = "Ma voisine y est nommée.", **more: Any) -> Report:
    place = public_place(address, RequestFactory().get("/"))
    assert place is not None, address
    return report(place, reason="resident", words=words, **(WHO | more))


def reported_reaction(cast: Cast, page: ContributionPage) -> Report:
    row = publish_reaction(held(page), by=cast.coordinator)
    return reported(f"{page.url}#{row.anchor}")
