"""A megabyte typed into any field of this room, or of its neighbours, is a wrong form."""

from __future__ import annotations

from typing import Any

import pytest

from contributions.actions.mask import mask
from contributions.models import Mask
from discussion.actions.suggest import suggest
from discussion.models import Opinion, Reaction, Remark, ReviewerLink
from examples.actions.send import send_example
from examples.models import Example
from moderation.actions.contest import contest
from moderation.actions.decide_report import decide_report
from moderation.models import Challenge, Report
from moderation.models.reports import Outcome, Side
from moderation.reports.links import contest_path
from tests.cast import Cast, draft
from tests.moderation.reporting import TYPED, reported
from tests.work.helpers import Browser

from .helpers import block_with, remark_on
from .pages import url
from .reacting import held, opened, send, unhurried
from .test_links import address, read
from .test_links import opened as link_to

__all__ = ["unhurried"]
pytestmark = pytest.mark.django_db

MEGABYTE = "é" * 500_000
_STORED = (Remark, Opinion, Reaction, ReviewerLink, Report, Challenge, Mask, Example)


def refused(client: Any, path: str, typed: dict[str, Any], *names: str) -> list[str]:
    """The fields that took it, of those of one form."""
    return [
        f"{path}: {name} {status}"
        for name in names
        if (status := client.post(path, typed | {name: MEGABYTE}).status_code) != 422
    ]


def counted() -> list[int]:
    return [model._default_manager.count() for model in _STORED]


def test_forms_of_remarks_refuse_a_megabyte(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    made = remark_on(page, cast.member)
    other = suggest(
        page, by=cast.member, block_id=block_with(page), quote="reportés", replacement="différés"
    )
    member, lead = client_of(cast.member), client_of(cast.coordinator)
    before = counted()
    passage = {"bloc": made.block_id, "quote": "soins reportés", "words": "Oui."}
    taken = refused(member, url("new", page), passage, "words", "quote", "bloc")
    taken += refused(
        member, url("new", page), passage | {"mode": "proposer"}, "replacement", "quote", "words"
    )
    taken += refused(member, url("answer", made), {}, "words")
    taken += refused(member, url("change", made), {}, "words")
    taken += refused(lead, url("settle", made), {"outcome": "refused"}, "note")
    taken += refused(lead, url("hide", made), {}, "reason")
    taken += refused(
        member, url("rebase", other), {"quote": "reportés", "replacement": "x"},
        "quote", "replacement",
    )  # fmt: skip
    assert taken == [] and counted() == before


def test_forms_of_links_refuse_a_megabyte(cast: Cast, client_of: Browser) -> None:
    link, token = read(cast)
    _other, unread = link_to(cast, link.version, invited="Une autre")
    made = remark_on(link.version.record.page, cast.member)
    reader, lead = client_of(None), client_of(cast.coordinator)
    before = counted()
    path = f"/contributions/{link.version.record_id}/liens/"
    taken = refused(
        lead, path, {"version": link.version_id, "invited": "Ana"}, "invited", "message"
    )
    taken += refused(reader, address(unread), {"name": "Ana"}, "name", "organisation")
    taken += refused(reader, address(token, "review_opinion"), {"stance": "none"}, "words")
    block = address(token, "review_block", made.block_id)
    taken += refused(reader, block, {"words": "Oui."}, "words", "quote")
    assert taken == [] and counted() == before


def test_public_forms_refuse_a_megabyte(cast: Cast, client_of: Browser, unhurried: None) -> None:
    page = opened(cast)
    before = counted()
    visitor = {"words": "Chez nous aussi.", "name": "Passant", "email": "passant@example.net"}
    reacting, reporting = f"/contributions/{page.record.pk}/reactions/", "/signaler/"
    typed = TYPED | {"address": page.get_url()}
    asked = [(reacting, visitor, name) for name in visitor]
    asked += [(reporting, typed, name) for name in ("address", "quote", "words", "name", "email")]
    for path, words, name in asked:
        status = send(client_of(None), path, **(words | {name: MEGABYTE})).status_code
        assert status == 422, (path, name)
    assert counted() == before


def test_forms_of_the_desk_refuse_a_megabyte(cast: Cast, client_of: Browser) -> None:
    page = opened(cast)
    waiting, one = held(page), reported(page.get_url())
    decided = decide_report(
        reported(page.get_url(), "Un autre."), by=cast.moderator_two, outcome=Outcome.KEPT,
        decision="Non.",
    )  # fmt: skip
    decided = Report.objects.get(pk=decided.pk)
    made = contest(words="Si.", side=Side.REPORTER, report=decided)
    third = decide_report(
        reported(page.get_url(), "Un tiers."), by=cast.moderator_two, outcome=Outcome.KEPT,
        decision="Non.",
    )  # fmt: skip
    hidden = mask(page, by=cast.coordinator, words="trois ans", reason="Une date.")
    desk, before = client_of(cast.moderator), counted()
    taken = refused(desk, f"/moderation/reactions/{waiting.pk}/", {"hide": "1"}, "reason")
    taken += refused(desk, one.get_absolute_url(), {"outcome": "kept"}, "decision")
    taken += refused(desk, made.get_absolute_url(), {"ruling": "upheld"}, "decision")
    taken += refused(client_of(None), contest_path(third, Side.REPORTER), {}, "words")
    taken += refused(desk, hidden.get_absolute_url(), {"lift": "1"}, "reason")
    new = {"words": "soins reportés", "reason": "Un nom.", "confirm": "1"}
    taken += refused(desk, f"/contributions/{page.record.pk}/masquer/", new, "words", "reason")
    assert taken == [] and counted() == before


def test_forms_of_examples_refuse_a_megabyte(cast: Cast, client_of: Browser) -> None:
    typed = {"what": "Une permanence.", "place": "Ici", "shows": "Cela."}
    made = send_example(cast.health, by=cast.other_member, **typed)
    before = counted()
    sending = "/exemples/envoyer/?groupe=sante"
    taken = refused(client_of(cast.member), sending, typed, "what", "place", "shows")
    taken += refused(client_of(cast.member), f"/exemples/{made.pk}/", {"aside": "1"}, "reason")
    assert taken == [] and counted() == before
