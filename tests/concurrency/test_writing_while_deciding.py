"""Writing, filing and freezing at once, in two processes: nobody waits for ever, no frozen
word changes, and Wagtail's rows follow ours."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from contributions.actions.open_review import open_review
from contributions.actions.publish import schedule
from contributions.actions.recall import recall
from contributions.actions.trash import trash
from contributions.enums import EventKind, WorkState
from contributions.freezing import content_hash
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, ContributionRecord, TextEvent
from groups.actions.memberships import end_membership
from groups.models import Membership
from tests.cast import Cast, draft, fresh, text_in

from .conftest import ROUNDS, Arena

pytestmark = pytest.mark.slow

#: Each of these meets in a few rounds already; those that decide have two hundred.
FEW = min(ROUNDS, 25)


def test_a_draft_read_before_the_review_is_not_saved_after_it(cast: Cast) -> None:
    """The same in one process, one after the other: the words that the writer reads."""
    text = draft(cast, "Un vieil onglet")
    open_in_a_tab = fresh(text).get_latest_revision_as_object()
    open_review(text, by=cast.coordinator)
    with pytest.raises(PermissionDenied, match="plus en cours d'écriture"):
        open_in_a_tab.save_revision(user=cast.member, clean=False)


@pytest.mark.parametrize("state", ["drafting", "new_edition"])
def test_two_who_write_both_keep_their_words(arena: Arena, state: str) -> None:
    """The editor writes the page before its revision, imports after: neither blocks."""
    cast = arena.cast
    text = text_in(cast, state, f"Deux écrivent, {state}")
    for _round in range(FEW):
        before = text.revisions.count()
        ends = arena.duelists.duel(
            {"action": "save", "target": text.pk, "by": cast.member.pk},
            {"action": "write", "target": text.pk, "by": cast.coordinator.pk},
        )
        assert ends == ["done", "done"]
        assert text.revisions.count() == before + 2


@pytest.mark.parametrize("state", ["drafting", "new_edition"])
def test_what_is_frozen_is_what_is_read(arena: Arena, state: str) -> None:
    """A save that comes first is in the version; one that comes second is refused."""
    cast = arena.cast
    text = text_in(cast, state, f"Écrire et figer, {state}")
    for _round in range(FEW):
        save, review = arena.duelists.duel(
            {"action": "save", "target": text.pk, "by": cast.member.pk},
            {"action": "open_review", "target": text.pk, "by": cast.coordinator.pk},
        )
        text = fresh(text)
        version = text.record.reviewed_version
        assert (save in ("done", "refused"), review) == (True, "done")
        assert state_of(text).work is WorkState.REVIEW
        assert text.latest_revision_id == version.revision_id
        assert content_hash(version.revision) == version.content_hash
        if not text.live:
            assert text.summary == version.revision.content["summary"]
        recall(text, by=cast.coordinator)


def test_two_timers_publish_once(arena: Arena) -> None:
    cast = arena.cast
    for number in range(min(ROUNDS, 8)):
        text = text_in(cast, "validated", f"Deux minuteries {number}")
        schedule(text, by=cast.moderator, minute=timezone.now() + timedelta(days=1))
        ContributionRecord.objects.filter(page=text).update(embargo_until=timezone.now())
        order = {"action": "publish_due", "target": text.pk, "by": cast.moderator.pk}
        assert arena.duelists.duel(order, order) == ["done", "done"]
        events = TextEvent.objects.filter(record=text.record, kind=EventKind.PUBLISHED)
        assert events.count() == 1
        assert fresh(text).live


def test_two_texts_cannot_replace_each_other(arena: Arena) -> None:
    cast = arena.cast
    for number in range(min(ROUNDS, 8)):
        texts = [text_in(cast, "published", f"L'un ou l'autre {number}-{n}") for n in range(2)]
        ends = arena.duelists.duel(
            *(
                {
                    "action": "replace",
                    "target": one.pk,
                    "by": cast.moderator.pk,
                    "more": {"successor": other.pk},
                }
                for one, other in (texts, texts[::-1])
            )
        )
        assert sorted(ends) == ["done", "refused"]
        replaced = [fresh(text).record.replaced_by_id is not None for text in texts]
        assert sorted(replaced) == [False, True]


def test_deleting_twice_deletes_once(arena: Arena) -> None:
    cast = arena.cast
    for number in range(min(ROUNDS, 8)):
        text = draft(cast, f"À jeter {number}")
        trash(text, by=cast.member)
        order = {"action": "delete", "target": text.pk, "by": cast.superuser.pk}
        ends = arena.duelists.duel(order, order)
        assert sorted(ends) == ["done", "missing"]
        assert not ContributionPage.objects.filter(pk=text.pk).exists()


def test_a_person_who_joins_two_groups_at_once_is_in_both(arena: Arena) -> None:
    """In Wagtail's groups too, which each of the two changes rewrites."""
    cast = arena.cast
    person, groups = cast.account, [cast.mobility, cast.housing]
    wanted = {group.record.auth_group_id for group in groups}
    for _round in range(FEW):
        ends = arena.duelists.duel(
            *(
                {
                    "action": "join",
                    "target": group.pk,
                    "by": cast.network.pk,
                    "more": {"person": person.pk},
                }
                for group in groups
            )
        )
        assert ends == ["done", "done"]
        assert set(person.groups.values_list("pk", flat=True)) == wanted
        for row in Membership.objects.current().filter(person=person):
            end_membership(row, by=cast.network)
        assert not person.groups.exists()
