"""Approving the frozen version."""

from __future__ import annotations

import pytest
from wagtail.models import PageLogEntry, Revision, Task, TaskState, WorkflowState, WorkflowTask

from contributions.actions.base import NotNow
from contributions.actions.validate import validate
from contributions.completeness import Incomplete
from contributions.enums import EventKind
from contributions.lifecycle import current_task_state, state_of
from contributions.models import GroupReviewTask
from kit.access import Refused
from tests.cast import Cast, at, fresh, text_in

from ..life import facts, kinds, last_event

pytestmark = pytest.mark.django_db


def test_the_reviewed_version_becomes_the_validated_one(cast: Cast) -> None:
    text = text_in(cast, "validation")
    version = text.record.reviewed_version
    validate(text, by=cast.moderator, note="Clair.", at=at("2026-05-25"))
    record = fresh(text).record
    assert (record.validated_version, record.validated_at) == (version, at("2026-05-25"))
    assert state_of(fresh(text)).work.value == "validated"
    line = last_event(text)
    assert (line.kind, line.actor, line.version, line.note) == (
        EventKind.VALIDATED, cast.moderator, version, "Clair.",
    )  # fmt: skip


def test_the_end_of_the_workflow_publishes_nothing(cast: Cast) -> None:
    """Wagtail's own finish action would put the latest revision online."""
    text = text_in(cast, "validation")
    validate(text, by=cast.moderator)
    assert [row.status for row in WorkflowState.objects.all()] == ["approved"]
    assert not fresh(text).live
    assert fresh(text).first_published_at is None
    assert not PageLogEntry.objects.filter(page=text.pk, action="wagtail.publish").exists()


def test_validating_twice_decides_once(cast: Cast) -> None:
    text = text_in(cast, "validation")
    step = current_task_state(text).pk
    validate(text, by=cast.moderator, task_state_id=step)
    with pytest.raises(NotNow):
        validate(text, by=cast.moderator_two, task_state_id=step)
    with pytest.raises(NotNow):
        validate(text, by=cast.moderator_two)
    assert kinds(text).count(EventKind.VALIDATED) == 1


def test_another_revision_than_the_reviewed_one_is_not_validated(cast: Cast) -> None:
    """Were the step ever about other words, nobody would have read them."""
    text = text_in(cast, "validation")
    first = text.revisions.order_by("pk").first()
    TaskState.objects.filter(pk=current_task_state(text).pk).update(revision=first)
    before = facts(text)
    with pytest.raises(NotNow, match="n'est pas celui"):
        validate(text, by=cast.moderator)
    assert facts(text) == before


def test_missing_parts_are_named_again(cast: Cast) -> None:
    text = text_in(cast, "validation")
    revision = Revision.objects.get(pk=text.record.reviewed_version.revision_id)
    revision.content["summary"] = ""
    revision.save()
    with pytest.raises(Incomplete, match="chapô"):
        validate(text, by=cast.moderator)
    assert state_of(fresh(text)).work.value == "validation"


def test_a_step_added_after_validation_does_not_pass_for_one(cast: Cast) -> None:
    """A third step makes the workflow go on: the text is not validated by surprise."""
    text = text_in(cast, "validation")
    workflow = WorkflowState.objects.get().workflow
    more = GroupReviewTask.objects.create(name="Encore une")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=more.pk), sort_order=9)
    before = facts(text)
    with pytest.raises(Refused, match="circuit"):
        validate(text, by=cast.moderator)
    assert facts(text) == before


@pytest.mark.parametrize("role", ["member", "coordinator", "director"])
def test_the_text_s_own_people_do_not_validate(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        validate(text_in(cast, "validation"), by=getattr(cast, role))
