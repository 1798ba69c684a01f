"""Corrections of form wait on the desk of who may be the second person."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contributions.models import ContributionRecord
from errata.models import Correction
from errata.rules import verdict_on_deciding
from moderation.queue import find_row, queue_of
from moderation.texts.corrections import waiting_for
from tests.cast import Cast, fresh, text_in
from tests.errata.words import again, proposed

from .at_the_desk import ClientOf, address, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["review", "validation", "validated", "published"])
def test_what_waits_is_what_may_be_decided(cast: Cast, state: str) -> None:
    """Twin of the rule, for every role."""
    page = text_in(cast, state)
    one = proposed(page, cast.member)
    for role, who in cast.people().items():
        allowed = bool(verdict_on_deciding(who, fresh(page), one))
        assert (role, [row.pk for row in waiting_for(who)]) == (role, [one.pk] if allowed else [])


def test_a_correction_is_on_the_desk_until_it_is_decided(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    one = proposed(page, cast.member)
    assert one.get_absolute_url() in words(client_of(cast.coordinator).get("/moderation/"))
    assert one.get_absolute_url() in words(client_of(cast.moderator).get(address(page)))
    assert find_row(cast.moderator, "correction", one.pk) is not None
    assert find_row(cast.member, "correction", one.pk) is None
    Correction.objects.update(outcome="refused")
    assert find_row(cast.moderator, "correction", one.pk) is None


def test_twenty_corrections_cost_what_two_do(cast: Cast) -> None:
    def queries(number: int) -> int:
        for rank in range(number):
            page = text_in(cast, "validation", f"Corrigé {number}-{rank}")
            proposed(page, cast.member)
        with CaptureQueriesContext(connection) as seen:
            found = [row for row in queue_of(again(cast.moderator)) if row.kind == "correction"]
        assert len(found) == ContributionRecord.objects.filter(corrections__isnull=False).count()
        return len(seen)

    assert queries(2) == queries(8)
