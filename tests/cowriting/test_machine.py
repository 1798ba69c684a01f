"""Whatever people, lines and servers do, in whatever order: no word is lost or doubled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from copy import deepcopy

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.versions import name_version, restore
from contributions.actions.write import write
from contributions.enums import Verb
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, Version
from cowriting.document.conversion import words_of, words_of_page
from cowriting.models import Room, Update
from cowriting.record.log import compact
from cowriting.record.replaying import replay
from cowriting.record.saving import save_now
from groups.actions.memberships import end_membership, join
from groups.models import Membership
from kit.access import Refused
from tests.cast import Cast, fresh, gather, text_in

from .clients import lived, signed_in
from .reckoning import differences, put_outside, shown_at
from .tabs import Place, Tab, spelled
from .village import Process, founded

pytestmark = pytest.mark.slow

#: Types that a block may be given, with formatted words or a line, or both.
TYPES = ("finding", "proposal", "attention", "text", "quote", "heading")
#: How often everybody tries before it is said that they never agree.
_PATIENCE = 40

some_tab = some.integers(0, 3)
some_process = some.integers(0, 1)
rank = some.integers(0, 11)
a_typing = some.tuples(some_tab, rank, rank)
a_few = some.sampled_from([1, 3, 10, 40])


class Writing(RuleBasedStateMachine):
    """Four pages of three people on one text, over two processes."""

    def __init__(self) -> None:
        super().__init__()
        self._until_the_end = ExitStack()
        self._until_the_end.enter_context(undone())
        self.village = self._until_the_end.enter_context(founded())
        self.cast: Cast = gather()
        self.processes = [Process(self.village, name) for name in "ab"]
        self.page: ContributionPage = text_in(self.cast, "drafting")
        join(self.cast.account, self.cast.health, by=self.cast.network)
        cast = self.cast
        people = (cast.member, cast.coordinator, cast.account, cast.member)
        self.tabs = [
            Tab(self.village, f"{number}", self.page.pk, signed_in(person))
            for number, person in enumerate(people)
        ]
        #: Where each word was typed, and those that somebody erased.
        self.homes: dict[str, Place] = {}
        self.erased: set[str] = set()
        self.from_outside: set[str] = set()
        #: What was in the text when an older version took its place.
        self.left_behind: set[str] = set()
        self._checked: set[str] = set()

    def teardown(self) -> None:
        try:
            self.agree()
        finally:
            self._until_the_end.close()

    # -- What people do ----------------------------------------------------------------

    @initialize()
    def everybody_comes(self) -> None:
        for number, tab in enumerate(self.tabs[:3]):
            tab.join(self.processes[number % 2])
        for _turn in range(2):
            self.village.rest(0.5)
            self.all_hear()
        self.name()

    @rule(tab=some_tab, place=rank, gap=rank, more=some.integers(1, 3))
    def type(self, tab: int, place: int, gap: int, more: int) -> None:
        here = self.tabs[tab]
        for _word in range(more):
            if here.may_type:
                word = f"w{len(self.homes)}w"
                places = here.places()
                here.type_at(places[place % len(places)], gap, word)
                self.homes[word] = places[place % len(places)]

    @rule(tab=some_tab, place=rank, which=rank)
    def erase(self, tab: int, place: int, which: int) -> None:
        here = self.tabs[tab]
        if here.may_type:
            places = here.places()
            word = here.erase(places[place % len(places)], which)
            self.erased |= {word} if word else set()

    @rule(tab=some_tab, block=rank, to=rank)
    def move(self, tab: int, block: int, to: int) -> None:
        here = self.tabs[tab]
        if here.may_type and here.blocks():
            here.move(self._block(here, block), to)

    @rule(tab=some_tab, block=rank, kind=some.sampled_from(TYPES))
    def retype(self, tab: int, block: int, kind: str) -> None:
        here = self.tabs[tab]
        if here.may_type and here.blocks():
            here.write_scalar(self._block(here, block), "type", kind)

    @rule(tab=some_tab, block=rank)
    def delete(self, tab: int, block: int) -> None:
        here = self.tabs[tab]
        if here.may_type and here.blocks():
            here.write_scalar(self._block(here, block), "deleted", True)

    @rule(tab=some_tab, which=rank)
    def bring_back(self, tab: int, which: int) -> None:
        here = self.tabs[tab]
        if here.may_type and (gone := here.bin()):
            here.write_scalar(gone[which % len(gone)], "deleted", False)

    def _block(self, tab: Tab, number: int) -> str:
        blocks = tab.blocks()
        return blocks[number % len(blocks)][0]

    # -- What lines and servers do -----------------------------------------------------

    @rule(tab=some_tab, losing=some.booleans())
    def cut(self, tab: int, losing: bool) -> None:
        self.tabs[tab].cut(losing=losing)

    @rule(tab=some_tab, process=some_process)
    def come_back(self, tab: int, process: int) -> None:
        self.tabs[tab].join(self.processes[process])

    @rule(tab=some_tab)
    def load_again(self, tab: int) -> None:
        """What one has then is what the browser kept."""
        self.tabs[tab].reload()

    @rule(tab=some_tab, most=some.integers(1, 6))
    def hear(self, tab: int, most: int) -> None:
        self.village.play(self.tabs[tab].hear(most))

    @rule()
    def all_hear(self) -> None:
        for tab in self.tabs:
            self.village.play(tab.hear())

    @rule(seconds=some.sampled_from([0.0, 0.3, 1.1]))
    def all_is_well(self, seconds: float) -> None:
        """Who had left comes back, and hears what there is."""
        self.start()
        for number, tab in enumerate(self.tabs):
            tab.join(self.processes[number % 2])
        self.village.rest(seconds)
        self.all_hear()

    @rule(times=a_few, types=some.lists(a_typing, min_size=2, max_size=6))
    def all_type(self, times: int, types: list[tuple[int, int, int]]) -> None:
        """At once, as far as their words go in that time."""
        for tab, place, gap in types:
            self.type(tab, place, gap, 1)
            self.village.turn(times // 2)
            self.village.play(self.tabs[tab].hear(2))

    @rule(times=a_few)
    def go_on(self, times: int) -> None:
        self.village.turn(times)

    @rule(seconds=some.sampled_from([0.3, 1.1, 3.0]))
    def rest(self, seconds: float) -> None:
        self.village.rest(seconds)

    @rule(process=some_process, again=some.sampled_from([True, True, False]))
    def kill(self, process: int, again: bool) -> None:
        if self.processes[process].lives:
            self.processes[process].kill()
        if again:
            self.processes[process].start()

    @rule()
    def start(self) -> None:
        for process in self.processes:
            if not process.lives:
                process.start()

    @rule(down=some.booleans())
    def the_bus_is_down(self, down: bool) -> None:
        self.village.hub.down = down

    # -- What happens to the text ------------------------------------------------------

    @rule()
    def save(self) -> None:
        save_now(self.page.pk)
        self.nothing_refused_is_in_the_revision()

    @rule()
    def compact(self) -> None:
        room = Room.objects.filter(page=self.page).first()
        if room is not None:
            compact(room.pk)

    @rule(block=rank)
    def write_elsewhere(self, block: int) -> None:
        """By the API, on what the latest revision says."""
        words = deepcopy(words_of_page(fresh(self.page).get_latest_revision_as_object()))
        word = f"w{len(self.homes)}w"
        place = put_outside(words, block, word)
        stream = self.page.body.stream_block.to_python(words["body"])
        try:
            write(self.page, by=self.cast.coordinator, summary=words["summary"], body=stream)
        except Refused:
            return
        self.homes[word] = place
        self.from_outside.add(word)

    @rule()
    def review_begins(self) -> None:
        with transaction.atomic():
            try:
                open_review(self.page, by=self.cast.coordinator)
            except Refused:
                return
        self.nothing_refused_is_in_the_revision()

    @rule()
    def review_ends(self) -> None:
        if not state_of(fresh(self.page)).allows(Verb.EDIT):
            recall(self.page, by=self.cast.coordinator)

    @rule()
    def name(self) -> None:
        number = Version.objects.filter(record__page=self.page).count()
        with transaction.atomic(), suppress(Refused):
            name_version(self.page, by=self.cast.coordinator, label=f"Version {number}")

    @rule(which=rank)
    def take_up_again(self, which: int) -> None:
        """Another life of the document, with the words of an older version."""
        versions = list(Version.objects.filter(record__page=self.page).order_by("pk"))
        if not versions:
            return
        before = self._durable() | self._in_the_revision()
        try:
            with transaction.atomic():
                version = versions[which % len(versions)]
                restore(self.page, by=self.cast.coordinator, version=version)
        except Refused:
            return
        self.left_behind |= before - self._durable()
        self.nothing_refused_is_in_the_revision()

    @rule()
    def a_member_leaves(self) -> None:
        membership = self._membership()
        if membership is not None:
            end_membership(membership, by=self.cast.network)

    @rule()
    def a_member_comes_back(self) -> None:
        if self._membership() is None:
            join(self.cast.account, self.cast.health, by=self.cast.network)

    def _membership(self) -> Membership | None:
        mine = Membership.objects.current().filter(person=self.cast.account)
        return mine.filter(group=self.cast.health).first()

    # -- What always holds -------------------------------------------------------------

    @invariant()
    def what_is_acknowledged_is_in_the_log(self) -> None:
        """As part of the document, or as refused words that their writer can read."""
        fresh_words = {word for tab in self.tabs for word in tab.sure} - self._checked
        if fresh_words:
            kept = self._durable() | self._refused() | self.left_behind
            assert fresh_words - self.erased <= kept, fresh_words - kept
            self._checked |= fresh_words

    def _durable(self) -> set[str]:
        room = Room.objects.filter(page=self.page).first()
        said = " ".join(spelled(replay(room)[0]).values()) if room else ""
        return {word for word in self.homes if word in said}

    def _refused(self) -> set[str]:
        rows = Update.objects.filter(room__page=self.page, refused=True)
        said = b" ".join(bytes(row) for row in rows.values_list("payload", flat=True))
        return {word for word in self.homes if word.encode() in said}

    def _in_the_revision(self) -> set[str]:
        said = json.dumps(words_of_page(fresh(self.page).get_latest_revision_as_object()))
        return {word for word in self.homes if word in said}

    def nothing_refused_is_in_the_revision(self) -> None:
        assert not self._in_the_revision() - self._durable() - self.from_outside

    # -- The end -----------------------------------------------------------------------

    def agree(self) -> None:
        """The sun comes out: everybody connects, and everything is one."""
        self.village.hub.down = False
        self.review_ends()
        self.a_member_comes_back()
        self.start()
        for _try in range(_PATIENCE):
            for number, tab in enumerate(self.tabs):
                tab.join(self.processes[number % 2])
            self.village.rest(1.2)
            self.all_hear()
            if all(tab.is_still for tab in self.tabs) and self._all_the_same():
                break
        self.all_is_one()
        self.every_word_is_once_at_home()

    def _all_the_same(self) -> bool:
        """Also that the saver had its time."""
        self.village.rest(3.0)
        self.all_hear()
        save_now(self.page.pk)
        self.village.rest(1.2)
        self.all_hear()
        texts = [spelled(tab.doc) for tab in self.tabs]
        return all(tab.is_still for tab in self.tabs) and all(text == texts[0] for text in texts)

    def all_is_one(self) -> None:
        states = [(tab.name, tab.synced, tab.code, tab.pending) for tab in self.tabs]
        assert all(tab.is_still for tab in self.tabs), states
        room = Room.objects.get(page=self.page)
        durable = replay(room)[0]
        for tab in self.tabs:
            differing = differences(tab, durable)
            assert not differing, (tab.name, differing)
            assert words_of(tab.doc, room.base_body) == words_of(durable, room.base_body)
        revision = words_of_page(fresh(self.page).get_latest_revision_as_object())
        assert revision == words_of(durable, room.base_body)

    def every_word_is_once_at_home(self) -> None:
        room = Room.objects.get(page=self.page)
        doc = replay(room)[0]
        texts = spelled(doc)
        shown = shown_at(doc, words_of(doc, room.base_body))
        sure = {word for tab in self.tabs for word in tab.sure} | self.from_outside
        refused, told = self._refused(), {word for tab in self.tabs for word in tab.told}
        assert set(self.homes) <= sure | told
        for word, home in self.homes.items():
            where = [place for place, said in texts.items() for _ in range(said.count(word))]
            assert where in ([], [home]), (word, where, home)
            if word in sure - self.erased - self.left_behind:
                assert where or word in refused, word
            if where and home in shown:
                assert shown[home].count(word) == 1, (word, home)


@contextmanager
def undone() -> Iterator[None]:
    """What happens to the database within is undone."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def test_nobody_wrote_together_before(cast: Cast) -> None:
    """Also has the suite's database made, which the other copies."""
    assert not Room.objects.exists()


def test_no_word_is_lost_or_doubled_whatever_happens(committed: None, quiet: None) -> None:
    how = settings(
        max_examples=50,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    lived(lambda: run_state_machine_as_test(Writing, settings=how))
