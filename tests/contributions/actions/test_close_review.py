"""Closing the group's review, which submits the frozen version to the network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from wagtail.models import Task

from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.enums import EventKind
from contributions.gates import review_gates
from contributions.lifecycle import current_task_state, state_of
from contributions.models import ContributionPage, NetworkValidationTask
from kit.access import Refused
from tests.cast import Cast, fresh, text_in

from ..life import facts, kinds, last_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def shut_gate() -> Iterator[None]:
    """A gate such as rounds of consent will add, shut for one title."""

    def gate(page: ContributionPage) -> str | None:
        return "Deux centres doivent encore répondre." if "santé" in page.title else None

    review_gates.register(gate)
    yield
    review_gates._items.remove(gate)


def test_closing_hands_the_frozen_version_to_the_network(cast: Cast) -> None:
    text = text_in(cast, "review")
    version = text.record.reviewed_version
    close_review(text, by=cast.coordinator, note="Bon pour nous.")
    text = fresh(text)
    assert state_of(text).work.value == "validation"
    assert isinstance(current_task_state(text).task.specific, NetworkValidationTask)
    assert current_task_state(text).revision_id == version.revision_id
    assert text.record.reviewed_version == version
    line = last_event(text)
    assert (line.kind, line.version, line.note) == (
        EventKind.SUBMITTED, version, "Bon pour nous.",
    )  # fmt: skip


def test_a_shut_gate_keeps_the_review_open_and_says_why(cast: Cast, shut_gate: None) -> None:
    text = text_in(cast, "review")
    before = facts(text)
    with pytest.raises(Refused, match="Deux centres"):
        close_review(text, by=cast.coordinator)
    assert facts(text) == before


def test_closing_twice_submits_once(cast: Cast) -> None:
    text = text_in(cast, "review")
    step = current_task_state(text).pk
    close_review(text, by=cast.coordinator, task_state_id=step)
    with pytest.raises(NotNow):
        close_review(text, by=cast.coordinator, task_state_id=step)
    assert kinds(text).count(EventKind.SUBMITTED) == 1


def test_a_step_of_another_text_decides_nothing(cast: Cast) -> None:
    text, other = text_in(cast, "review"), text_in(cast, "review", "Autre")
    before = facts(text), facts(other)
    with pytest.raises(NotNow):
        close_review(text, by=cast.coordinator, task_state_id=current_task_state(other).pk)
    assert (facts(text), facts(other)) == before


def test_a_validation_that_was_switched_off_is_not_skipped(cast: Cast) -> None:
    """Otherwise the group alone would have validated its text."""
    text = text_in(cast, "review")
    Task.objects.filter(content_type__model="networkvalidationtask").update(active=False)
    before = facts(text)
    with pytest.raises(Refused, match="circuit"):
        close_review(text, by=cast.coordinator)
    assert facts(text) == before


def test_the_group_does_not_close_through_its_members(cast: Cast) -> None:
    with pytest.raises(Refused, match="animation"):
        close_review(text_in(cast, "review"), by=cast.member)
