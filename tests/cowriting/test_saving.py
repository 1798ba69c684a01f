"""What is durable becomes revisions, under the names of who wrote them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.models import ContributionPage, RevisionAuthor
from contributions.standing import had_a_hand
from cowriting.document.conversion import words_of
from cowriting.models import Room, RoomRevision
from cowriting.record.base import latest_words, same_words
from cowriting.record.opening import keep_open
from cowriting.record.replaying import replay
from cowriting.record.saving import save_forsaken, save_now
from tests.cast import Cast, at, draft, fresh, text_in

from .pens import Pen, cutting, words

pytestmark = pytest.mark.django_db


def signatures(revision: Revision) -> dict[str, int | None]:
    rows = RevisionAuthor.objects.filter(revision=revision).select_related("person")
    return {row.person.display_name: row.octets for row in rows}


def test_what_was_written_is_in_a_revision_of_its_writers(cast: Cast) -> None:
    text = draft(cast)
    count = text.revisions.count()
    Pen(text, cast.member).type(" Peu.")
    Pen(text, cast.coordinator).type(" Bien davantage.")
    saved = save_now(text.pk)
    assert saved is not None
    page = fresh(text)
    assert page.revisions.count() == count + 1
    assert page.latest_revision == saved.revision
    assert page.summary.endswith(" Bien davantage.")
    assert saved.revision.user == cast.coordinator
    assert signatures(saved.revision) == {"Member": 5, "Coordinator": 16}
    assert saved.authors == {cast.member.pk: 5, cast.coordinator.pk: 16}
    assert (saved.rewrote, saved.outside) == (False, None)


def test_saving_twice_saves_once(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type("Une fois.")
    assert save_now(text.pk) is not None
    count = text.revisions.count()
    assert save_now(text.pk) is None
    assert text.revisions.count() == count


def test_a_text_without_a_room_has_nothing_to_save(cast: Cast) -> None:
    assert save_now(draft(cast).pk) is None
    assert save_now(0) is None


def test_page_and_document_agree_once_saved(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type(" Fin.")
    save_now(text.pk)
    room = Room.objects.get(page=text.pk)
    assert same_words(room.base_body, latest_words(fresh(text)))
    assert same_words(words_of(replay(room)[0], room.base_body), room.base_body)
    assert room.base_revision == fresh(text).latest_revision


def test_words_typed_and_taken_back_make_no_revision(cast: Cast) -> None:
    text = draft(cast)
    count = text.revisions.count()
    pen = Pen(text, cast.member)
    pen.type("x")
    pen.send(pen.change(cutting(len(text.summary.encode()))))
    assert words(pen.room) == text.summary
    assert save_now(text.pk) is None
    assert text.revisions.count() == count
    Pen(text, cast.coordinator).type(" Autre chose.")
    saved = save_now(text.pk)
    assert saved is not None and set(saved.authors) == {cast.coordinator.pk}


def test_who_only_deletes_is_an_author_too(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.send(pen.change(cutting()))
    saved = save_now(text.pk)
    assert saved is not None and saved.authors == {cast.member.pk: 0}
    assert fresh(text).summary == ""


def test_every_author_had_a_hand_in_the_text(cast: Cast) -> None:
    text = text_in(cast, "published")
    open_edition(text, by=cast.coordinator)
    text.record.associated_groups.add(cast.housing)
    Pen(text, cast.member).type(" Long, très long.")
    Pen(text, cast.associated_member).type(" a")
    save_now(text.pk)
    assert had_a_hand(cast.associated_member, fresh(text))


# -- One revision for what goes on, another for what begins --------------------------------


def test_the_same_people_go_on_in_the_same_revision(cast: Cast) -> None:
    text = draft(cast)
    member, coordinator = Pen(text, cast.member), Pen(text, cast.coordinator)
    member.type("Abc.")
    coordinator.type("Ab.")
    first = save_now(text.pk)
    member.type("A.")
    coordinator.type("Abcdef.")
    second = save_now(text.pk)
    assert first is not None and second is not None
    assert (second.revision.pk, second.rewrote) == (first.revision.pk, True)
    assert signatures(second.revision) == {"Member": 6, "Coordinator": 10}
    assert fresh(text).latest_revision.user == cast.coordinator
    assert RoomRevision.objects.get().last == second.last


def test_somebody_else_begins_another_revision(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type("Un.")
    first = save_now(text.pk)
    Pen(text, cast.coordinator).type("Deux.")
    second = save_now(text.pk)
    assert first is not None and second is not None
    assert second.revision.pk != first.revision.pk
    assert signatures(first.revision) == {"Member": 3}


def test_five_minutes_later_another_revision_begins(cast: Cast) -> None:
    """Counted from its first words: an afternoon of writing is not one revision."""
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type("Un.")
    first = save_now(text.pk)
    assert first is not None
    RoomRevision.objects.update(began_at=timezone.now() - timedelta(minutes=6))
    pen.type("Deux.")
    second = save_now(text.pk)
    assert second is not None and second.revision.pk != first.revision.pk


def test_a_named_version_is_never_written_over(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Un.")
    version = name_version(text, by=cast.member, label="une")
    assert version.revision.content["summary"].endswith(" Un.")
    pen.type(" Deux.")
    second = save_now(text.pk)
    assert second is not None and second.revision.pk != version.revision_id
    version.revision.refresh_from_db()
    assert version.revision.content["summary"].endswith(" Un.")


def test_what_was_under_review_is_never_written_over(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Un.")
    version = open_review(text, by=cast.coordinator)
    recall(text, by=cast.coordinator)
    pen.type(" Deux.")
    second = save_now(text.pk)
    assert second is not None and second.revision.pk != version.revision_id


def test_the_public_revision_is_never_written_over(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type(" Un.")
    saved = save_now(text.pk)
    assert saved is not None
    page = fresh(text)
    ContributionPage.objects.filter(pk=page.pk).update(live_revision=saved.revision)
    Pen(text, cast.member).type(" Deux.")
    second = save_now(text.pk)
    assert second is not None and second.revision.pk != saved.revision.pk


def test_a_revision_saved_by_the_editor_is_never_written_over(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    revision = write(text, by=cast.member, approach="Par le formulaire.")
    pen.type(" Un.")
    saved = save_now(text.pk)
    assert saved is not None and saved.revision.pk != revision.pk
    assert saved.outside is not None and saved.outside.revision == revision.pk
    assert fresh(text).approach == "Par le formulaire."
    assert fresh(text).summary.endswith(" Un.")


# -- When ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["review", "validation", "validated", "published", "trashed"])
def test_a_text_that_is_not_in_drafting_is_left_alone(cast: Cast, state: str) -> None:
    text = text_in(cast, state)
    Pen(text, cast.member).type("Rien de cela.")
    count = text.revisions.count()
    assert save_now(text.pk) is None
    assert fresh(text).revisions.count() == count


def test_a_saved_revision_may_have_the_date_of_a_story(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type("Alors.")
    saved = save_now(text.pk, at=at("2020-05-25"))
    assert saved is not None
    assert Revision.objects.get(pk=saved.revision.pk).created_at == at("2020-05-25")
    assert save_now(text.pk) is None
    assert words(Room.objects.get(page=text.pk)).endswith("Alors.")


def test_a_new_edition_leaves_the_public_text_alone(cast: Cast) -> None:
    text = text_in(cast, "new_edition")
    public = text.summary
    pen = Pen(text, cast.member)
    pen.type(" Une suite.", "title")
    pen.type(" Une suite.")
    save_now(text.pk)
    page = fresh(text)
    assert (page.summary, page.title, page.draft_title) == (public, text.title, text.title)
    assert page.get_latest_revision_as_object().title.endswith("Une suite.")


def test_what_was_written_is_found_by_those_who_may_find_it(cast: Cast) -> None:
    """The row of a draft, and the index of what it says, follow its revisions."""
    text = draft(cast)
    Pen(text, cast.member).type(" Ornithorynque", "title")
    save_now(text.pk)
    assert list(ContributionPage.objects.search("ornithorynque")) == [text]
    assert (fresh(text).draft_title, fresh(text).slug) == (fresh(text).title, text.slug)


def test_a_title_too_long_for_the_page_is_cut_and_stays_so(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type("x" * 300, "title")
    assert save_now(text.pk) is not None
    assert len(fresh(text).title) == 255
    assert save_now(text.pk) is None


def test_what_a_killed_process_left_in_the_log_is_saved_all_the_same(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type("Avant la coupure.")
    assert save_forsaken(timezone.now()) == 1
    assert fresh(text).summary.endswith("Avant la coupure.")
    assert save_forsaken(timezone.now()) == 0


def test_a_room_with_people_in_it_is_left_to_its_own_process(cast: Cast) -> None:
    text, now = draft(cast), timezone.now()
    pen = Pen(text, cast.member)
    pen.type("Ils y sont encore.")
    keep_open(pen.room.pk, now + timedelta(seconds=10))
    assert save_forsaken(now) == 0
    assert save_forsaken(now + timedelta(seconds=11)) == 1
