"""The log of a finished edition is forgotten in time; the one in progress never."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.versions import name_version, restore
from contributions.models import ContributionPage, ContributionRecord
from cowriting.models import ClientId, Period, Room, SentPart, Update
from cowriting.record.log import compact
from cowriting.record.opening import open_room
from cowriting.record.retention import KEPT_FOR, purge
from cowriting.record.saving import save_now
from kit.personal_data import holdings
from people.models import User
from tests.cast import Cast, draft, fresh

from .pens import Pen, words

pytestmark = pytest.mark.django_db

LATER = KEPT_FOR + timedelta(days=1)


def written(cast: Cast) -> ContributionPage:
    """A draft written together, in part compacted, a hundred days ago."""
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Un.")
    save_now(text.pk)
    compact(pen.room.pk)
    pen.type(" Deux.")
    save_now(text.pk)
    return text


def rest(text: ContributionPage) -> None:
    """As a text is that was published and is not being written."""
    ContributionRecord.objects.filter(page=text.pk).update(edition_opened_at=None)


def rows() -> int:
    return Update.objects.count() + Period.objects.count() + ClientId.objects.count()


def test_the_edition_in_progress_is_kept_however_old(cast: Cast) -> None:
    text = written(cast)
    before = rows()
    assert purge(timezone.now() + timedelta(days=900)) == 0
    assert rows() == before
    assert words(Room.objects.get(page=text.pk)).endswith(" Un. Deux.")


def test_a_finished_edition_is_forgotten_after_ninety_days(cast: Cast) -> None:
    text = written(cast)
    rest(text)
    assert purge(timezone.now() + KEPT_FOR - timedelta(days=1)) == 0
    assert purge(timezone.now() + LATER) > 0
    assert rows() == 0
    assert purge(timezone.now() + LATER) == 0
    assert fresh(text).summary.endswith(" Un. Deux.")


def test_whoever_opens_after_that_finds_the_words_of_the_page(cast: Cast) -> None:
    text = written(cast)
    rest(text)
    purge(timezone.now() + LATER)
    assert save_now(text.pk) is None
    room = open_room(fresh(text), by=cast.member)
    assert (room.epoch, room.ended_at) == (2, None)
    assert words(room).endswith(" Un. Deux.")


def test_a_new_edition_after_that_begins_from_the_page(cast: Cast) -> None:
    text = written(cast)
    rest(text)
    purge(timezone.now() + LATER)
    ContributionPage.objects.filter(pk=text.pk).update(live=True)
    open_edition(fresh(text), by=cast.coordinator)
    room = Room.objects.get(page=text.pk)
    assert (room.epoch, room.ended_at) == (2, None)
    assert not Pen(fresh(text), cast.member).type(" Suite.").refused
    assert words(room).endswith(" Un. Deux. Suite.")


def test_former_epochs_of_this_edition_are_kept(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.member, label="une")
    Pen(text, cast.member).type(" Un.")
    restore(text, by=cast.member, version=version)
    before = rows()
    assert purge(timezone.now() + LATER) == 0
    assert rows() == before


def test_former_epochs_of_another_edition_are_not(cast: Cast) -> None:
    text = written(cast)
    rest(text)
    ContributionPage.objects.filter(pk=text.pk).update(live=True)
    open_edition(fresh(text), by=cast.coordinator)
    Pen(fresh(text), cast.member).type(" Suite.")
    assert purge(timezone.now() + LATER) > 0
    assert set(Update.objects.values_list("epoch", flat=True)) == {2}
    assert not Period.objects.filter(epoch=1).exists()
    assert words(Room.objects.get(page=text.pk)).endswith(" Un. Deux. Suite.")


def test_a_room_that_somebody_reads_in_waits(cast: Cast) -> None:
    text = written(cast)
    rest(text)
    now = timezone.now() + LATER
    Room.objects.update(open_until=now + timedelta(seconds=9))
    assert purge(now) == 0
    assert rows() > 0


def test_refused_words_that_were_handled_are_forgotten_in_the_same_time(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    open_review(text, by=cast.coordinator)
    pen.type("ab")
    kept = Update.objects.filter(refused=True)
    assert purge(timezone.now() + LATER) == 0
    kept.update(handled="read", handled_at=timezone.now())
    assert purge(timezone.now() + LATER) == 2
    assert not kept.exists()


def test_a_person_reads_what_is_held_of_their_typing(cast: Cast) -> None:
    text = written(cast)
    pen = Pen(text, cast.member)
    open_review(text, by=cast.coordinator)
    pen.type("Trop tard.")
    mine = {holding.name: list(holding.collect(cast.member)) for holding in holdings}
    typed = mine["cowriting.typed"]
    assert {row["contribution"] for row in typed} == {text.title}
    assert sum(row["octets écrits"] for row in typed) > 0
    (refused,) = mine["cowriting.refused"]
    assert refused["modifications"] == len("Trop tard.")
    nobody = User.objects.get(pk=cast.account.pk)
    for holding in holdings:
        if holding.name.startswith("cowriting."):
            assert list(holding.collect(nobody)) == []


def test_a_person_reads_what_their_plain_forms_said_until_it_is_forgotten(cast: Cast) -> None:
    text = draft(cast)
    value = {"text": "<p>Des <b>mots</b>.</p>", "audiences": [{"value": "Jeunes", "id": "x"}]}
    SentPart.objects.create(key=uuid4(), person=cast.member, page=text, value=value)
    (held,) = (holding for holding in holdings if holding.name == "cowriting.sent")
    (row,) = held.collect(cast.member)
    assert row["ce qui y était écrit"] == "Des mots. · Jeunes"
    assert held.purge(timezone.now() + LATER) == 1
    assert not SentPart.objects.exists()
