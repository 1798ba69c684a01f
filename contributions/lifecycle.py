"""The life of a text: two axes, one table.

Work runs *idle → drafting → review → validation → validated → idle*; beside it the
public axis runs *none → published → replaced or withdrawn*. Review and validation are
Wagtail's workflow in progress and are not stored a second time; the rest is the record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from wagtail.models import Page, TaskState, WorkflowState

from .enums import PublicState, Verb, WorkState

if TYPE_CHECKING:
    from .models import ContributionPage
    from .models.record import ContributionRecord

W, P = WorkState, PublicState
_ANY_WORK = frozenset(W)
_ANY_PUBLIC = frozenset(P)


@dataclass(frozen=True)
class Transition:
    """When a verb may happen, on both axes, and where it leads.

    `to_work` and `to_public` are None where the verb leaves that axis alone.
    """

    verb: Verb
    work: frozenset[WorkState] = _ANY_WORK
    public: frozenset[PublicState] = _ANY_PUBLIC
    to_work: WorkState | None = None
    to_public: PublicState | None = None
    in_trash: bool = field(default=False)


def _when(*states: WorkState) -> frozenset[WorkState]:
    return frozenset(states)


#: The one table. A verb that is not in it changes no state.
TRANSITIONS: dict[Verb, Transition] = {
    row.verb: row
    for row in (
        Transition(Verb.EDIT, _when(W.DRAFTING)),
        Transition(Verb.RESTORE, _when(W.DRAFTING)),
        Transition(Verb.TAKE_BLOCK, _when(W.DRAFTING)),
        Transition(Verb.ASSIGN, _when(W.DRAFTING)),
        Transition(Verb.SET_DATES, _ANY_WORK - {W.IDLE}),
        Transition(Verb.PROPOSE, _when(W.DRAFTING)),
        Transition(Verb.OPEN_REVIEW, _when(W.DRAFTING), to_work=W.REVIEW),
        Transition(Verb.CLOSE_REVIEW, _when(W.REVIEW), to_work=W.VALIDATION),
        Transition(Verb.RECALL, _when(W.REVIEW, W.VALIDATION), to_work=W.DRAFTING),
        Transition(Verb.RETURN, _when(W.VALIDATION), to_work=W.DRAFTING),
        Transition(Verb.VALIDATE, _when(W.VALIDATION), to_work=W.VALIDATED),
        Transition(Verb.RECALL_VALIDATED, _when(W.VALIDATED), to_work=W.DRAFTING),
        Transition(Verb.SCHEDULE, _when(W.VALIDATED)),
        Transition(Verb.UNSCHEDULE, _when(W.VALIDATED)),
        Transition(Verb.PUBLISH, _when(W.VALIDATED), to_work=W.IDLE, to_public=P.PUBLISHED),
        Transition(Verb.OPEN_EDITION, _when(W.IDLE), _ANY_PUBLIC - {P.NONE}, to_work=W.DRAFTING),
        Transition(Verb.REPLACE, public=frozenset({P.PUBLISHED}), to_public=P.REPLACED),
        Transition(
            Verb.WITHDRAW,
            public=frozenset({P.PUBLISHED, P.REPLACED}),
            to_public=P.WITHDRAWN,
        ),
        Transition(Verb.TRASH, _when(W.DRAFTING), frozenset({P.NONE})),
        Transition(Verb.BRING_BACK, in_trash=True),
        Transition(Verb.DELETE, _when(W.DRAFTING), frozenset({P.NONE}), in_trash=True),
    )
}

#: Which model of task stands for which state of work.
STEP_OF_TASK: dict[str, WorkState] = {
    "groupreviewtask": W.REVIEW,
    "networkvalidationtask": W.VALIDATION,
}


#: The point of its life line that each state of work has reached.
STAGES: dict[WorkState, int] = {W.DRAFTING: 1, W.REVIEW: 2, W.VALIDATION: 3, W.VALIDATED: 3}


@dataclass(frozen=True)
class State:
    """Where a text stands: its work, its public face, whether it is in the trash."""

    work: WorkState
    public: PublicState
    trashed: bool = False

    def allows(self, verb: Verb) -> bool:
        """Whether the table lets `verb` happen now, whoever asks."""
        row = TRANSITIONS.get(verb)
        if row is None:
            return True
        return self.work in row.work and self.public in row.public and self.trashed == row.in_trash

    @property
    def stage(self) -> int:
        """How far along its life line the text has come: 1 draft, 2 review, 3 validation,
        4 published. Work in progress counts before what is public."""
        if self.work is not WorkState.IDLE:
            return STAGES[self.work]
        return 1 if self.public is PublicState.NONE else 4


def current_task_state(page: Page) -> TaskState | None:
    """The step in progress of a text's workflow, if there is one."""
    return (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
            workflow_state__object_id=str(page.pk),
        )
        .select_related("workflow_state", "task__content_type")
        .order_by("-pk")
        .first()
    )


def work_state(page: ContributionPage, record: ContributionRecord) -> WorkState:
    """The work axis, from the record and Wagtail's workflow; one query, or none when
    the page came from a queryset `with_states()`."""
    annotated: str | None = getattr(page, "annotated_work_state", None)
    if annotated is not None:
        return WorkState(annotated)
    if record.validated_version_id is not None:
        return WorkState.VALIDATED
    step = current_task_state(page)
    if step is not None:
        return STEP_OF_TASK[step.task.content_type.model]
    return WorkState.DRAFTING if record.edition_opened_at else WorkState.IDLE


def public_state(page: ContributionPage, record: ContributionRecord) -> PublicState:
    """The public axis, from the record and Wagtail's `live`."""
    if record.withdrawn_at is not None:
        return PublicState.WITHDRAWN
    if not page.live:
        return PublicState.NONE
    return PublicState.REPLACED if record.replaced_by_id else PublicState.PUBLISHED


def state_of(page: ContributionPage) -> State:
    """Where a text stands now; one that was not saved yet is being drafted."""
    if page.pk is None:
        return State(WorkState.DRAFTING, PublicState.NONE)
    record = page.record
    return State(
        work_state(page, record), public_state(page, record), record.trashed_at is not None
    )


def annotate_states(pages: QuerySet[ContributionPage]) -> QuerySet[ContributionPage]:
    """Add `annotated_work_state`, in the words of `WorkState`, without a query a row."""
    steps = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id=Cast(OuterRef("pk"), CharField()),
    )
    model = Subquery(steps.values("task__content_type__model")[:1], output_field=CharField())
    return pages.annotate(_step_model=model).annotate(
        annotated_work_state=Case(
            When(record__validated_version__isnull=False, then=Value(W.VALIDATED.value)),
            *(
                When(_step_model=name, then=Value(state.value))
                for name, state in STEP_OF_TASK.items()
            ),
            When(record__edition_opened_at__isnull=False, then=Value(W.DRAFTING.value)),
            default=Value(W.IDLE.value),
            output_field=CharField(),
        )
    )
