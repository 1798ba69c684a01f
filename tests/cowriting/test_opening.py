"""A room is made once from the page, keeps in step with it, and begins again when it must."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.return_text import return_text
from contributions.actions.versions import name_version, restore
from contributions.actions.write import write
from contributions.models import ContributionPage
from cowriting.document.conversion import words_of
from cowriting.models import ClientId, Room, Update
from cowriting.record import client_ids
from cowriting.record.base import latest_words, same_words
from cowriting.record.client_ids import client_for, writers_of
from cowriting.record.log import append
from cowriting.record.opening import is_open, keep_open, merge_latest, open_room
from cowriting.record.replaying import replay, steps_of
from cowriting.record.saving import save_now
from tests.cast import Cast, draft, fresh, text_in

from .pens import Pen, words

pytestmark = pytest.mark.django_db


def test_the_first_who_opens_seeds_what_the_page_says(cast: Cast) -> None:
    text = draft(cast)
    room = open_room(text, by=cast.member)
    doc, last = replay(room)
    assert same_words(words_of(doc, room.base_body), latest_words(fresh(text)))
    assert (room.epoch, last, room.saved_seq) == (1, last, last)
    assert room.base_revision == fresh(text).latest_revision


def test_opening_again_seeds_nothing_and_changes_nothing(cast: Cast) -> None:
    text = draft(cast)
    room = open_room(text, by=cast.member)
    revisions = text.revisions.count()
    again = open_room(text, by=cast.coordinator)
    assert (again.pk, again.epoch, again.server_client) == (room.pk, 1, room.server_client)
    assert Update.objects.filter(room=room).count() == 1
    assert save_now(text.pk) is None
    assert text.revisions.count() == revisions


def test_a_deleted_text_has_no_room(cast: Cast) -> None:
    text = draft(cast)
    key = ContributionPage(pk=text.pk)
    text.delete()
    with pytest.raises(Http404):
        open_room(key, by=cast.member)


def test_a_revision_saved_elsewhere_is_merged_when_the_room_opens(cast: Cast) -> None:
    text = draft(cast)
    room = open_room(text, by=cast.member)
    write(text, by=cast.coordinator, approach="Venu d'ailleurs.")
    room = open_room(text, by=cast.member)
    assert words(room, "approach") == "Venu d'ailleurs."
    assert room.base_revision == fresh(text).latest_revision
    assert save_now(text.pk) is None


def test_what_came_from_elsewhere_is_known_as_its_writers(cast: Cast) -> None:
    text = draft(cast)
    room = open_room(text, by=cast.member)
    write(text, by=cast.coordinator, approach="Venu d'ailleurs.")
    outside = merge_latest(text.pk)
    assert outside is not None and outside.by == cast.coordinator
    assert cast.coordinator.pk in writers_of(room).values()
    assert Update.objects.get(pk=outside.seq).person is None
    assert merge_latest(text.pk) is None


def test_a_revision_that_was_written_over_is_merged_too(cast: Cast) -> None:
    """Wagtail's autosave keeps the key of the revision that it rewrites."""
    text = draft(cast)
    room = open_room(text, by=cast.member)
    page = fresh(text).get_latest_revision_as_object()
    page.approach = "Réécrit par un onglet."
    page.save_revision(user=cast.member, overwrite_revision=page.latest_revision, clean=False)
    assert fresh(text).latest_revision_id == room.base_revision_id
    assert merge_latest(text.pk) is not None
    assert words(room, "approach") == "Réécrit par un onglet."


def test_restoring_a_version_begins_an_epoch_with_its_words(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.member, label="une")
    pen = Pen(text, cast.member)
    pen.type("Après.")
    restore(text, by=cast.coordinator, version=version)
    room = Room.objects.get(page=text.pk)
    assert room.epoch == 2
    assert words(room) == version.revision.content["summary"]
    late = pen.type("Trop tard.")
    assert set(late.refused.values()) == {"epoch"}
    assert save_now(text.pk) is None


