"""Taking a text back, before the decision or after it."""

from __future__ import annotations

import pytest
from wagtail.models import WorkflowState

from contributions.actions.base import NotNow
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall, recall_validated
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.lifecycle import current_task_state, state_of
from kit.access import Refused
from tests.cast import Cast, fresh, text_in

from ..life import facts, kinds, last_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["review", "validation"])
def test_recalling_cancels_the_workflow_and_reopens_the_draft(cast: Cast, state: str) -> None:
    text = text_in(cast, state)
    version = text.record.reviewed_version
    recall(text, by=cast.coordinator, note="Un oubli.")
    text = fresh(text)
    assert state_of(text).work.value == "drafting"
    assert text.record.reviewed_version is None
    assert [row.status for row in WorkflowState.objects.all()] == ["cancelled"]
    line = last_event(text)
    assert (line.kind, line.version, line.note) == (EventKind.RECALLED, version, "Un oubli.")
    write(text, by=cast.member, summary="Repris.")


def test_submitting_again_starts_at_the_review_with_a_new_number(cast: Cast) -> None:
    text = text_in(cast, "validation")
    recall(text, by=cast.coordinator)
    version = open_review(text, by=cast.coordinator)
    assert version.number == 2
    assert state_of(fresh(text)).work.value == "review"


def test_recalling_twice_is_refused(cast: Cast) -> None:
    text = text_in(cast, "review")
    step = current_task_state(text).pk
    recall(text, by=cast.coordinator, task_state_id=step)
    with pytest.raises(NotNow):
        recall(text, by=cast.coordinator, task_state_id=step)
    assert kinds(text).count(EventKind.RECALLED) == 1


def test_a_step_that_is_over_is_not_the_one_in_progress(cast: Cast) -> None:
    """Recalled and submitted again: yesterday's button does not act on today's step."""
    text = text_in(cast, "review")
    step = current_task_state(text).pk
    recall(text, by=cast.coordinator)
    open_review(text, by=cast.coordinator)
    before = facts(text)
    with pytest.raises(NotNow):
        recall(text, by=cast.coordinator, task_state_id=step)
    assert facts(text) == before


@pytest.mark.parametrize("state", ["validated", "scheduled"])
@pytest.mark.parametrize("role", ["coordinator", "moderator"])
def test_a_validated_text_is_recalled_with_a_reason(cast: Cast, state: str, role: str) -> None:
    text = text_in(cast, state)
    version = text.record.validated_version
    recall_validated(text, by=getattr(cast, role), note="Un chiffre est faux.")
    record = fresh(text).record
    assert state_of(fresh(text)).work.value == "drafting"
    assert (record.validated_version, record.validated_at) == (None, None)
    assert (record.embargo_until, record.scheduled_by) == (None, None)
    line = last_event(text)
    assert (line.kind, line.version, line.note) == (
        EventKind.RECALLED, version, "Un chiffre est faux.",
    )  # fmt: skip


@pytest.mark.parametrize("note", ["", "  \n"])
def test_without_a_reason_it_stays_validated(cast: Cast, note: str) -> None:
    text = text_in(cast, "validated")
    before = facts(text)
    with pytest.raises(Refused, match="pourquoi"):
        recall_validated(text, by=cast.coordinator, note=note)
    assert facts(text) == before


def test_a_member_does_not_recall(cast: Cast) -> None:
    with pytest.raises(Refused):
        recall(text_in(cast, "review"), by=cast.member)
    with pytest.raises(Refused):
        recall_validated(text_in(cast, "validated", "Autre"), by=cast.member, note="non")
