"""What is in the log is durable, in order, and written by who could write at that moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pycrdt import Doc, Text

from contributions.actions.open_review import open_review
from contributions.actions.trash import trash
from cowriting.document.conversion import words_of
from cowriting.enums import Refusal
from cowriting.models import Period, Room, Update
from cowriting.record import compacting
from cowriting.record.compacting import SnapshotDiffers, compact
from cowriting.record.log import append, since
from cowriting.record.opening import open_room
from cowriting.record.replaying import holds_back, merged, replay, steps_of
from cowriting.record.saving import save_now
from groups.actions.memberships import end_membership, join
from groups.models import Membership
from people.actions.end_sessions import end_sessions
from people.models import User
from tests.cast import Cast, draft, fresh

from .pens import Pen, adding, cutting, words

pytestmark = pytest.mark.django_db


def leave(person: User, cast: Cast) -> None:
    end_membership(Membership.objects.current().get(person=person), by=cast.network)


def document_of(room: Room) -> Doc:
    """Made from all that is kept of the writing, without the snapshot."""
    doc: Doc = Doc()
    for step in steps_of(room):
        doc.apply_update(step.payload)
    return doc


def said(room: Room, doc: Doc) -> dict[str, object]:
    room.refresh_from_db()
    return words_of(doc, room.base_body)


# -- Appending ---------------------------------------------------------------------------


def test_what_is_appended_is_in_the_document_of_whoever_replays(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    appended = pen.type(" Écrit à la main.")
    assert list(appended.ids) == sorted(appended.ids)
    assert not appended.refused
    assert words(pen.room).endswith(" Écrit à la main.")
    assert [row.pk for row in since(pen.room.pk, appended.ids[0])] == list(appended.ids[1:])


def test_a_removed_member_writes_nothing_more(cast: Cast) -> None:
    text = draft(cast)
    pen, other = Pen(text, cast.member), Pen(text, cast.coordinator)
    frames = pen.typed(" Permis.")
    late = pen.typed(" Trop tard.")
    pen.send(frames)
    leave(cast.member, cast)
    batch = other.typed("Bonjour.", "approach")
    appended = append(pen.room.pk, pen.epoch, [*late, *batch])
    assert appended.refused == dict.fromkeys(range(len(late)), Refusal.RIGHTS)
    assert words(pen.room).endswith(" Permis.")
    assert words(pen.room, "approach").endswith("Bonjour.")
    rows = Update.objects.filter(refused=True)
    assert {(row.person, row.reason) for row in rows} == {(cast.member, "rights")}
    assert [row.pk for row in since(pen.room.pk, appended.ids[0])] == list(
        appended.ids[len(late) :]
    )


def test_who_writes_for_an_associated_group_writes(cast: Cast) -> None:
    text = draft(cast)
    text.record.associated_groups.add(cast.housing)
    pen = Pen(text, cast.associated_member)
    assert not pen.type("Avec vous.").refused
    text.record.associated_groups.remove(cast.housing)
    assert set(pen.type("Plus.").refused.values()) == {Refusal.RIGHTS}


def test_an_outsider_or_superuser_writes_nothing(cast: Cast) -> None:
    text = draft(cast)
    for person in (cast.superuser, cast.moderator, cast.account, cast.gone, cast.other_member):
        pen = Pen(text, person)
        assert set(pen.type("x").refused.values()) == {Refusal.RIGHTS}


def test_a_closed_account_writes_nothing(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    assert set(pen.type("x").refused.values()) == {Refusal.RIGHTS}


@pytest.mark.parametrize("way_out", ["review", "trash"])
def test_nobody_writes_in_a_text_that_left_drafting(cast: Cast, way_out: str) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    (open_review if way_out == "review" else trash)(text, by=cast.coordinator)
    assert set(pen.type("x").refused.values()) == {Refusal.MOMENT}


def test_what_belongs_to_another_epoch_is_kept_apart(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    entries = pen.typed("x")
    assert append(pen.room.pk, pen.epoch + 1, entries).refused == {0: Refusal.EPOCH}
    assert Update.objects.get(refused=True).epoch == pen.epoch + 1
    assert not words(pen.room).endswith("x")


def test_a_session_that_ended_writes_nothing(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.member, backend="people.backends.DoorBackend")
    key = client.session.session_key
    assert key is not None
    pen = Pen(draft(cast), cast.member)
    assert not pen.send(pen.typed("Oui.", session_key=key)).refused
    stolen = Pen(pen.room, cast.coordinator)
    refused = stolen.send(stolen.typed("Non.", session_key=key)).refused
    assert set(refused.values()) == {Refusal.SESSION}
    end_sessions(User.objects.get(pk=cast.member.pk))
    assert SessionStore().exists(key)
    refused = pen.send(pen.typed("Non plus.", session_key=key)).refused
    assert set(refused.values()) == {Refusal.SESSION}


def test_appending_to_a_deleted_text_says_so(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    entries = pen.typed("x")
    text.delete()
    with pytest.raises(Room.DoesNotExist):
        pen.send(entries)


def test_an_append_costs_the_same_for_two_writers_and_for_twenty(cast: Cast) -> None:
    text = draft(cast)
    people = [cast.member, cast.coordinator]
    for number in range(18):
        person = User.objects.create_user(f"m{number}@example.org", display_name=f"M{number}")
        join(person, cast.health, by=cast.network)
        people.append(person)
    pens = [Pen(text, person) for person in people]
    costs = []
    for some in (pens[:2], pens):
        batch = [entry for pen in some for entry in pen.typed("ab")]
        with CaptureQueriesContext(connection) as queries:
            append(pens[0].room.pk, pens[0].epoch, batch)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8


# -- Compacting --------------------------------------------------------------------------


def test_compacting_changes_no_word_and_replays_the_same(cast: Cast) -> None:
    text = draft(cast)
    pens = [Pen(text, cast.member), Pen(text, cast.coordinator)]
    for pen in pens:
        pen.type(f" Par {pen.person}.")
    save_now(text.pk)
    room = pens[0].room
    before = said(room, replay(room)[0])
    rows = Update.objects.filter(room=room).count()
    assert compact(room.pk) == rows
    assert not Update.objects.filter(room=room).exists()
    room.refresh_from_db()
    assert said(room, replay(room)[0]) == said(room, document_of(room)) == before
    period = Period.objects.get(room=room)
    assert period.octets == {
        str(pen.person.pk): len(f" Par {pen.person}.".encode()) for pen in pens
    }
    assert compact(room.pk) == 0


def test_writing_goes_on_after_a_compaction(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    pen.type(" Un.")
    save_now(pen.room.page_id)
    compact(pen.room.pk)
    pen.type(" Deux.")
    assert words(pen.room).endswith(" Un. Deux.")
    save_now(pen.room.page_id)
    compact(pen.room.pk)
    assert words(pen.room).endswith(" Un. Deux.")
    assert said(pen.room, document_of(pen.room)) == said(pen.room, replay(pen.room)[0])


def test_what_no_revision_holds_yet_keeps_its_authors(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    count = len(pen.type(" Pas encore.").ids)
    compact(pen.room.pk)
    assert Update.objects.filter(room=pen.room, person=cast.member).count() == count
    pen.room.refresh_from_db()
    assert replay(pen.room)[1] == pen.room.snapshot_seq
    saved = save_now(pen.room.page_id)
    assert saved is not None and set(saved.authors) == {cast.member.pk}


def test_what_waits_for_missing_words_is_not_dropped(cast: Cast) -> None:
    """The middle of three frames comes after a compaction."""
    pen = Pen(draft(cast), cast.member)
    first, middle, last = pen.typed("abc")
    pen.send([first, last])
    compact(pen.room.pk)
    pen.send([middle])
    assert words(pen.room).endswith("abc")


def test_a_deletion_that_waits_for_its_words_is_not_dropped(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    (typed,) = pen.change(adding("abc"))
    (erased,) = pen.change(cutting())
    pen.send([erased])
    compact(pen.room.pk)
    pen.send([typed])
    assert words(pen.room) == ""


def test_refused_rows_are_neither_replayed_nor_compacted(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    pen.type(" Oui.")
    append(pen.room.pk, pen.epoch + 1, pen.typed(" Non."))
    save_now(pen.room.page_id)
    compact(pen.room.pk)
    assert Update.objects.filter(refused=True).count() == len(" Non.")
    assert words(pen.room).endswith(" Oui.")


def test_a_snapshot_that_says_other_words_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen = Pen(draft(cast), cast.member)
    pen.type(" Des mots.")
    save_now(pen.room.page_id)
    answers = iter([{"title": "un"}, {"title": "autre"}])
    monkeypatch.setattr(compacting, "words_of", lambda doc, base: next(answers))
    rows = Update.objects.count()
    with pytest.raises(SnapshotDiffers):
        compact(pen.room.pk)
    assert Update.objects.count() == rows
    assert words(pen.room).endswith(" Des mots.")


def test_periods_hold_an_hour_then_a_day(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    now = timezone.now().replace(hour=12, minute=0)
    hours = [now - timedelta(days=20), now - timedelta(days=20, hours=-1), now - timedelta(days=1)]
    for number, at in enumerate(hours):
        ids = pen.type(f" {number}").ids
        Update.objects.filter(pk__in=ids).update(at=at + timedelta(minutes=number))
    Update.objects.filter(room=pen.room, person=None).update(at=hours[0])
    save_now(pen.room.page_id)
    compact(pen.room.pk)
    periods = list(Period.objects.filter(room=pen.room))
    assert [period.began_at.date() for period in periods] == [hours[0].date(), hours[2].date()]
    assert sum(period.octets[str(cast.member.pk)] for period in periods) == 6
    assert said(pen.room, document_of(pen.room))["summary"].endswith(" 0 1 2")


def test_a_long_log_is_compacted_by_who_saves(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cowriting.record.saving.MANY", 10)
    pen = Pen(draft(cast), cast.member)
    pen.type(" Onze lettres et plus.")
    assert save_now(pen.room.page_id) is not None
    pen.room.refresh_from_db()
    assert pen.room.snapshot_seq == pen.room.saved_seq
    assert not Update.objects.filter(room=pen.room).exists()


def test_replaying_costs_one_query_however_long_the_log(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    pen.type("ab" * 20)
    pen.room.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        replay(pen.room)
    assert len(queries) == 1


# -- Updates -----------------------------------------------------------------------------


def typed_by(client: int, count: int) -> list[bytes]:
    doc: Doc = Doc(client_id=client)
    found: list[bytes] = []
    watched = doc.observe(lambda event: found.append(event.update))
    text = doc.get("t", type=Text)
    for _letter in range(count):
        text += "a"
    doc.unobserve(watched)
    return found


def test_many_updates_merge_to_the_same_document() -> None:
    updates = typed_by(7, 2000)
    one: Doc = Doc()
    one.apply_update(merged(updates))
    assert str(one.get("t", type=Text)) == "a" * 2000
    assert merged([]) == b"\x00\x00"


def test_what_rests_on_missing_words_is_seen() -> None:
    updates = typed_by(7, 3)
    for missing in ([], [0], [1], [2]):
        have = [update for place, update in enumerate(updates) if place not in missing]
        doc: Doc = Doc()
        doc.apply_update(merged(have))
        assert holds_back(doc, merged(have)) is (missing in ([0], [1]))


def test_opening_does_not_read_what_is_in_the_snapshot(cast: Cast) -> None:
    pen = Pen(draft(cast), cast.member)
    pen.type("abc")
    save_now(pen.room.page_id)
    compact(pen.room.pk)
    Period.objects.filter(room=pen.room).update(payload=b"\xff")
    assert words(open_room(fresh(pen.room.page), by=cast.member)).endswith("abc")
