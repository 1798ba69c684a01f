"""What centres, addressees and the desk do meanwhile stops nobody who is about to decide."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from assent.signing.actions.sign import sign
from contributions.actions.base import write_event
from contributions.enums import DECISIVE, EventKind, WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from errata.actions.approve import approve_correction
from moderation.actions.check import Found, check
from tests.cast import Cast, fresh, text_in
from tests.errata.words import again, proposed
from tests.moderation.at_the_desk import item

from .helpers import Browser, act_url, tokens_of

pytestmark = pytest.mark.django_db


def opened(client_of: Browser, cast: Cast, page: ContributionPage, slug: str) -> dict[str, Any]:
    return tokens_of(client_of(cast.moderator).get(act_url(page, slug)))


def test_a_centre_that_signs_stops_no_publication(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated")
    tokens = opened(client_of, cast, page, "publier")
    sign(page, centre=cast.north, by=cast.director)
    for kind in (EventKind.TRANSMITTED, EventKind.ACKNOWLEDGED, EventKind.REPLY_RECORDED):
        write_event(fresh(page), kind, cast.partner, timezone.now())
    answer = client_of(cast.moderator).post(act_url(page, "publier"), tokens)
    assert answer.status_code == 302 and fresh(page).live


def test_a_colleague_who_checks_a_point_stops_no_validation(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    tokens = opened(client_of, cast, page, "valider")
    check(page, by=cast.moderator_two, found={item("Licence").pk: Found("ok")})
    proposed(page, cast.member)
    answer = client_of(cast.moderator).post(act_url(page, "valider"), tokens)
    assert answer.status_code == 302 and state_of(fresh(page)).work is WorkState.VALIDATED


def test_words_that_changed_still_stop_it(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    tokens = opened(client_of, cast, page, "valider")
    approve_correction(proposed(page, cast.member), by=again(cast.coordinator))
    answer = client_of(cast.moderator).post(act_url(page, "valider"), tokens)
    assert answer.status_code == 409 and state_of(fresh(page)).work is WorkState.VALIDATION


def test_what_decides_and_changes_words_is_always_looked_at_again() -> None:
    decisions = {
        "validated",
        "returned",
        "recalled",
        "scheduled",
        "published",
        "corrected",
        "masked",
    }
    assert decisions <= set(DECISIVE)
