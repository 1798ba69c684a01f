"""The one table of states, lived through actions."""

from __future__ import annotations

import pytest

from contributions.enums import PublicState, WorkState
from contributions.lifecycle import State, state_of
from contributions.models import ContributionPage
from tests.cast import STATES, Cast, text_in

W, P = WorkState, PublicState
EXPECTED = {
    "drafting": State(W.DRAFTING, P.NONE),
    "review": State(W.REVIEW, P.NONE),
    "validation": State(W.VALIDATION, P.NONE),
    "validated": State(W.VALIDATED, P.NONE),
    "scheduled": State(W.VALIDATED, P.NONE),
    "published": State(W.IDLE, P.PUBLISHED),
    "new_edition": State(W.DRAFTING, P.PUBLISHED),
    "replaced": State(W.IDLE, P.REPLACED),
    "withdrawn": State(W.IDLE, P.WITHDRAWN),
    "trashed": State(W.DRAFTING, P.NONE, trashed=True),
}


@pytest.mark.parametrize("name", STATES)
def test_actions_lead_a_text_to_each_state(cast: Cast, name: str) -> None:
    assert state_of(text_in(cast, name)) == EXPECTED[name]


@pytest.mark.parametrize("name", STATES)
def test_a_list_reads_the_same_state_as_a_page(cast: Cast, name: str) -> None:
    page = text_in(cast, name)
    listed = ContributionPage.objects.with_states().get(pk=page.pk)
    assert state_of(listed) == EXPECTED[name]
