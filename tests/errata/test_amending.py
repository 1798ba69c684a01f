"""A corrected version takes the place of the one that stands; nothing else moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Revision

from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish, schedule
from contributions.actions.publish_due import publish_due
from contributions.actions.recall import recall, recall_validated
from contributions.actions.second_look import lift_mask
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.enums import EventKind, VersionKind, WorkState
from contributions.lifecycle import current_task_state, state_of
from contributions.models import ContributionPage, TextEvent, Version
from contributions.standing import had_a_hand
from cowriting.document.conversion import words_of_page
from cowriting.plain.parts import part_in, present_words
from cowriting.record.log import append
from cowriting.record.opening import open_room
from cowriting.record.saving import save_now
from errata.actions.approve import approve_correction
from errata.actions.refuse import refuse_correction
from errata.models import Correction
from errata.rules import targets_for
from errata.targets import words_of_version
from kit.access import Refused
from proposals.models import Proposal
from tests.cast import Cast, fresh, text_in
from tests.cowriting.pens import Pen

from .words import again, proposed, value_of

pytestmark = pytest.mark.django_db

OLD, NEW = "Des renoncements", "Des renoncement"


def approved(cast: Cast, page: ContributionPage, **more: Any) -> Correction:
    return approve_correction(proposed(page, cast.member, **more), by=again(cast.coordinator))


def kinds(page: ContributionPage) -> list[str]:
    return list(TextEvent.objects.filter(record=page.record).values_list("kind", flat=True))


def live_words(page: ContributionPage) -> dict[str, Any]:
    return words_of_page(fresh(page))


@pytest.mark.parametrize("state", ["review", "validation", "validated", "scheduled"])
def test_the_version_under_decision_is_the_corrected_one(cast: Cast, state: str) -> None:
    page = text_in(cast, state)
    before = page.record.validated_version or page.record.reviewed_version
    correction = approved(cast, page)
    page = fresh(page)
    made = correction.made
    assert made is not None and before is not None
    assert made.kind == VersionKind.CORRECTION and made.corrects == before
    assert made.number == before.number + 1
    assert value_of(made, correction.part)["title"] == NEW
    assert value_of(before, correction.part)["title"].strip() == OLD
    assert page.record.reviewed_version == made
    assert page.record.validated_version == (made if state in ("validated", "scheduled") else None)
    assert page.latest_revision == made.revision
    assert set(made.asked_centres.all()) == set(before.asked_centres.all()) != set()
    assert words_of_page(page) == words_of_version(made), "the row says what the draft says"
    step = current_task_state(page)
    assert step is None or step.revision == made.revision
    assert kinds(page)[-1] == EventKind.CORRECTED


def test_a_text_corrected_on_its_way_is_published_as_corrected(cast: Cast) -> None:
    page = text_in(cast, "review")
    first = approved(cast, page)
    close_review(fresh(page), by=cast.coordinator)
    approved(cast, page, kind="heading", text="Ce que Nous voyons")
    validate(fresh(page), by=again(cast.moderator))
    version = publish(fresh(page), by=again(cast.moderator_two))
    page = fresh(page)
    assert page.live_revision == version.revision
    assert live_words(page) == words_of_version(version)
    assert value_of(version, first.part)["title"] == NEW
    assert not page.has_unpublished_changes


def test_an_embargo_runs_on_and_publishes_the_corrected_version(cast: Cast) -> None:
    page = text_in(cast, "validated")
    minute = timezone.now() + timedelta(hours=1)
    schedule(page, by=again(cast.moderator), minute=minute)
    correction = approved(cast, page)
    [version] = publish_due(minute)
    assert version == correction.made
    assert live_words(page) == words_of_version(version)


@pytest.mark.parametrize("state", ["published", "replaced"])
def test_what_everyone_reads_is_corrected_at_once(cast: Cast, state: str) -> None:
    page = text_in(cast, state)
    published = page.record.published_at
    numbers = dict(Proposal.objects.filter(page=page).values_list("block_id", "pk"))
    correction = approved(cast, page, kind="proposal", text="<p>Des permanences mobile .</p>")
    page, made = fresh(page), correction.made
    assert made is not None and correction.in_public
    assert page.record.current_version == made and made.published_at is not None
    assert page.live_revision == made.revision == page.latest_revision
    assert live_words(page) == words_of_version(made)
    assert page.record.published_at == published, "no edition ended"
    assert (page.record.replaced_by_id is not None) is (state == "replaced")
    assert state_of(page).work is WorkState.IDLE and not page.has_unpublished_changes
    assert kinds(page).count(EventKind.PUBLISHED) == 1
    rows = {row.block_id: row for row in Proposal.objects.filter(page=page)}
    assert {key: row.pk for key, row in rows.items()} == numbers
    row = next(row for key, row in rows.items() if str(key) == correction.part)
    assert row.text == "Des permanences mobile ." and row.last_version == made


def test_a_new_edition_keeps_its_words_and_is_corrected_too(cast: Cast) -> None:
    page = text_in(cast, "new_edition")
    write(page, by=cast.member, summary="Une nouvelle édition commence autrement.")
    correction = approved(cast, page)
    page = fresh(page)
    draft = page.get_latest_revision_as_object()
    assert correction.in_public and correction.carried is True
    assert page.live_revision == correction.made.revision != page.latest_revision
    assert page.has_unpublished_changes
    assert draft.summary == "Une nouvelle édition commence autrement."
    assert part_in(words_of_page(draft), correction.part).value["title"] == NEW
    assert fresh(page).summary != draft.summary, "the public reads no word of the draft"
    assert state_of(page).work is WorkState.DRAFTING


@pytest.mark.parametrize("state", ["review", "validation", "scheduled"])
def test_a_correction_of_what_everyone_reads_is_in_the_edition_frozen_already(
    cast: Cast, state: str
) -> None:
    """Else the next publication would bring the mistake back."""
    page = text_in(cast, "new_edition")
    write(page, by=cast.member, summary="Une nouvelle édition commence autrement.")
    frozen = open_review(fresh(page), by=cast.coordinator)
    minute = timezone.now() + timedelta(hours=1)
    if state != "review":
        close_review(fresh(page), by=cast.coordinator)
    if state == "scheduled":
        validate(fresh(page), by=again(cast.moderator))
        schedule(fresh(page), by=again(cast.moderator), minute=minute)
    page = fresh(page)
    public = page.record.current_version
    seen = [public] if state == "review" else [frozen, public]
    assert targets_for(again(cast.member), page) == [frozen, public]
    assert targets_for(again(cast.moderator), page) == seen, "a review is not theirs to read"
    done = approved(cast, page, version=public)
    page, ahead = fresh(page), done.carried_version
    assert done.in_public and done.carried is True and ahead is not None
    assert page.record.current_version == done.made == page.record.versions.get(number=3)
    assert ahead.corrects == frozen and page.record.reviewed_version == ahead
    assert set(ahead.asked_centres.all()) == set(frozen.asked_centres.all()) != set()
    assert page.latest_revision == ahead.revision and page.has_unpublished_changes
    assert value_of(ahead, done.part)["title"] == value_of(done.made, done.part)["title"] == NEW
    step = current_task_state(page)
    assert step is None or step.revision == ahead.revision
    assert live_words(page) == words_of_version(done.made) and "autrement" not in page.summary
    if state == "scheduled":
        assert page.record.validated_version == ahead
        assert publish_due(minute) == [ahead]
        page = fresh(page)
        assert live_words(page)["summary"].startswith("Une nouvelle édition")
        assert value_of(page.record.current_version, done.part)["title"] == NEW
        assert page.live_revision == page.latest_revision and not page.has_unpublished_changes


def test_a_frozen_edition_that_says_otherwise_is_left_as_it_is(cast: Cast) -> None:
    page = text_in(cast, "new_edition")
    _retitled(page, cast, "Tout autre chose")
    frozen = open_review(fresh(page), by=cast.coordinator)
    done = approved(cast, page, version=fresh(page).record.current_version)
    assert done.carried is False and done.carried_version is None
    page = fresh(page)
    assert page.record.reviewed_version == frozen and page.latest_revision == frozen.revision
    # The edition is corrected on its own, and nothing of it is public.
    other = approved(cast, page, version=frozen, kind="heading", text="Ce que Nous voyons")
    page = fresh(page)
    assert not other.in_public and page.record.reviewed_version == other.made
    assert page.record.current_version == done.made and page.live_revision == done.made.revision


def _retitled(page: ContributionPage, cast: Cast, title: str) -> None:
    draft = page.get_latest_revision_as_object()
    body = draft.body.get_prep_value()
    for block in body:
        if block["type"] == "finding":
            block["value"]["title"] = title
    write(page, by=cast.member, body=draft.body.stream_block.to_python(body))


def test_a_draft_that_says_otherwise_is_left_to_who_writes_it(cast: Cast) -> None:
    page = text_in(cast, "new_edition")
    _retitled(page, cast, "Tout autre chose")
    correction = approved(cast, page)
    assert correction.carried is False
    now = fresh(page).get_latest_revision_as_object()
    assert part_in(words_of_page(now), correction.part).value["title"] == "Tout autre chose"


def test_words_typed_together_during_an_approval_stay(cast: Cast) -> None:
    page = text_in(cast, "new_edition")
    room = open_room(page, by=again(cast.member))
    pen = Pen(room, again(cast.member))
    correction = proposed(page, cast.member)
    append(room.pk, pen.epoch, pen.typed(" Encore un mot."))
    done = approve_correction(correction, by=again(cast.coordinator))
    save_now(page.pk)
    words = present_words(fresh(page))
    assert done.carried is True
    assert words["summary"].endswith("Encore un mot.")
    assert part_in(words, correction.part).value["title"] == NEW
    assert "Encore un mot" not in fresh(page).summary


@pytest.mark.parametrize("state", ["review", "validation", "validated", "published"])
def test_an_editor_saves_nothing_over_a_correction(cast: Cast, state: str) -> None:
    page = text_in(cast, state)
    open_tab = page.get_latest_revision_as_object()
    open_tab.summary = "Écrit après la décision."
    correction = approved(cast, page)
    with pytest.raises(PermissionDenied):
        open_tab.save_revision(user=cast.member, clean=False)
    with pytest.raises(Refused):
        write(fresh(page), by=cast.member, summary="Écrit par une autre porte.")
    assert save_now(page.pk) is None
    assert fresh(page).latest_revision == correction.made.revision


def test_a_recalled_text_goes_on_from_its_corrected_words(cast: Cast) -> None:
    page = text_in(cast, "review")
    room = open_room(page, by=again(cast.member))
    correction = approved(cast, page)
    recall(fresh(page), by=cast.coordinator)
    assert part_in(present_words(fresh(page)), correction.part).value["title"] == NEW
    open_room(fresh(page), by=again(cast.member))
    assert part_in(present_words(fresh(page)), correction.part).value["title"] == NEW
    assert room.pk


@pytest.mark.parametrize("undo", ["recall", "recall_validated", "validate", "publish"])
def test_a_decision_taken_between_proposal_and_approval(cast: Cast, undo: str) -> None:
    state = "validated" if undo in ("recall_validated", "publish") else "validation"
    page = text_in(cast, state)
    correction = proposed(page, cast.member)
    acts = {
        "recall": lambda: recall(fresh(page), by=cast.coordinator),
        "recall_validated": lambda: recall_validated(fresh(page), by=cast.coordinator, note="x"),
        "validate": lambda: validate(fresh(page), by=again(cast.moderator)),
        "publish": lambda: publish(fresh(page), by=again(cast.moderator)),
    }
    acts[undo]()
    if undo.startswith("recall"):
        with pytest.raises(NotNow):
            approve_correction(correction, by=again(cast.coordinator))
        return
    done = approve_correction(correction, by=again(cast.coordinator))
    assert done.in_public is (undo == "publish")
    page = fresh(page)
    expected = page.record.current_version if undo == "publish" else page.record.validated_version
    assert expected == done.made


def test_another_version_frozen_since_makes_it_overtaken(cast: Cast) -> None:
    page = text_in(cast, "review")
    correction = proposed(page, cast.member)
    recall(fresh(page), by=cast.coordinator)
    open_review(fresh(page), by=cast.coordinator)
    with pytest.raises(NotNow):
        approve_correction(correction, by=again(cast.coordinator))
    proposed(page, cast.member)
    correction.refresh_from_db()
    assert correction.outcome == "overtaken"


def test_two_parts_are_corrected_one_after_the_other(cast: Cast) -> None:
    page = text_in(cast, "published")
    one = proposed(page, cast.member)
    two = proposed(page, cast.member, kind="heading", text="Ce que Nous voyons")
    approve_correction(one, by=again(cast.coordinator))
    done = approve_correction(two, by=again(cast.moderator))
    page = fresh(page)
    assert done.made == page.record.current_version
    assert value_of(done.made, one.part)["title"] == NEW
    assert value_of(done.made, two.part)["text"] == "Ce que Nous voyons"
    assert len(done.made.same_text()) == 3


def test_approving_twice_is_once_and_a_second_person_is_told(cast: Cast) -> None:
    page = text_in(cast, "published")
    correction = proposed(page, cast.member)
    done = approve_correction(correction, by=again(cast.coordinator))
    assert approve_correction(correction, by=again(cast.coordinator)) == done
    assert Version.objects.filter(record=page.record).count() == 2
    with pytest.raises(NotNow):
        approve_correction(correction, by=again(cast.moderator))
    with pytest.raises(NotNow):
        refuse_correction(correction, by=again(cast.moderator), reason="Trop tard.")
    assert kinds(page).count(EventKind.CORRECTED) == 1


def test_who_proposed_may_not_validate_and_who_approved_may(cast: Cast) -> None:
    page = text_in(cast, "validation")
    correction = proposed(page, cast.moderator)
    assert had_a_hand(again(cast.moderator), fresh(page))
    approve_correction(correction, by=again(cast.moderator_two))
    assert not had_a_hand(again(cast.moderator_two), fresh(page))
    with pytest.raises(Refused):
        validate(fresh(page), by=again(cast.moderator))
    validate(fresh(page), by=again(cast.moderator_two))


def test_the_frozen_version_and_its_revision_stay(cast: Cast) -> None:
    page = text_in(cast, "published")
    old = page.record.current_version
    content, digest = old.revision.content, old.content_hash
    approved(cast, page)
    old.refresh_from_db()
    assert Revision.objects.get(pk=old.revision_id).content == content
    assert old.content_hash == digest


# -- Masks


def test_a_passage_masked_since_stays_masked_and_the_correction_too(cast: Cast) -> None:
    page = text_in(cast, "published")
    correction = proposed(page, cast.member, text="<p>Des soins reporté .</p>")
    hidden = mask(fresh(page), by=again(cast.coordinator), words="soins", reason="Un nom.")
    correction.refresh_from_db()
    assert "soins" not in str(correction.before) + str(correction.after)
    done = approve_correction(correction, by=again(cast.moderator))
    page = fresh(page)
    assert "soins" not in str(words_of_version(done.made))
    assert hidden.mark in value_of(done.made, correction.part)["text"]
    assert "reporté " in value_of(done.made, correction.part)["text"]
    lift_mask(hidden, by=again(cast.moderator), reason="Personne n'est nommé.")
    assert (
        "soins reporté " in value_of(Version.objects.get(pk=done.made_id), correction.part)["text"]
    )
    assert "soins reporté " in str(live_words(page))


def test_masked_words_do_not_come_back_by_a_correction(cast: Cast) -> None:
    page = text_in(cast, "published")
    hidden = mask(fresh(page), by=again(cast.coordinator), words="soins", reason="Un nom.")
    with pytest.raises(Refused, match="masqué"):
        proposed(page, cast.member, text="<p>Des soins reportés .</p>")
    with pytest.raises(Refused):
        proposed(page, cast.member, text=f"<p>Des {hidden.mark} soins .</p>")
