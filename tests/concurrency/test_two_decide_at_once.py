"""Two people deciding at once, in two processes: one decision, one line, one state.

Runs on the database of the suite: SQLite by default, PostgreSQL with `DATABASE_URL`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry, WorkflowState

from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish_due import publish_due
from contributions.actions.recall import recall_validated
from contributions.actions.return_text import return_text
from contributions.actions.validate import validate
from contributions.enums import EventKind, PublicState, WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, TextEvent
from groups.actions.memberships import join
from groups.enums import Role
from groups.models import Membership
from notifications.models import Notice
from tests.cast import Cast, draft, fresh

from .conftest import ENOUGH, ROUNDS, Arena

pytestmark = pytest.mark.slow


def to_validation(cast: Cast, page: ContributionPage) -> ContributionPage:
    """Lead a text in drafting, or at rest, to the network's validation."""
    if state_of(page).work is WorkState.IDLE:
        open_edition(page, by=cast.coordinator)
    open_review(page, by=cast.coordinator)
    close_review(page, by=cast.coordinator)
    return fresh(page)


def lines_since(page: ContributionPage, last: int, kinds: set[EventKind]) -> list[str]:
    events = TextEvent.objects.filter(record=page.record, pk__gt=last, kind__in=kinds)
    return list(events.values_list("kind", flat=True))


def told_since(page: ContributionPage, last: int) -> set[str]:
    """The kinds of news of a text since then; each person is told once of each event."""
    rows = Notice.objects.filter(data__text=page.record.pk, pk__gt=last)
    rows = rows.filter(kind__startswith="contributions.")
    told = list(rows.values_list("kind", "key", "person"))
    assert len(told) == len(set(told))
    assert len({key for _kind, key, _person in told}) == len({kind for kind, *_ in told})
    return {kind for kind, *_ in told}


def last_notice() -> int:
    return Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def newest(page: ContributionPage) -> tuple[int, int]:
    event = TextEvent.objects.filter(record=page.record).latest("pk").pk
    return event, PageLogEntry.objects.latest("pk").pk


def test_who_comes_second_is_told_that_it_is_decided(cast: Cast) -> None:
    """The same in one process, one after the other: the words that the second one reads."""
    page = to_validation(cast, draft(cast, "Après coup"))
    validate(page, by=cast.moderator)
    with pytest.raises(NotNow) as refusal:
        return_text(page, by=cast.moderator_two, note="À revoir.")
    assert str(WorkState.VALIDATED.label) in refusal.value.reason


def test_validating_against_returning(arena: Arena) -> None:
    cast = arena.cast
    page = to_validation(cast, draft(cast, "Valider ou renvoyer"))
    won: set[str] = set()
    for _round in range(ROUNDS):
        if state_of(page).work is not WorkState.VALIDATION:
            page = to_validation(cast, page)
        event, entry = newest(page)
        notice = last_notice()
        ends = arena.duelists.duel(
            {"action": "validate", "target": page.pk, "by": cast.moderator.pk},
            {"action": "return", "target": page.pk, "by": cast.moderator_two.pk},
        )
        page = fresh(page)
        assert sorted(ends) == ["done", "refused"]
        logged = PageLogEntry.objects.filter(
            page=page.pk,
            pk__gt=entry,
            action__in=("wagtail.workflow.approve", "wagtail.workflow.reject"),
        )
        assert logged.count() == 1
        workflow = WorkflowState.objects.filter(object_id=str(page.pk)).latest("pk")
        if ends[0] == "done":
            won.add("validate")
            expected, status, line = WorkState.VALIDATED, "approved", EventKind.VALIDATED
            assert page.record.validated_version_id == page.record.reviewed_version_id
            assert logged.get().action == "wagtail.workflow.approve"
        else:
            won.add("return")
            expected, status, line = WorkState.DRAFTING, "cancelled", EventKind.RETURNED
            assert page.record.validated_version_id is None
            assert logged.get().action == "wagtail.workflow.reject"
        assert (state_of(page).work, workflow.status) == (expected, status)
        assert lines_since(page, event, {EventKind.VALIDATED, EventKind.RETURNED}) == [line]
        assert told_since(page, notice) == {f"contributions.{line}"}
        if ends[0] == "done":
            page = back_from_validated(cast, page)
    assert len(won) == 2 or ROUNDS < 50, "one side won every round: they never met"


