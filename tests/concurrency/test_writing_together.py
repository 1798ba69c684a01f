"""Writing together in two processes at once: seeded once, nothing lost, nothing frozen late."""

from __future__ import annotations

import pytest
from pycrdt import Doc

from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.models import ContributionPage
from cowriting.document.conversion import words_of
from cowriting.models import Room, Update
from cowriting.record.base import latest_words, same_words
from cowriting.record.opening import open_room
from cowriting.record.refused import refused_words
from cowriting.record.replaying import replay, steps_of
from cowriting.record.saving import save_now
from discussion.actions.suggest import suggest
from groups.actions.memberships import end_membership, join
from groups.models import Membership
from people.models import User
from tests.cast import Cast, draft, fresh
from tests.cowriting.pens import Pen, words

from .conftest import ROUNDS, Arena

pytestmark = pytest.mark.slow

#: A round that meets does so at once: the locks are taken in the first milliseconds.
FEW = min(ROUNDS, 20)


def order(action: str, text: ContributionPage, by: User, **more: object) -> dict[str, object]:
    return {"action": action, "target": text.pk, "by": by.pk, "more": more}


def test_two_who_open_one_after_the_other_share_a_document(cast: Cast) -> None:
    """The same in one process: what the second one gets."""
    text = draft(cast, "L'un puis l'autre")
    first, second = (open_room(text, by=person) for person in (cast.member, cast.coordinator))
    assert replay(first)[0].get_update() == replay(second)[0].get_update()


def test_two_who_open_at_once_seed_once(arena: Arena) -> None:
    cast = arena.cast
    for number in range(FEW):
        text = draft(cast, f"Deux ouvrent {number}")
        ends = arena.duelists.duel(
            order("open_room", text, cast.member), order("open_room", text, cast.coordinator)
        )
        assert ends == ["done", "done"]
        room = Room.objects.get(page=text.pk)
        assert (room.epoch, Update.objects.filter(room=room).count()) == (1, 1)
        assert same_words(words_of(replay(room)[0], room.base_body), latest_words(fresh(text)))


def test_two_who_type_at_once_both_are_in_the_log(arena: Arena) -> None:
    cast = arena.cast
    text = draft(cast, "Deux tapent")
    room = open_room(text, by=cast.member)
    for _round in range(FEW):
        ends = arena.duelists.duel(
            order("type", text, cast.member, letters="mm"),
            order("type", text, cast.coordinator, letters="cc"),
        )
        assert ends == ["done", "done"]
    said = words(room)
    assert (said.count("mm"), said.count("cc")) == (FEW, FEW)


def test_what_came_before_the_review_is_in_its_version_and_nothing_else(arena: Arena) -> None:
    """Every round, the words are in the frozen version, or refused and kept: never both."""
    cast = arena.cast
    text = draft(cast, "Taper et figer")
    room = open_room(text, by=cast.member)
    for number in range(FEW):
        mark = f"[{number}]"
        ends = arena.duelists.duel(
            order("type", text, cast.member, letters=mark),
            order("open_review", text, cast.coordinator),
        )
        assert ends == ["done", "done"]
        version = fresh(text).record.reviewed_version
        assert version is not None
        rows = Update.objects.filter(room=room).order_by("-pk")[: len(mark)]
        refused = {row.refused for row in rows}
        assert len(refused) == 1
        assert (mark in version.revision.content["summary"]) is not refused.pop()
        assert fresh(text).latest_revision_id == version.revision_id
        assert save_now(text.pk) is None
        recall(text, by=cast.coordinator)


def test_who_is_removed_at_that_moment_writes_before_or_not_at_all(arena: Arena) -> None:
    cast = arena.cast
    text = draft(cast, "Taper et partir")
    room = open_room(text, by=cast.coordinator)
    for number in range(FEW):
        row = join(cast.account, cast.health, by=cast.network)
        mark = f"[{number}]"
        ends = arena.duelists.duel(
            order("type", text, cast.account, letters=mark),
            {"action": "leave", "target": row.pk, "by": cast.network.pk},
        )
        assert ends == ["done", "done"]
        refused = {row.refused for row in Update.objects.filter(room=room).order_by("-pk")[:3]}
        assert (mark in words(room)) is not refused.pop()
        assert not refused
        for left in Membership.objects.current().filter(person=cast.account):
            end_membership(left, by=cast.network)


@pytest.mark.parametrize("other", ["save", "write", "save_room", "compact", "type"])
def test_saving_meets_whatever_happens_and_keeps_every_word(arena: Arena, other: str) -> None:
    """The editor's form, an import, another saver, a compaction, somebody who types."""
    cast = arena.cast
    text = draft(cast, f"Enregistrer et {other}")
    pen = Pen(text, cast.member)
    for number in range(FEW):
        pen.type(f"[{number}]", "approach")
        ends = arena.duelists.duel(
            order("save_room", text, cast.member), order(other, text, cast.coordinator)
        )
        # What was read before the others' words came would take them away: it is refused.
        assert ends[1] == "done" or (other, ends[1]) == ("save", "refused")
        assert ends[0] == "done"
        save_now(text.pk)
        room = Room.objects.get(page=text.pk)
        assert same_words(room.base_body, latest_words(fresh(text)))
        assert same_words(words_of(replay(room)[0], room.base_body), room.base_body)
    approach = fresh(text).approach
    assert all(approach.count(f"[{number}]") == 1 for number in range(FEW))
    whole: Doc = Doc()
    for step in steps_of(room):
        whole.apply_update(step.payload)
    assert same_words(words_of(whole, room.base_body), room.base_body)


def test_words_put_back_by_two_at_once_are_put_back_once(arena: Arena) -> None:
    cast = arena.cast
    for number in range(min(FEW, 8)):
        text = draft(cast, f"Deux remettent {number}")
        pen = Pen(text, cast.member)
        typed = pen.typed(" Trop tard.")
        open_review(text, by=cast.coordinator)
        pen.send(typed)
        recall(text, by=cast.coordinator)
        (piece,) = refused_words(pen.room, User.objects.get(pk=cast.member.pk))
        ends = arena.duelists.duel(
            order("take_back", text, cast.member, key=piece.key),
            order("take_back", text, cast.coordinator, key=piece.key),
        )
        assert sorted(ends) == ["done", "refused"]
        assert words(pen.room).count("Trop tard.") == 1


def test_a_suggestion_accepted_by_two_at_once_is_in_the_text_once(arena: Arena) -> None:
    """And two suggestions on one line, accepted at once while a third person types."""
    cast = arena.cast
    for number in range(min(FEW, 3)):
        text = draft(cast, f"Deux acceptent {number}")
        pen = Pen(text, cast.member)
        one, two = (
            suggest(
                text, by=cast.member, quote=quote, replacement=f"{quote} [{quote}]", block_id="page"
            )
            for quote in ("visibles", "inégalités")
        )
        ends = arena.duelists.duel(
            order("accept_words", text, cast.member, remark=one.pk),
            order("accept_words", text, cast.coordinator, remark=one.pk),
        )
        assert ends == ["done", "done"]
        pen.type(" Fin.")
        ends = arena.duelists.duel(
            order("accept_words", text, cast.coordinator, remark=two.pk),
            order("type", text, cast.member, letters="!"),
        )
        assert ends == ["done", "done"]
        said = words(pen.room)
        assert (said.count("[visibles]"), said.count("[inégalités]")) == (1, 1)
        assert said.endswith(" Fin.!")
