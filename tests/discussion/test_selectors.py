"""Lists of remarks: which, in what order, at what cost, and what they tell whom."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.recall import recall
from contributions.models import ContributionPage
from discussion.actions.answer import answer
from discussion.actions.endorse import endorse
from discussion.actions.settle import settle
from discussion.anchors import Fate, words_by_block
from discussion.beside import beside
from discussion.drafts import draft_words
from discussion.models import Remark
from discussion.selectors import (
    ANSWERS_IN_A_LIST,
    MARKS_AT_MOST,
    PER_PAGE,
    counts_by_block,
    marks_of,
    people_to_name,
    thread_of,
    threads_of,
)
from people.models import User
from tests.cast import Cast, fresh, text_in

from .helpers import PASSAGE, again, block_with, remark_on, without

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(cast: Cast) -> ContributionPage:
    return text_in(cast, "drafting")


def many(text: ContributionPage, by: User, count: int) -> list[Remark]:
    """So many remarks on the same passage, without telling anyone."""
    kind = ContentType.objects.get_for_model(text)
    first = remark_on(text, by, "La première.")
    kept = {name: getattr(first, name) for name in
            ("block_id", "block_name", "field", "quote", "prefix", "suffix", "said", "start")}  # fmt: skip
    made = [first]
    for number in range(1, count):
        row = Remark(
            content_type=kind, object_pk=str(text.pk), site_id=settings.SITE_ID, user=by,
            comment=f"Remarque {number}.", record=text.record, submit_date=timezone.now(), **kept,
        )  # fmt: skip
        row.save()
        made.append(row)
    return made


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def reread(text: ContributionPage, user: User) -> tuple[ContributionPage, User]:
    """As a request finds them."""
    return fresh(text), User.objects.get(pk=user.pk)


# -- Cost ------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["open", "all", "mine"])
def test_a_page_of_threads_costs_the_same_for_two_and_for_twenty(
    cast: Cast, text: ContributionPage, which: str
) -> None:
    def cost() -> int:
        page, user = reread(text, cast.member)
        return queries(lambda: threads_of(page, user, which=which))

    for made in many(text, cast.member, 2):
        answer(made, by=cast.coordinator, words=f"Réponse à {made.pk}.")
    few = cost()
    for made in many(text, cast.member, 18)[1:]:
        answer(made, by=cast.coordinator, words=f"Réponse à {made.pk}.")
        endorse(made, by=cast.coordinator)
    assert cost() == few <= 13


def test_what_stands_beside_a_text_costs_the_same_too(cast: Cast, text: ContributionPage) -> None:
    def cost() -> int:
        page, user = reread(text, cast.member)
        return queries(lambda: beside(user, page))

    many(text, cast.member, 2)
    few = cost()
    many(text, cast.coordinator, 20)
    assert cost() == few


def test_hundreds_of_remarks_are_marked_up_to_a_hundred_and_fast(
    cast: Cast, text: ContributionPage
) -> None:
    """Each on the words of its day: the worst for placing."""
    made = many(text, cast.member, 120)
    for number, row in enumerate(made):
        Remark.objects.filter(pk=row.pk).update(said=f"{number} mots. {row.said}", start=0)
    began = perf_counter()
    marks = marks_of(*reread(text, cast.member))
    assert perf_counter() - began < 2
    assert len(marks) == MARKS_AT_MOST
    assert {mark["quote"] for mark in marks} == {PASSAGE}


# -- Which, in what order --------------------------------------------------------------


def test_pages_hold_thirty_the_newest_first(cast: Cast, text: ContributionPage) -> None:
    made = many(text, cast.member, PER_PAGE + 5)
    first = threads_of(text, cast.member)
    last = threads_of(text, cast.member, number=99)
    assert first.threads[0].remark.pk == made[-1].pk
    assert (len(first.threads), len(last.threads), last.page.number) == (PER_PAGE, 5, 2)
    shown = {thread.remark.pk for thread in (*first.threads, *last.threads)}
    assert shown == {one.pk for one in made}


def test_each_list_shows_its_own(cast: Cast, text: ContributionPage) -> None:
    waiting = remark_on(text, cast.member)
    ended = settle(remark_on(text, cast.coordinator, "Et là ?"), by=cast.member, outcome="resolved")
    elsewhere = remark_on(
        text,
        cast.member,
        "Ici.",
        quote="permanences mobiles",
        block_id=block_with(text, "permanences mobiles"),
    )
    gone = remark_on(
        text,
        cast.coordinator,
        "Celui-ci.",
        quote="conventions",
        block_id=block_with(text, "conventions"),
    )
    without(text, cast.member, gone.block_id)

    def keys(**asked: str) -> set[int]:
        page, user = reread(text, cast.member)
        return {thread.remark.pk for thread in threads_of(page, user, **asked).threads}  # type: ignore[arg-type]

    assert keys() == {waiting.pk, elsewhere.pk, gone.pk}
    assert keys(which="mine") == {waiting.pk, elsewhere.pk}
    assert keys(which="ended") == {ended.pk}
    assert keys(which="gone") == {gone.pk}
    assert keys(which="all", block=waiting.block_id) == {waiting.pk, ended.pk}


def test_a_long_thread_shows_its_last_answers_in_lists_and_all_on_its_page(
    cast: Cast, text: ContributionPage
) -> None:
    made = remark_on(text, cast.member)
    said = [answer(made, by=cast.coordinator, words=f"Réponse {n}.") for n in range(14)]
    [listed] = threads_of(text, cast.member).threads
    assert [one.pk for one in listed.answers] == [one.pk for one in said[-ANSWERS_IN_A_LIST:]]
    assert listed.earlier == 14 - ANSWERS_IN_A_LIST
    whole = thread_of(made, cast.member)
    assert (len(whole.answers), whole.earlier) == (14, 0)


def test_suggestions_of_another_text_are_not_counted(cast: Cast, text: ContributionPage) -> None:
    remark_on(text, cast.member)
    other = text_in(cast, "drafting", "Un autre texte")
    assert counts_by_block(other, cast.member) == {}
    assert threads_of(other, cast.member, which="all").threads == []


def test_the_words_of_a_draft_are_those_of_its_page(cast: Cast, text: ContributionPage) -> None:
    whole = words_by_block(text.get_latest_revision_as_object())
    assert draft_words(fresh(text)) == whole
    assert queries(lambda: draft_words(fresh(text))) <= 3


# -- What is told to whom --------------------------------------------------------------


def test_who_reads_no_draft_is_shown_their_own_threads_and_not_what_became_of_the_words(
    cast: Cast,
) -> None:
    text = text_in(cast, "review")
    own = remark_on(text, cast.director, version=text.record.reviewed_version)
    remark_on(text, cast.member, "Entre nous.")
    recall(text, by=cast.coordinator)
    block = block_with(text)
    without(fresh(text), cast.member, block)
    page, director = reread(text, cast.director)
    shown = threads_of(page, director, which="all")
    assert [thread.remark.pk for thread in shown.threads] == [own.pk]
    assert shown.threads[0].placement.fate is Fate.THERE
    assert shown.counts == {"all": 1, "open": 1, "ended": 0, "gone": 0, "mine": 1}
    assert thread_of(again(own), cast.member).placement.fate is Fate.GONE
    assert marks_of(page, director) == []


@pytest.mark.parametrize("role", ["account", "partner", "network", "other_member", "gone"])
def test_others_are_shown_nothing_beside_a_text(
    cast: Cast, text: ContributionPage, role: str
) -> None:
    remark_on(text, cast.member)
    user = getattr(cast, role)
    assert beside(user, text) == {}
    assert threads_of(text, user, which="all").threads == []
    assert people_to_name(text, user) == [] or role == "network"
