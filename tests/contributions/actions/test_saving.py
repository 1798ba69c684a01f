"""Saving words: who wrote them, and what is never rewritten."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError

from contributions.actions.close_review import close_review
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.return_text import return_text
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.freezing import content_hash
from contributions.models import ContributionPage, RevisionAuthor
from groups.actions.memberships import join
from kit.access import Refused
from tests.cast import Cast, draft, fresh, text_in

from ..life import facts, kinds

pytestmark = pytest.mark.django_db


def save_over(text: ContributionPage, revision: object, by: object) -> None:
    """What the editor's autosave does: rewrite the revision of its session."""
    page = fresh(text).get_latest_revision_as_object()
    page.summary = "Réécrit par un onglet ouvert."
    page.save_revision(user=by, overwrite_revision=revision, clean=False)


def test_writing_adds_a_revision_with_its_author_and_no_event(cast: Cast) -> None:
    text = draft(cast)
    before = kinds(text)
    revision = write(text, by=cast.coordinator, summary="Autrement.")
    assert fresh(text).latest_revision == revision
    assert fresh(text).summary == "Autrement."
    assert [row.person for row in RevisionAuthor.objects.filter(revision=revision)] == [
        cast.coordinator
    ]
    assert kinds(text) == before


def test_facts_are_not_words(cast: Cast) -> None:
    with pytest.raises(ValueError, match="slug"):
        write(draft(cast), by=cast.member, slug="ailleurs")


def test_a_named_reader_or_outsider_cannot_write(cast: Cast) -> None:
    text = draft(cast)
    before = facts(text)
    for person in (cast.account, cast.moderator, cast.other_member, cast.gone):
        with pytest.raises(Exception) as refusal:
            write(text, by=person, summary="Volé.")
        assert type(refusal.value).__name__ == "Http404"
    assert facts(text) == before


def test_an_autosave_rewrites_its_own_revision(cast: Cast) -> None:
    text = draft(cast)
    revision = fresh(text).latest_revision
    save_over(text, revision, cast.member)
    assert fresh(text).latest_revision_id == revision.pk
    assert fresh(text).get_latest_revision_as_object().summary.startswith("Réécrit")


def test_an_autosave_does_not_rewrite_somebody_elses(cast: Cast) -> None:
    text = draft(cast)
    with pytest.raises(PermissionDenied):
        save_over(text, fresh(text).latest_revision, cast.coordinator)


def test_a_named_version_is_not_rewritten_by_the_open_tab(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.member, label="avant la réunion")
    before = facts(text)
    with pytest.raises(PermissionDenied):
        save_over(text, version.revision, cast.member)
    assert facts(text) == before


@pytest.mark.parametrize("way_back", ["recall", "return"])
def test_what_was_frozen_is_not_rewritten_once_the_text_is_back(cast: Cast, way_back: str) -> None:
    """The tab that was open before the review saves after the return."""
    text = draft(cast)
    version = open_review(text, by=cast.coordinator)
    if way_back == "recall":
        recall(text, by=cast.coordinator)
    else:
        close_review(text, by=cast.coordinator)
        return_text(text, by=cast.moderator, note="à revoir")
    with pytest.raises(PermissionDenied):
        save_over(text, version.revision, cast.member)
    version.revision.refresh_from_db()
    assert content_hash(version.revision) == version.content_hash
    write(text, by=cast.member, summary="Une nouvelle révision, elle, se fait.")
    version.revision.refresh_from_db()
    assert content_hash(version.revision) == version.content_hash


def test_a_frozen_revision_is_never_purged(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.member, label="une")
    write(text, by=cast.member, summary="Autre.")
    with pytest.raises(ProtectedError), transaction.atomic():
        version.revision.delete()
    version.revision.refresh_from_db()


@pytest.mark.parametrize("state", ["review", "validated", "published", "withdrawn"])
def test_a_page_with_a_version_cannot_be_deleted(cast: Cast, state: str) -> None:
    text = text_in(cast, state)
    with pytest.raises(ProtectedError), transaction.atomic():
        fresh(text).delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        ContributionPage.objects.filter(pk=text.pk).delete()
    assert fresh(text).record.versions.count() == 1


def test_writing_beside_a_published_text_leaves_it_alone(cast: Cast) -> None:
    text = text_in(cast, "published")
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, title="Un autre titre", summary="Une suite.")
    text = fresh(text)
    assert (text.live, text.title, text.draft_title) == (
        True, "Rapprocher la santé", "Rapprocher la santé",
    )  # fmt: skip
    assert text.get_latest_revision_as_object().title == "Un autre titre"


def test_who_left_between_opening_and_saving_cannot_write(cast: Cast) -> None:
    """Rights are those of the moment of saving, not of when the page was opened."""
    text = draft(cast)
    person = cast.associated_member
    row = join(person, cast.health, by=cast.network)
    write(text, by=person, summary="Permis.")
    row.ends_at = row.starts_at
    row.save()
    with pytest.raises(Exception) as refusal:
        write(text, by=person, summary="Trop tard.")
    assert type(refusal.value).__name__ in ("Http404", Refused.__name__)
    assert fresh(text).summary == "Permis."


def test_a_draft_saves_incomplete(cast: Cast) -> None:
    text = draft(cast)
    write(text, by=cast.member, summary="", approach="", body=[("proposal", {})])
    assert fresh(text).get_latest_revision_as_object().body[0].block_type == "proposal"