def back_from_validated(cast: Cast, page: ContributionPage) -> ContributionPage:
    recall_validated(page, by=cast.coordinator, note="Pour le tour suivant.")
    return fresh(page)


def test_publishing_against_recalling(arena: Arena) -> None:
    cast = arena.cast
    page = draft(cast, "Publier ou rappeler")
    won: set[str] = set()
    for _round in range(ROUNDS):
        page = to_validation(cast, page)
        validate(page, by=cast.moderator)
        validated = fresh(page).record.validated_version
        event, entry = newest(page)
        notice = last_notice()
        ends = arena.duelists.duel(
            {"action": "publish", "target": page.pk, "by": cast.moderator.pk},
            {"action": "recall_validated", "target": page.pk, "by": cast.coordinator.pk},
        )
        page = fresh(page)
        assert sorted(ends) == ["done", "refused"]
        published = PageLogEntry.objects.filter(
            page=page.pk, pk__gt=entry, action="wagtail.publish"
        )
        kinds = {EventKind.PUBLISHED, EventKind.RECALLED}
        if ends[0] == "done":
            won.add("publish")
            assert state_of(page).work is WorkState.IDLE
            assert state_of(page).public is PublicState.PUBLISHED
            assert page.record.current_version == validated
            assert page.live_revision_id == validated.revision_id
            assert published.count() == 1
            assert lines_since(page, event, kinds) == [EventKind.PUBLISHED]
            assert told_since(page, notice) == {"contributions.published"}
        else:
            won.add("recall")
            assert state_of(page).work is WorkState.DRAFTING
            assert page.record.validated_version is None
            assert published.count() == 0
            assert lines_since(page, event, kinds) == [EventKind.RECALLED]
            assert told_since(page, notice) == {"contributions.recalled"}
    assert len(won) == 2 or ROUNDS < 50, "one side won every round: they never met"


def test_scheduling_against_recalling(arena: Arena) -> None:
    """Recalled in the end whichever is first: no minute is left, and nothing is published."""
    cast = arena.cast
    page = draft(cast, "Programmer ou rappeler")
    won: set[str] = set()
    minute = (timezone.now() + timedelta(days=1)).isoformat()
    for _round in range(ENOUGH):
        page = to_validation(cast, page)
        validate(page, by=cast.moderator)
        (event, _entry), notice = newest(page), last_notice()
        ends = arena.duelists.duel(
            {
                "action": "schedule",
                "target": page.pk,
                "by": cast.moderator.pk,
                "more": {"minute": minute},
            },
            {"action": "recall_validated", "target": page.pk, "by": cast.coordinator.pk},
        )
        page = fresh(page)
        assert ends[0] in ("done", "refused") and ends[1] == "done"
        won.add(ends[0])
        lines = [EventKind.SCHEDULED] if ends[0] == "done" else []
        kinds = {EventKind.SCHEDULED, EventKind.RECALLED, EventKind.PUBLISHED}
        assert sorted(lines_since(page, event, kinds)) == sorted([*lines, EventKind.RECALLED])
        told = {f"contributions.{kind}" for kind in (*lines, EventKind.RECALLED)}
        assert told_since(page, notice) == told
        assert state_of(page).work is WorkState.DRAFTING
        assert (page.record.embargo_until, page.record.scheduled_by) == (None, None)
    assert publish_due(timezone.now() + timedelta(days=2)) == []
    assert len(won) == 2 or ENOUGH < 40, "one side won every round: they never met"


def test_two_last_coordinators_cannot_both_leave(arena: Arena) -> None:
    """Each may go while the other stays; a group is never left without anyone."""
    cast = arena.cast
    group = cast.mobility
    for _round in range(min(ROUNDS, 50)):
        pair = [cast.other_coordinator, cast.other_member]
        for one in pair:
            join(one, group, by=cast.network, role=Role.COORDINATOR, centre=cast.south)
        rows = [Membership.objects.current().get(person=one, group=group) for one in pair]
        ends = arena.duelists.duel(
            *({"action": "leave", "target": row.pk, "by": row.person_id} for row in rows)
        )
        assert sorted(ends) == ["done", "refused"]
        assert Membership.objects.current().coordinators().filter(group=group).count() == 1
