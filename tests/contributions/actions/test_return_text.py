"""Sending a text back to its group."""

from __future__ import annotations

import pytest
from wagtail.models import TaskState, WorkflowState

from contributions.actions.base import NotNow
from contributions.actions.open_review import open_review
from contributions.actions.return_text import return_text
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.lifecycle import current_task_state, state_of
from contributions.models import GroupReviewTask
from kit.access import Refused
from tests.cast import Cast, fresh, text_in

from ..life import facts, kinds, last_event

pytestmark = pytest.mark.django_db


def test_a_return_gives_the_text_back_with_remarks(cast: Cast) -> None:
    text = text_in(cast, "validation")
    version = text.record.reviewed_version
    return_text(text, by=cast.moderator, note="Sourcez le chiffre.")
    text = fresh(text)
    assert state_of(text).work.value == "drafting"
    assert (text.record.reviewed_version, text.record.proposed_at) == (None, None)
    line = last_event(text)
    assert (line.kind, line.actor, line.version, line.note) == (
        EventKind.RETURNED, cast.moderator, version, "Sourcez le chiffre.",
    )  # fmt: skip
    write(text, by=cast.member, summary="Sourcé.")


def test_the_workflow_is_cancelled_not_left_to_be_resumed(cast: Cast) -> None:
    """Resuming would start again at validation and skip the group's review."""
    text = text_in(cast, "validation")
    step = current_task_state(text).pk
    return_text(text, by=cast.moderator, note="À revoir.")
    assert [row.status for row in WorkflowState.objects.all()] == ["cancelled"]
    rejected = TaskState.objects.get(pk=step)
    assert (rejected.status, rejected.comment) == ("rejected", "À revoir.")
    open_review(text, by=cast.coordinator)
    assert isinstance(current_task_state(text).task.specific, GroupReviewTask)


@pytest.mark.parametrize("note", ["", "   "])
def test_a_return_says_why(cast: Cast, note: str) -> None:
    text = text_in(cast, "validation")
    before = facts(text)
    with pytest.raises(Refused, match="revoir"):
        return_text(text, by=cast.moderator, note=note)
    assert facts(text) == before


def test_returning_twice_is_refused(cast: Cast) -> None:
    text = text_in(cast, "validation")
    step = current_task_state(text).pk
    return_text(text, by=cast.moderator, note="À revoir.", task_state_id=step)
    with pytest.raises(NotNow):
        return_text(text, by=cast.moderator_two, note="Aussi.", task_state_id=step)
    assert kinds(text).count(EventKind.RETURNED) == 1


def test_a_text_returned_twice_counts_its_versions_without_a_gap(cast: Cast) -> None:
    text = text_in(cast, "validation")
    return_text(text, by=cast.moderator, note="À revoir.")
    second = open_review(text, by=cast.coordinator)
    assert [version.number for version in text.record.versions.all()] == [1, 2]
    assert second.number == 2
