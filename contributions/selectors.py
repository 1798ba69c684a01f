"""Questions that pages ask of texts, each in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Max, Q, QuerySet
from django.db.models.functions import Cast, Coalesce, Least
from wagtail.models import Page, TaskState, WorkflowState

from groups.enums import Role
from groups.rules import memberships_of
from kit.access import AnyUser
from people.rules import is_moderator

from .enums import EventKind, WorkState
from .lifecycle import STEP_OF_TASK
from .models.events import TextEvent
from .models.grants import ReadingGrant
from .models.record import ContributionRecord
from .models.versions import RevisionAuthor
from .querysets import granted_to
from .standing import HANDS_ON, Case

if TYPE_CHECKING:
    from .models import ContributionPage


def records_of_groups(groups: list[int]) -> QuerySet[ContributionRecord]:
    """Records whose text one of these groups leads or is associated with."""
    associated = ContributionRecord.associated_groups.through.objects.filter(
        workinggrouppage_id__in=groups
    )
    return ContributionRecord.objects.filter(
        Q(lead_group__in=groups) | Q(pk__in=associated.values("contributionrecord_id"))
    )


def task_states_waiting_for(user: AnyUser) -> QuerySet[TaskState]:
    """Steps in progress that `user` may close: reviews of the groups that they
    coordinate, validations for moderators.

    Whether they may not, for having written, is asked of `rules` for each.
    """
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
    )
    models = {state: model for model, state in STEP_OF_TASK.items()}
    if user.is_superuser and user.is_active:
        return waiting
    led = [group for group, role in memberships_of(user).items() if role == Role.COORDINATOR]
    pages = records_of_groups(led).annotate(page_key=Cast("page_id", CharField()))
    mine = Q(
        task__content_type__model=models[WorkState.REVIEW],
        workflow_state__object_id__in=pages.values("page_key"),
    )
    if is_moderator(user):
        mine |= Q(task__content_type__model=models[WorkState.VALIDATION])
    return waiting.filter(mine)


def texts_with_own_hand(user: AnyUser, pages: Sequence[ContributionPage]) -> frozenset[int]:
    """Twin of `rules.had_a_hand`: the keys of the pages on which `user` may not decide."""
    if not user.is_authenticated:
        return frozenset()
    since = {page.pk: page.record.published_at for page in pages}
    key_of_record = {page.record.pk: page.pk for page in pages}
    wrote = (
        RevisionAuthor.objects.filter(
            person=user.pk,
            revision__base_content_type=ContentType.objects.get_for_model(Page),
            revision__object_id__in=[str(key) for key in since],
        )
        .values_list("revision__object_id")
        .annotate(last=Max("revision__created_at"))
        .order_by()
    )
    submitted = (
        TextEvent.objects.filter(actor=user.pk, kind__in=HANDS_ON, record__in=list(key_of_record))
        .values_list("record")
        .annotate(last=Max("at"))
        .order_by()
    )
    acts = [(int(key), at) for key, at in wrote]
    acts += [(key_of_record[record], at) for record, at in submitted]
    return frozenset(key for key, at in acts if since[key] is None or at > since[key])


def open_readings(user: AnyUser) -> QuerySet[ReadingGrant]:
    """What was opened to `user`, or to their group or every centre, and is open today."""
    if not user.is_authenticated or not user.is_active:
        return ReadingGrant.objects.none()
    readings = granted_to(user).filter(record__trashed_at__isnull=True)
    return readings.select_related(
        "record__page", "record__lead_group", "version__record"
    ).order_by("until", "pk")


#: How many readings that are over are still shown.
_PAST_READINGS = 20


def open_grants(record: ContributionRecord) -> list[ReadingGrant]:
    """To whom a text, or a version of it, is open today, the first to end first."""
    if record.trashed_at is not None:
        return []
    grants = ReadingGrant.objects.current().filter(record=record)
    named = grants.select_related("person", "group", "version", "granted_by")
    return list(named.order_by("until", "pk"))


def past_grants(record: ContributionRecord) -> list[ReadingGrant]:
    """The readings that are over, the last to end first."""
    over = ReadingGrant.objects.filter(record=record).exclude(
        pk__in=ReadingGrant.objects.current().values("pk")
    )
    named = over.select_related("person", "group", "version", "granted_by")
    ended = named.annotate(ended=Least("until", Coalesce("revoked_at", "until")))
    return list(ended.order_by("-ended", "-pk")[:_PAST_READINGS])


def grants_to_read(user: AnyUser, page: ContributionPage) -> list[ReadingGrant]:
    """By which openings `user` reads a text that is not of their groups; none for its
    people, who need none."""
    case = Case(user, page)
    return [] if case.member or case.superuser else case.grants


#: The events that progress without text may tell of: states and dates.
STATE_EVENTS = frozenset(EventKind) - {
    EventKind.VERSION_NAMED,
    EventKind.RESTORED,
    EventKind.READING_OPENED,
    EventKind.READING_EXTENDED,
    EventKind.READING_CLOSED,
    EventKind.COPIED,
    EventKind.DECIDED,
    EventKind.CENTRE_ANSWERED,
    EventKind.CHECKED,
    EventKind.REPLY_RECORDED,
    EventKind.ADMIN_ACCESS,
}
