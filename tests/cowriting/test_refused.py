"""Words that came too late can be read, put back or set aside, by those they concern."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.versions import name_version, restore
from contributions.changes import Fate
from contributions.models import ContributionPage
from cowriting.actions.set_aside import set_aside
from cowriting.actions.take_back import take_back
from cowriting.enums import Handling, Refusal
from cowriting.models import Room, Update
from cowriting.record import kept, refused
from cowriting.record.client_ids import writers_of
from cowriting.record.log import compact
from cowriting.record.refused import Refused, count_waiting, refused_words
from cowriting.record.saving import save_now
from groups.actions.memberships import end_membership, join
from groups.models import Membership
from kit.access import Refused as NotAllowed
from people.models import User
from tests.cast import Cast, draft, fresh

from .pens import Pen, words

pytestmark = pytest.mark.django_db


def room_of(text: ContributionPage) -> Room:
    return Room.objects.get(page=text.pk)


def told(text: ContributionPage, person: User) -> list[Refused]:
    return refused_words(room_of(text), User.objects.get(pk=person.pk))


def added(piece: Refused) -> str:
    """The words that a piece would have added."""
    runs = [run for change in piece.changes for field in change.fields for run in field.runs]
    return "".join(run.words for run in runs if run.sign == "+")


@pytest.fixture
def late(cast: Cast) -> ContributionPage:
    """A text in review into which its member went on typing."""
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Avant.")
    typed = pen.typed(" Trop tard.")
    open_review(text, by=cast.coordinator)
    pen.send(typed)
    return text


def test_their_author_and_the_coordination_read_them(cast: Cast, late: ContributionPage) -> None:
    for person in (cast.member, cast.coordinator):
        (piece,) = told(late, person)
        assert added(piece) == "Trop tard."
        assert [change.fate for change in piece.changes] == [Fate.CHANGED]
        assert (piece.author, piece.reason) == (cast.member, Refusal.MOMENT)
        assert piece.is_waiting
        assert count_waiting(room_of(late), person) == 1


def test_nobody_else_reads_them(cast: Cast, late: ContributionPage) -> None:
    person = User.objects.create_user("other@example.org", display_name="Autre")
    join(person, cast.health, by=cast.network)
    for reader in (person, cast.superuser, cast.moderator, cast.other_coordinator, cast.gone):
        assert told(late, reader) == []
        assert count_waiting(room_of(late), reader) == 0
    end_membership(Membership.objects.current().get(person=cast.member), by=cast.network)
    assert told(late, cast.member) == []


def test_one_connection_is_one_piece_of_writing(cast: Cast) -> None:
    """Newest first; the words of two people are never mixed."""
    text = draft(cast)
    pens = [Pen(text, cast.member), Pen(text, cast.coordinator)]
    typed = [pen.typed(f" De {pen.person}.") for pen in pens]
    open_review(text, by=cast.coordinator)
    for one, other in zip(*(entries[:5] for entries in typed), strict=True):
        pens[0].send([one, other])
    pieces = told(text, cast.coordinator)
    assert [added(piece) for piece in pieces] == ["De C", "De M"]
    assert [added(piece) for piece in told(text, cast.member)] == ["De M"]


def test_an_hour_of_silence_makes_two_pieces(cast: Cast, late: ContributionPage) -> None:
    rows = list(Update.objects.filter(refused=True).values_list("pk", flat=True))
    then = timezone.now() - timedelta(hours=2)
    Update.objects.filter(pk__in=rows[:5]).update(at=then)
    pieces = told(late, cast.member)
    assert [added(piece) for piece in pieces][::-1] == ["Trop", "tard."]


def test_they_go_back_into_the_text_once(cast: Cast, late: ContributionPage) -> None:
    recall(late, by=cast.coordinator)
    Pen(late, cast.coordinator).type("Méthode.", "approach")
    (piece,) = told(late, cast.member)
    assert take_back(late, by=cast.coordinator, key=piece.key)
    assert words(room_of(late)).endswith(" Avant. Trop tard.")
    assert words(room_of(late), "approach").endswith("Méthode.")
    assert not take_back(late, by=cast.member, key=piece.key)
    assert words(room_of(late)).count("Trop tard.") == 1
    (piece,) = told(late, cast.member)
    assert (piece.handling, piece.handled_by) == (Handling.PUT_BACK, cast.coordinator)


def test_they_stay_their_author_s_whoever_puts_them_back(
    cast: Cast, late: ContributionPage
) -> None:
    recall(late, by=cast.coordinator)
    (piece,) = told(late, cast.coordinator)
    take_back(late, by=cast.coordinator, key=piece.key)
    saved = save_now(late.pk)
    assert saved is not None and set(saved.authors) == {cast.member.pk}
    row = Update.objects.filter(refused=False).latest("pk")
    assert writers_of(room_of(late))[row.client] == cast.member.pk


def test_they_do_not_go_back_while_nobody_writes(cast: Cast, late: ContributionPage) -> None:
    (piece,) = told(late, cast.member)
    with pytest.raises(NotAllowed):
        take_back(late, by=cast.member, key=piece.key)
    assert told(late, cast.member)[0].is_waiting


def test_they_can_be_set_aside_once_read(cast: Cast, late: ContributionPage) -> None:
    (piece,) = told(late, cast.member)
    assert set_aside(late, by=cast.member, key=piece.key)
    assert not set_aside(late, by=cast.member, key=piece.key)
    (piece,) = told(late, cast.member)
    assert (piece.handling, piece.is_waiting) == (Handling.READ, False)
    assert count_waiting(room_of(late), cast.member) == 0
    recall(late, by=cast.coordinator)
    assert not take_back(late, by=cast.member, key=piece.key)


def test_who_may_not_read_them_acts_on_nothing(cast: Cast, late: ContributionPage) -> None:
    (piece,) = told(late, cast.member)
    recall(late, by=cast.coordinator)
    person = User.objects.create_user("other@example.org", display_name="Autre")
    join(person, cast.health, by=cast.network)
    for by in (person, cast.account, cast.superuser):
        for act in (take_back, set_aside):
            with pytest.raises(Http404):
                act(late, by=by, key=piece.key)
    with pytest.raises(Http404):
        take_back(late, by=cast.member, key=piece.key + 1)
    assert told(late, cast.member)[0].is_waiting


def test_words_of_a_former_epoch_go_back_too(cast: Cast) -> None:
    """Typed offline while somebody took an older version up again."""
    text = draft(cast)
    version = name_version(text, by=cast.member, label="une")
    pen = Pen(text, cast.member)
    typed = pen.typed(" Hors ligne.")
    restore(text, by=cast.coordinator, version=version)
    assert set(pen.send(typed).refused.values()) == {Refusal.EPOCH}
    (piece,) = told(text, cast.member)
    assert added(piece) == "Hors ligne."
    take_back(fresh(text), by=cast.member, key=piece.key)
    assert words(room_of(text)).endswith(" Hors ligne.")


def test_what_rests_on_other_refused_words_is_told_apart(cast: Cast) -> None:
    text = draft(cast)
    first, second = Pen(text, cast.member), Pen(text, cast.coordinator)
    typed = first.typed(" Un.")
    for entry in typed:
        second.doc.apply_update(entry.payload)
    more = second.typed(" Deux.")
    open_review(text, by=cast.coordinator)
    first.send(typed)
    second.send(more)
    assert [added(piece) for piece in told(text, cast.coordinator)] == ["Deux.", "Un."]


def test_compaction_hides_nothing_of_them(cast: Cast, late: ContributionPage) -> None:
    recall(late, by=cast.coordinator)
    Pen(late, cast.coordinator).type(" Ensuite.", "approach")
    save_now(late.pk)
    compact(room_of(late).pk)
    (piece,) = told(late, cast.member)
    assert added(piece) == "Trop tard."


def test_they_are_counted_without_being_read(cast: Cast, late: ContributionPage) -> None:
    room, person = room_of(late), User.objects.get(pk=cast.member.pk)
    with CaptureQueriesContext(connection) as queries:
        assert count_waiting(room, person) == 1
    assert not [query for query in queries if "payload" in query["sql"]]


def test_so_much_is_kept_of_one_person_and_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_UPDATES", 4)
    text = draft(cast)
    first, second = Pen(text, cast.member), Pen(text, cast.coordinator)
    open_review(text, by=cast.coordinator)
    assert not first.type("un").dropped
    appended = first.type("deux")
    assert (len(appended.ids), appended.dropped) == (2, {2, 3})
    assert not second.type("un").dropped
    monkeypatch.setattr(kept, "MOST_OCTETS", 1)
    assert second.type("x").dropped == {0}
    assert Update.objects.filter(refused=True).count() == 6


def test_what_waits_is_not_hidden_by_what_was_handled(
    cast: Cast, late: ContributionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refused, "_SHOWN", 1)
    (waiting,) = told(late, cast.member)
    Pen(late, cast.coordinator).type("Autre.")
    (newest,) = told(late, cast.coordinator)
    assert newest.key != waiting.key
    set_aside(late, by=cast.coordinator, key=newest.key)
    assert [piece.key for piece in told(late, cast.coordinator)] == [waiting.key]


def test_one_that_nobody_can_read_hides_no_other(cast: Cast) -> None:
    text = draft(cast)
    first, second = Pen(text, cast.member), Pen(text, cast.coordinator)
    typed = first.typed(" Un.")
    for entry in typed:
        second.doc.apply_update(entry.payload)
    more = second.typed(" Deux.")
    open_review(text, by=cast.coordinator)
    first.send(typed)
    second.send(more)
    first.send([replace(typed[0], client=9, payload=payload) for payload in (b"\xff", b"\x01")])
    pieces = told(text, cast.coordinator)
    assert [added(piece) for piece in pieces] == ["", "Deux.", "Un."]


def test_twenty_pieces_cost_what_two_cost(cast: Cast) -> None:
    text = draft(cast)
    pens = [Pen(text, cast.member) for _number in range(20)]
    open_review(text, by=cast.coordinator)
    costs = []
    for some in (pens[:2], pens[2:]):
        for pen in some:
            pen.type("x")
        person = User.objects.get(pk=cast.coordinator.pk)
        room = room_of(text)
        with CaptureQueriesContext(connection) as queries:
            pieces = refused_words(room, person)
        costs.append(len(queries))
    assert len(pieces) == 20
    assert costs[0] == costs[1]
