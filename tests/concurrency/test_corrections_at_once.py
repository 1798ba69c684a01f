"""A correction approved while something else is decided: one outcome, and what is live is
what was validated, corrected or not."""

from __future__ import annotations

from typing import Any

import pytest

from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.recall import recall_validated
from contributions.actions.validate import validate
from contributions.enums import EventKind, WorkState
from contributions.lifecycle import current_task_state, state_of
from contributions.models import ContributionPage, TextEvent
from cowriting.document.conversion import words_of_page
from errata.actions.approve import approve_correction
from errata.actions.refuse import refuse_correction
from errata.models import Correction
from errata.targets import words_of_version
from notifications.models import Notice
from tests.cast import Cast, draft, fresh
from tests.errata.words import again, part_of_kind, proposed, target

from .conftest import ENOUGH, FEW, Arena

pytestmark = pytest.mark.slow

#: Both ways a word is written, in turn.
_TITLES = ("Des renoncements", "Des renoncement")


def at_validation(cast: Cast, page: ContributionPage) -> ContributionPage:
    work = state_of(fresh(page)).work
    if work is WorkState.VALIDATED:
        recall_validated(fresh(page), by=cast.coordinator, note="Encore.")
    if work is WorkState.IDLE:
        open_edition(fresh(page), by=cast.coordinator)
    if work is not WorkState.VALIDATION:
        open_review(fresh(page), by=cast.coordinator)
        close_review(fresh(page), by=cast.coordinator)
    return fresh(page)


def next_correction(cast: Cast, page: ContributionPage) -> Correction:
    """A correction of the version under decision, or of what everyone reads."""
    part = part_of_kind(target(page, cast.member), "finding")
    title = next(each for each in _TITLES if each != part.value["title"].strip())
    return proposed(page, cast.member, title=title)


def duel(arena: Arena, page: ContributionPage, correction: Correction, **other: Any) -> list[str]:
    return arena.duelists.duel(
        {"action": "approve_correction", "target": correction.pk, "by": arena.cast.coordinator.pk},
        {"target": page.pk, **other},
    )


def lines(page: ContributionPage, correction: Correction) -> int:
    events = TextEvent.objects.filter(record=page.record, kind=EventKind.CORRECTED)
    return events.filter(data__correction=correction.pk).count()


def told(correction: Correction, kind: str) -> set[int]:
    rows = Notice.objects.filter(kind=kind, data__correction=correction.pk)
    people = list(rows.values_list("person", flat=True))
    assert len(people) == len(set(people)), "one message a person"
    return set(people)


def test_who_comes_second_is_told_that_it_is_decided(cast: Cast) -> None:
    """The same in one process, one after the other: the words that the second one reads."""
    page = at_validation(cast, draft(cast, "Après coup"))
    correction = next_correction(cast, page)
    approve_correction(correction, by=again(cast.coordinator))
    with pytest.raises(NotNow, match="déjà"):
        refuse_correction(correction, by=again(cast.moderator_two), reason="Trop tard.")


def test_approving_a_correction_twice_at_once(arena: Arena) -> None:
    cast = arena.cast
    page = at_validation(cast, draft(cast, "Deux approbations"))
    for _round in range(FEW):
        correction = next_correction(cast, page)
        ends = arena.duelists.duel(
            {"action": "approve_correction", "target": correction.pk, "by": cast.coordinator.pk},
            {"action": "approve_correction", "target": correction.pk, "by": cast.moderator_two.pk},
        )
        assert sorted(ends) == ["done", "refused"]
        assert lines(page, correction) == 1
        assert told(correction, "errata.applied")
        step = current_task_state(fresh(page))
        assert step is not None
        assert step.revision_id == fresh(page).record.reviewed_version.revision_id


def test_approving_against_refusing(arena: Arena) -> None:
    cast = arena.cast
    page = at_validation(cast, draft(cast, "Approuver ou écarter"))
    for _round in range(FEW):
        correction = next_correction(cast, page)
        ends = arena.duelists.duel(
            {"action": "approve_correction", "target": correction.pk, "by": cast.coordinator.pk},
            {"action": "refuse_correction", "target": correction.pk, "by": cast.moderator_two.pk},
        )
        correction.refresh_from_db()
        assert sorted(ends) == ["done", "refused"]
        assert correction.outcome == ("applied" if ends[0] == "done" else "refused")
        assert lines(page, correction) == (ends[0] == "done")
        kinds = ("errata.applied", "errata.refused")
        assert [bool(told(correction, kind)) for kind in kinds] == [
            ends[0] == "done", ends[0] != "done",
        ]  # fmt: skip


def test_approving_against_validating(arena: Arena) -> None:
    """Both happen, in either order: what is validated is what stands corrected."""
    cast = arena.cast
    page = draft(cast, "Corriger et valider")
    for _round in range(FEW):
        page = at_validation(cast, page)
        correction = next_correction(cast, page)
        ends = duel(arena, page, correction, action="validate", by=cast.moderator.pk)
        assert ends == ["done", "done"]
        page = fresh(page)
        correction.refresh_from_db()
        assert page.record.validated_version == page.record.reviewed_version == correction.made
        assert page.latest_revision == correction.made.revision


def test_approving_against_publishing(arena: Arena) -> None:
    cast = arena.cast
    page = draft(cast, "Corriger et publier")
    seen: set[bool] = set()
    for _round in range(ENOUGH):
        page = at_validation(cast, page)
        validate(page, by=cast.moderator)
        correction = next_correction(cast, page)
        ends = duel(arena, page, correction, action="publish", by=cast.moderator.pk)
        assert ends == ["done", "done"]
        page = fresh(page)
        correction.refresh_from_db()
        seen.add(correction.in_public)
        version = page.record.current_version
        assert version == correction.made and page.live_revision == version.revision
        assert words_of_page(page) == words_of_version(version)
        assert not page.has_unpublished_changes
        assert lines(page, correction) == 1
    assert len(seen) == 2 or ENOUGH < 40, "one side won every round: they never met"


def test_approving_against_recalling(arena: Arena) -> None:
    cast = arena.cast
    page = draft(cast, "Corriger ou rappeler")
    for _round in range(FEW):
        page = at_validation(cast, page)
        correction = next_correction(cast, page)
        ends = duel(arena, page, correction, action="recall", by=cast.coordinator.pk)
        assert ends[0] in ("done", "refused") and ends[1] == "done"
        page = fresh(page)
        assert state_of(page).work is WorkState.DRAFTING
        correction.refresh_from_db()
        assert correction.is_applied is (ends[0] == "done")
        if correction.made is not None:
            assert page.latest_revision == correction.made.revision


def test_approving_while_a_new_edition_is_saved(arena: Arena) -> None:
    """The public reads the correction alone; the draft has both."""
    cast = arena.cast
    page = at_validation(cast, draft(cast, "Corriger pendant qu'on écrit"))
    validate(page, by=cast.moderator)
    publish(fresh(page), by=cast.moderator)
    open_edition(fresh(page), by=cast.coordinator)
    for _round in range(FEW):
        correction = next_correction(cast, page)
        ends = duel(arena, page, correction, action="write", by=cast.member.pk)
        assert ends == ["done", "done"]
        page = fresh(page)
        correction.refresh_from_db()
        written = page.get_latest_revision_as_object()
        assert written.summary == "Écrit par une autre porte." != page.summary
        assert correction.carried is True
        said = part_of_kind(page.record.current_version, "finding").value["title"]
        assert words_of_page(written)["body"][1]["value"]["title"] == said
        assert page.live_revision == page.record.current_version.revision
        assert page.has_unpublished_changes