def test_what_was_written_before_a_restoration_is_in_a_revision(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.member, label="une")
    Pen(text, cast.member).type(" Après.")
    restore(text, by=cast.coordinator, version=version)
    said = [revision.content["summary"] for revision in text.revisions.order_by("pk")]
    assert said[-2].endswith("Après.")
    assert said[-1] == version.revision.content["summary"]


def test_the_former_epoch_can_still_be_replayed(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.member, label="une")
    pen = Pen(text, cast.member)
    pen.type(" Après.")
    restore(text, by=cast.coordinator, version=version)
    room = Room.objects.get(page=text.pk)
    doc = type(pen.doc)()
    for step in steps_of(room, 1):
        doc.apply_update(step.payload)
    assert words_of(doc, {})["summary"].endswith("Après.")


@pytest.mark.parametrize("way_back", ["recall", "return"])
def test_a_text_that_comes_back_to_drafting_keeps_its_epoch(cast: Cast, way_back: str) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Avant.")
    open_review(text, by=cast.coordinator)
    if way_back == "recall":
        recall(text, by=cast.coordinator)
    else:
        close_review(text, by=cast.coordinator)
        return_text(text, by=cast.moderator, note="à revoir")
    room = open_room(fresh(text), by=cast.member)
    assert room.epoch == 1
    assert not pen.type(" Après.").refused
    assert words(room).endswith(" Avant. Après.")


def test_a_new_edition_begins_an_epoch_from_the_public_words(cast: Cast) -> None:
    text = text_in(cast, "published")
    room = open_room(text, by=cast.superuser)
    open_edition(text, by=cast.coordinator)
    room.refresh_from_db()
    assert room.epoch == 2
    assert words(room) == fresh(text).summary
    Pen(fresh(text), cast.member).type(" Une suite.")
    saved = save_now(text.pk)
    assert saved is not None
    assert not fresh(text).summary.endswith("Une suite.")
    assert fresh(text).get_latest_revision_as_object().summary.endswith("Une suite.")


def test_a_document_of_another_schema_is_made_anew(cast: Cast) -> None:
    text = draft(cast)
    open_room(text, by=cast.member)
    Room.objects.filter(page=text.pk).update(schema=0)
    assert open_room(text, by=cast.member).epoch == 2


def test_a_client_id_is_given_back_to_its_own_person_and_epoch_alone(cast: Cast) -> None:
    room = open_room(draft(cast), by=cast.member)
    mine = client_for(room, cast.member)
    assert client_for(room, cast.member, former=mine) == mine
    assert client_for(room, cast.coordinator, former=mine) != mine
    assert client_for(room, cast.member, former=12345) != 12345
    room.epoch += 1
    assert client_for(room, cast.member, former=mine) != mine


def test_one_person_gets_so_many_client_ids_an_hour(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_ids, "MOST_AN_HOUR", 2)
    room = open_room(draft(cast), by=cast.member)
    first, _second = client_for(room, cast.member), client_for(room, cast.member)
    with pytest.raises(client_ids.TooMany):
        client_for(room, cast.member)
    assert client_for(room, cast.member, first) == first
    assert client_for(room, cast.coordinator)
    ClientId.objects.update(made_at=timezone.now() - timedelta(hours=2))
    assert client_for(room, cast.member)


def test_a_client_id_with_refused_words_is_not_given_back(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    append(pen.room.pk, pen.epoch + 1, pen.typed("x"))
    assert client_for(pen.room, cast.member, former=pen.client) == pen.client
    Update.objects.filter(refused=True).update(epoch=pen.epoch)
    assert client_for(pen.room, cast.member, former=pen.client) != pen.client


def test_a_room_is_open_as_long_as_the_last_process_said(cast: Cast) -> None:
    room = open_room(draft(cast), by=cast.member)
    now = timezone.now()
    assert not is_open(room)
    keep_open(room.pk, now + timedelta(seconds=20))
    keep_open(room.pk, now + timedelta(seconds=10))
    room.refresh_from_db()
    assert room.open_until == now + timedelta(seconds=20)
    assert is_open(room, now)
    assert not is_open(room, now + timedelta(seconds=21))
