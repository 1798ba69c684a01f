"""Our steps through Wagtail's own Task API, as its screens would call them."""

from __future__ import annotations

import pytest
from django.http import Http404
from wagtail.models import TaskState

from contributions.actions.base import NotNow
from contributions.actions.recall import recall
from contributions.enums import EventKind
from contributions.lifecycle import current_task_state, state_of
from contributions.models import GroupReviewTask, NetworkValidationTask
from kit.access import Refused
from people.models import User
from tests.cast import Cast, fresh, text_in

from ..life import facts, kinds

pytestmark = pytest.mark.django_db


def act(step: TaskState, by: User, name: str, **words: str) -> None:
    step.task.specific.on_action(step, by, name, **words)


@pytest.mark.parametrize(
    ("state", "role", "action", "event", "work"),
    [
        ("review", "coordinator", "approve", EventKind.SUBMITTED, "validation"),
        ("review", "coordinator", "reject", EventKind.RECALLED, "drafting"),
        ("validation", "moderator", "approve", EventKind.VALIDATED, "validated"),
        ("validation", "moderator", "reject", EventKind.RETURNED, "drafting"),
    ],
)
def test_each_door_is_one_of_our_actions(
    cast: Cast, state: str, role: str, action: str, event: EventKind, work: str
) -> None:
    text = text_in(cast, state)
    act(current_task_state(text), getattr(cast, role), action, comment="Des mots.")
    assert state_of(fresh(text)).work.value == work
    assert kinds(text).count(event) == 1
    assert fresh(text).record.events.latest("pk").note == "Des mots."


def test_a_step_that_is_over_decides_nothing(cast: Cast) -> None:
    text = text_in(cast, "review")
    step = current_task_state(text)
    recall(text, by=cast.coordinator)
    before = facts(text)
    for action in ("approve", "reject"):
        with pytest.raises(NotNow):
            act(step, cast.coordinator, action, comment="x")
    assert facts(text) == before


def test_the_review_s_step_does_not_act_on_the_validation(cast: Cast) -> None:
    text = text_in(cast, "validation")
    review = TaskState.objects.get(task__content_type__model="groupreviewtask")
    before = facts(text)
    with pytest.raises(NotNow):
        act(review, cast.coordinator, "reject", comment="x")
    assert facts(text) == before


def test_the_rule_is_asked_about_the_steps_own_text(cast: Cast) -> None:
    """Whoever coordinates another group has no say, whichever page is in the address."""
    text = text_in(cast, "review")
    before = facts(text)
    for person in (cast.other_coordinator, cast.moderator, cast.account):
        for action in ("approve", "reject"):
            with pytest.raises((Http404, Refused)):
                act(current_task_state(text), person, action, comment="x")
    assert facts(text) == before


def test_an_unknown_door_is_no_door(cast: Cast) -> None:
    text = text_in(cast, "validation")
    before = facts(text)
    with pytest.raises(KeyError):
        act(current_task_state(text), cast.moderator, "publish")
    assert facts(text) == before


@pytest.mark.parametrize(
    ("state", "role", "doors"),
    [
        ("review", "coordinator", ["approve", "reject"]),
        ("review", "member", []),
        ("review", "moderator", []),
        ("validation", "moderator", ["approve", "reject"]),
        ("validation", "coordinator", []),
        ("validation", "superuser", ["approve", "reject"]),
    ],
)
def test_only_doors_that_open_are_offered(
    cast: Cast, state: str, role: str, doors: list[str]
) -> None:
    text = text_in(cast, state)
    task = current_task_state(text).task.specific
    assert [name for name, _label, _words in task.get_actions(text, getattr(cast, role))] == doors


def test_steps_lock_the_editor_for_everyone(cast: Cast) -> None:
    text = text_in(cast, "review")
    for model in (GroupReviewTask, NetworkValidationTask):
        task = model.objects.get()
        for person in (cast.member, cast.coordinator, cast.superuser):
            assert task.locked_for_user(text, person)
            assert not task.user_can_access_editor(text, person)
    assert text.get_lock() is not None


def test_what_waits_for_a_person_is_what_they_may_close(cast: Cast) -> None:
    review, validation = text_in(cast, "review"), text_in(cast, "validation", "Autre")
    steps = {text.pk: current_task_state(text) for text in (review, validation)}
    group, network = GroupReviewTask.objects.get(), NetworkValidationTask.objects.get()

    def waiting(task: GroupReviewTask | NetworkValidationTask, person: User) -> list[TaskState]:
        return list(task.get_task_states_user_can_moderate(person))

    assert waiting(group, cast.coordinator) == [steps[review.pk]]
    assert waiting(network, cast.moderator) == [steps[validation.pk]]
    assert waiting(group, cast.moderator) == waiting(network, cast.coordinator) == []
    for person in (cast.member, cast.other_coordinator, cast.network, cast.account, cast.gone):
        assert waiting(group, person) == waiting(network, person) == []


def test_a_group_that_is_associated_may_close_the_review_too(cast: Cast) -> None:
    text = text_in(cast, "review")
    text.record.associated_groups.add(cast.housing)
    step = current_task_state(text)
    mine = step.task.specific.get_task_states_user_can_moderate(cast.associated_member)
    assert list(mine) == [step]
    act(step, cast.associated_member, "approve")
    assert state_of(fresh(text)).work.value == "validation"
