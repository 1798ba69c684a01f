"""Freezing a version and asking the group to read it."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet
from wagtail.models import Task, WorkflowPage, WorkflowState, WorkflowTask

from contributions.actions.base import NotNow
from contributions.actions.open_review import open_review
from contributions.actions.write import write
from contributions.completeness import Incomplete
from contributions.enums import EventKind, VersionKind
from contributions.freezing import content_hash
from contributions.lifecycle import current_task_state, state_of
from contributions.models import GroupReviewTask
from kit.access import Refused
from tests.cast import Cast, at, draft, fresh

from ..life import facts, kinds, last_event

pytestmark = pytest.mark.django_db


def test_the_latest_words_are_frozen_under_a_number(cast: Cast) -> None:
    text = draft(cast)
    latest = write(text, by=cast.member, summary="Les derniers mots.")
    version = open_review(text, by=cast.coordinator, note="Relisons.", at=at("2026-05-25"))
    record = fresh(text).record
    assert (version.number, version.kind, version.revision) == (1, VersionKind.REVIEW, latest)
    assert (version.created_by, version.created_at) == (cast.coordinator, at("2026-05-25"))
    assert version.content_hash == content_hash(latest)
    assert record.reviewed_version == version
    assert state_of(fresh(text)).work.value == "review"
    line = last_event(text)
    assert (line.kind, line.version, line.note) == (
        EventKind.REVIEW_OPENED, version, "Relisons.",
    )  # fmt: skip


def test_the_step_is_about_the_frozen_revision(cast: Cast) -> None:
    text = draft(cast)
    version = open_review(text, by=cast.coordinator)
    step = current_task_state(text)
    assert isinstance(step.task.specific, GroupReviewTask)
    assert step.revision_id == version.revision_id


def test_opening_twice_is_refused_and_freezes_once(cast: Cast) -> None:
    text = draft(cast)
    open_review(text, by=cast.coordinator)
    before = facts(text)
    with pytest.raises(NotNow):
        open_review(text, by=cast.coordinator)
    assert facts(text) == before
    assert kinds(text).count(EventKind.REVIEW_OPENED) == 1


def test_an_incomplete_text_freezes_nothing(cast: Cast) -> None:
    text = draft(cast)
    write(text, by=cast.member, summary=" ", approach="")
    before = facts(text)
    with pytest.raises(Incomplete) as lack:
        open_review(text, by=cast.coordinator)
    assert [part.what for part in lack.value.missing] == ["le chapô", "la méthode"]
    assert facts(text) == before


def test_a_member_is_told_that_it_is_the_coordinations(cast: Cast) -> None:
    with pytest.raises(Refused, match="animation"):
        open_review(draft(cast), by=cast.member)


def test_without_a_workflow_nothing_is_frozen(cast: Cast) -> None:
    WorkflowPage.objects.all().delete()
    text = draft(cast)
    before = facts(text)
    with pytest.raises(Refused, match="circuit"):
        open_review(text, by=cast.coordinator)
    assert facts(text) == before


def _tasks(model: str) -> QuerySet[Task]:
    return Task.objects.filter(content_type__model=model)


@pytest.mark.parametrize("change", ["switched off", "put before"])
def test_a_workflow_that_skips_the_review_opens_nothing(cast: Cast, change: str) -> None:
    """A superuser's change of the workflow must not hand a text on by itself."""
    if change == "switched off":
        _tasks("groupreviewtask").update(active=False)
    else:
        WorkflowTask.objects.filter(task__in=_tasks("groupreviewtask")).update(sort_order=9)
    text = draft(cast)
    before = facts(text)
    with pytest.raises(Refused, match="circuit"):
        open_review(text, by=cast.coordinator)
    assert facts(text) == before
    assert not WorkflowState.objects.exists()
