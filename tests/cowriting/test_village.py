"""Moments that people and servers rarely meet in, and that the machine once found."""

from __future__ import annotations

from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.models import ContributionPage
from cowriting.document.reading import root
from cowriting.models import Period, Room, Update
from cowriting.protocol import wire
from cowriting.protocol.lib0 import text
from cowriting.record.log import compact
from cowriting.record.refused import refused_words
from cowriting.record.replaying import replay
from cowriting.record.saving import save_now
from tests.cast import Cast, fresh

from . import crafted
from .stories import SUMMARY, arrived, came_to_rest, heard, refused_in, told
from .tabs import Tab
from .village import Process, Village


def test_nobody_wrote_together_before(cast: Cast) -> None:
    """Also has the suite's database made, which the others copy."""
    assert not Room.objects.exists()


@told
def test_what_left_the_log_before_a_process_saw_it_still_reaches_its_people(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """Another process took it into a period meanwhile."""
    here, there = Process(village, "a"), Process(village, "b")
    one = arrived(village, here, page, cast.member)
    other = arrived(village, there, page, cast.coordinator)
    village.hub.down = True
    other.type_at(SUMMARY, 0, "w0w")
    village.rest(0.001)
    village.play(other.hear())
    assert other.sure == {"w0w"}
    save_now(page.pk)
    compact(Room.objects.get(page=page).pk)
    assert Period.objects.filter(room__page=page).exists()
    assert not Update.objects.filter(room__page=page).exists()
    heard(village, one, seconds=1.0)
    assert "w0w" in one.words()


@told
def test_words_that_rest_on_refused_ones_lock_nobody_out(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """They were typed after the refused ones, before their page began again; they can be
    read among the refused ones, and their writer writes on."""
    process = Process(village, "a")
    tab = arrived(village, process, page, cast.member)
    open_review(page, by=cast.coordinator)
    tab.type_at(SUMMARY, 0, "w0w")
    village.rest(0.1)
    village.play(tab.hear())
    assert tab.told | tab.sure == {"w0w"}
    tab.type_at(SUMMARY, 1, "w1w")
    recall(page, by=cast.coordinator)
    for _turn in range(8):
        heard(village, tab, seconds=0.5)
        tab.join(process)
    assert tab.is_still
    assert not tab.ended
    room = Room.objects.get(page=page)
    payloads = [bytes(row.payload) for row in Update.objects.filter(room=room, refused=True)]
    assert any(b"w1w" in payload for payload in payloads)
    assert refused_words(room, cast.member)
    tab.type_at(SUMMARY, 0, "w2w")
    heard(village, tab)
    save_now(page.pk)
    summary = fresh(page).get_latest_revision_as_object().summary
    assert "w2w" in summary
    assert "w0w" not in summary


@told
def test_refused_words_stay_out_when_their_writer_writes_again(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """A page that missed its refusal brings them back with new ones: in the text, they would
    double what somebody put back meanwhile."""
    process = Process(village, "a")
    tab = arrived(village, process, page, cast.member)
    open_review(page, by=cast.coordinator)
    tab.type_at(SUMMARY, 0, "w0w")
    village.rest(0.3)
    tab.cut(losing=True)
    assert b"w0w" in refused_in(page)
    recall(page, by=cast.coordinator)
    tab.type_at(("page", "approach"), 0, "w1w")
    came_to_rest(village, process, tab)
    save_now(page.pk)
    latest = fresh(page).get_latest_revision_as_object()
    assert "w0w" not in latest.summary
    assert "w1w" in latest.approach or b"w1w" in refused_in(page)
    assert tab.sure | tab.told == {"w0w", "w1w"}


def _beside_words_that_die_with_the_server(
    village: Village, process: Process, one: Tab, other: Tab
) -> None:
    """`other` types behind words of `one` that never became durable, and loads again."""
    one.type_at(SUMMARY, 0, "w0w")
    village.rest(0.05)
    one.type_at(SUMMARY, 0, "w1w")
    village.rest(0.01)
    village.play(other.hear())
    other.type_at(SUMMARY, 1, "w2w")
    process.kill()
    process.start()
    one.cut(losing=True)
    other.reload()


def _are_read_again_when_nobody_has_what_they_rest_on(
    cast: Cast, village: Village, page: ContributionPage, *, in_parts: bool
) -> None:
    """Their writer writes on, and finds them among the refused."""
    process = Process(village, "a")
    one = arrived(village, process, page, cast.member)
    other = arrived(village, process, page, cast.coordinator)
    _beside_words_that_die_with_the_server(village, process, one, other)
    other.in_parts = in_parts
    other.join(process)
    came_to_rest(village, process, other)
    assert b"w2w" in refused_in(page)
    assert other.sure | other.told == {"w2w"}
    other.type_at(SUMMARY, 0, "w3w")
    heard(village, other)
    assert "w3w" in other.sure


@told
def test_words_beside_a_colleagues_lost_ones_can_be_read_again(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    _are_read_again_when_nobody_has_what_they_rest_on(cast, village, page, in_parts=False)


@told
def test_words_said_in_parts_beside_a_colleagues_lost_ones_can_be_read_again(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    _are_read_again_when_nobody_has_what_they_rest_on(cast, village, page, in_parts=True)


@told
def test_words_that_come_again_in_parts_are_among_the_refused_once(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """Their page did not hear that they were refused."""
    process = Process(village, "a")
    one = arrived(village, process, page, cast.member)
    other = arrived(village, process, page, cast.coordinator)
    _beside_words_that_die_with_the_server(village, process, one, other)
    other.in_parts = True
    other.join(process)
    while not refused_in(page):
        village.play(other.hear())
        village.rest(0.5)
    assert not other.told | other.sure
    other.cut(losing=True)
    other.join(process)
    came_to_rest(village, process, other)
    assert other.sure | other.told == {"w2w"}
    assert refused_in(page).count(b"w2w") == 1


@told
def test_words_beside_a_colleagues_wait_for_that_colleague(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """Who reloads after a crash may be back before the one whose words theirs rest on."""
    process = Process(village, "a")
    one = arrived(village, process, page, cast.member)
    other = arrived(village, process, page, cast.coordinator)
    _beside_words_that_die_with_the_server(village, process, one, other)
    _come_back_one_after_the_other(village, process, page, other, one)


@told
def test_words_said_in_parts_beside_a_colleagues_wait_for_that_colleague(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    process = Process(village, "a")
    one = arrived(village, process, page, cast.member)
    other = arrived(village, process, page, cast.coordinator)
    _beside_words_that_die_with_the_server(village, process, one, other)
    other.in_parts = True
    _come_back_one_after_the_other(village, process, page, other, one)


def _come_back_one_after_the_other(
    village: Village, process: Process, page: ContributionPage, first: Tab, second: Tab
) -> None:
    """And everything is in the text."""
    first.join(process)
    heard(village, first, seconds=0.2)
    second.join(process)
    came_to_rest(village, process, first, second)
    assert not refused_in(page)
    for word in ("w0w", "w1w", "w2w"):
        assert first.words().count(word) == second.words().count(word) == 1


@told
def test_a_reader_who_is_back_first_takes_no_word_from_its_writer(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """Their page says again what it heard, which they may not write: its writer may."""
    process = Process(village, "a")
    writer = arrived(village, process, page, cast.member)
    reader = arrived(village, process, page, cast.superuser)
    writer.type_at(SUMMARY, 0, "w0w")
    village.rest(0.05)
    writer.type_at(SUMMARY, 0, "w1w")
    village.rest(0.01)
    village.play(reader.hear())
    assert "w1w" in reader.words()
    process.kill()
    process.start()
    writer.cut(losing=True)
    reader.cut(losing=True)
    reader.join(process)
    came_to_rest(village, process, reader)
    writer.join(process)
    came_to_rest(village, process, writer, reader)
    assert not refused_in(page)
    for word in ("w0w", "w1w"):
        assert writer.words().count(word) == reader.words().count(word) == 1
    assert writer.sure == {"w0w", "w1w"}


@told
def test_an_answer_that_cuts_a_letter_in_two_is_in_the_log_or_nowhere(
    cast: Cast, village: Village, page: ContributionPage
) -> None:
    """No page of ours says so; the parser's own words for it are stranger than what may come."""
    process = Process(village, "a")
    hostile = arrived(village, process, page, cast.member)
    own = hostile.client or 0
    hostile.type_at(SUMMARY, 0, "w0w")
    heard(village, hostile)
    assert "w0w" in hostile.sure
    written = len(" w0w ")
    smile = crafted.after((own, written - 1), crafted.STRING, text("😀"))
    half = crafted.update({own: (written, [smile])}, {own: [(written + 1, 1)]})
    village.play(hostile.send(wire.step2(half)))
    heard(village, hostile)
    came_to_rest(village, process, hostile)
    honest = arrived(village, process, page, cast.coordinator)
    honest.type_at(SUMMARY, 0, "w1w")
    heard(village, honest)
    assert "w1w" in honest.sure
    assert "w1w" in str(root(replay(Room.objects.get(page=page))[0], "page")["summary"])
