"""What is durable is in the version that is frozen, whichever process freezes it."""

from __future__ import annotations

import pytest

from contributions.actions.close_review import close_review
from contributions.actions.copy_text import copy_text
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.trash import bring_back, trash
from contributions.actions.validate import validate
from contributions.actions.versions import name_version
from contributions.completeness import Incomplete
from contributions.freezing import content_hash
from contributions.settling import settle
from cowriting.models import Update
from tests.cast import Cast, draft, fresh

from .pens import Pen, cutting, words

pytestmark = pytest.mark.django_db


def test_the_version_under_review_holds_the_last_acknowledged_word(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Le dernier mot.")
    late = pen.typed(" Trop tard.")
    version = open_review(text, by=cast.coordinator)
    assert version.revision.content["summary"].endswith(" Le dernier mot.")
    assert version.revision == fresh(text).latest_revision
    assert content_hash(version.revision) == version.content_hash
    assert set(pen.send(late).refused.values()) == {"moment"}
    assert Update.objects.filter(refused=True).count() == len(late)
    assert words(pen.room).endswith(" Le dernier mot.")


def test_what_is_published_is_what_was_frozen(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Le dernier mot.")
    version = open_review(text, by=cast.coordinator)
    pen.type(" Trop tard.")
    close_review(text, by=cast.coordinator)
    validate(text, by=cast.moderator)
    publish(text, by=cast.moderator)
    page = fresh(text)
    assert (page.live_revision, page.summary) == (
        version.revision, version.revision.content["summary"],
    )  # fmt: skip
    assert page.summary.endswith(" Le dernier mot.")


def test_what_is_asked_before_the_review_is_asked_of_what_was_written(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.send(pen.change(cutting()))
    with pytest.raises(Incomplete):
        open_review(text, by=cast.coordinator)


def test_a_named_version_holds_the_last_acknowledged_word(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type(" Le dernier mot.")
    version = name_version(text, by=cast.coordinator, label="une")
    assert version.revision.content["summary"].endswith(" Le dernier mot.")


def test_a_copy_holds_the_last_acknowledged_word(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type(" Le dernier mot.")
    copy = copy_text(text, by=cast.member, group=cast.health)
    assert copy.summary.endswith(" Le dernier mot.")


def test_a_text_out_of_the_trash_has_every_word(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Avant.")
    trash(text, by=cast.member)
    assert fresh(text).summary.endswith(" Avant.")
    assert pen.type(" Pendant.").refused
    bring_back(text, by=cast.member)
    assert not Pen(text, cast.member).type(" Après.").refused
    assert words(pen.room).endswith(" Avant. Après.")


def test_settling_gives_the_page_its_latest_revision_and_keeps_its_record(cast: Cast) -> None:
    text = draft(cast)
    record = text.record
    Pen(text, cast.member).type(" Mot.")
    settle(text)
    assert text.summary.endswith(" Mot.")
    assert text.record is record
    assert text.latest_revision == fresh(text).latest_revision


def test_freezing_without_a_room_costs_no_revision(cast: Cast) -> None:
    text = draft(cast)
    count = text.revisions.count()
    name_version(text, by=cast.member, label="une")
    assert text.revisions.count() == count
