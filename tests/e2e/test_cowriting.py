"""Two people in two browsers, a line that breaks and servers that die: each word once.

The whole story is lived twice: with one process, and with two that share rooms through
Redis, each person on their own.
"""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect
from pycrdt import Doc

from contributions.models import ContributionPage
from cowriting.document.conversion import words_of, words_of_page
from cowriting.models import Room
from cowriting.record.replaying import replay, steps_of
from people.models import User
from tests.browser import PATIENCE_MS, free_port
from tests.cast import Cast, fresh, gather, text_in
from tests.concurrency.arena import own_database
from tests.cowriting.clients import Server, signed_in
from tests.cowriting.tabs import Place, spelled

pytestmark = pytest.mark.slow

SAVED = "Tout est enregistré"
# Five signs: no part of an id is as long.
WORD = re.compile(r"\b[ab]\d{4}\b")
#: Seconds for the last words to reach everybody, the log and a revision.
PATIENCE = 60.0
#: Seconds that a line is cut: longer than a browser waits before it tries once more, and
#: than the others see somebody who is gone.
CUT = 20.0


# -- The place ------------------------------------------------------------------------------


@dataclass
class Town:
    """`servers`: one for each of the two people, or one for both."""

    servers: list[Server]
    cast: Cast


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis of the test's own; its address."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("No Redis: `sudo apt-get install redis-server` to run it with two processes.")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        address = f"redis://127.0.0.1:{port}/0"
        wait_until(lambda: answers(address), "Redis answers")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def answers(address: str) -> bool:
    try:
        return bool(redis.Redis.from_url(address).ping())
    except redis.ConnectionError:
        return False


@pytest.fixture(scope="module", params=[1, 2], ids=["one process", "two processes"])
def town(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[Town]:
    """The site in one or two processes, on a committed copy of the suite's database."""
    folder: Path = tmp_path_factory.mktemp("town")
    with ExitStack() as until_the_end:
        until_the_end.enter_context(django_db_blocker.unblock())
        bus = until_the_end.enter_context(redis_server()) if request.param == 2 else ""
        database = until_the_end.enter_context(own_database(folder))
        servers = [
            until_the_end.enter_context(Server(database, COWRITING_REDIS_URL=bus))
            for _process in range(request.param)
        ]
        yield Town(servers, gather())


def test_nobody_wrote_together_before(cast: Cast) -> None:
    """Also has the suite's database made, which the others copy."""
    assert not Room.objects.exists()


def wait_until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"it never came true: {what}"
        time.sleep(0.1)


# -- The people -----------------------------------------------------------------------------


class Hands:
    """Somebody at their own browser; `letter` begins each of their words, a0001, a0002…"""

    def __init__(self, letter: str, page: Page, address: str) -> None:
        self.letter, self.page = letter, page
        #: Where each word was typed.
        self.typed: dict[str, Place] = {}
        self._place: Place = ("", "")
        self._first = False
        page.goto(address)
        self.expect_saved()

    def expect_saved(self) -> None:
        expect(self.page.locator("#etat")).to_have_text(SAVED, timeout=1000 * PATIENCE)

    def block(self, key: str) -> Locator:
        return self.page.locator(f"#bloc-{key}")

    def go(self, place: Place, *, first: bool = False) -> None:
        """The caret to an end of a field: its beginning for `first`."""
        self._place, self._first = place, first
        holder, slot = place
        inside = self.page.locator("#page-summary") if holder == "page" else self.block(holder)
        rich = slot == "text"
        field = inside.locator('.rich-text[contenteditable="true"]' if rich else "textarea").first
        field.click()
        self.page.keyboard.press("Control+Home" if first else "Control+End")

    def next_word(self) -> str:
        """The letters of one more word, as it is typed at the caret."""
        word = f"{self.letter}{len(self.typed) + 1:04}"
        self.typed[word] = self._place
        return f"{word} " if self._first else f" {word}"

    def type(self, count: int) -> None:
        for _word in range(count):
            self.page.keyboard.type(self.next_word())

    def choose(self, key: str, choice: str, role: Any = "menuitem") -> None:
        """Something of the menu of a block."""
        self.block(key).locator(".handle").click()
        self.page.get_by_role(role, name=choice).click()

    def order(self) -> list[str]:
        keys: list[str] = self.page.locator(".block").evaluate_all(
            "blocks => blocks.map((block) => block.dataset.block)"
        )
        return keys

    def shown(self) -> dict[Place, list[str]]:
        """The words of our people by place, as this browser shows them."""
        said = self.page.evaluate(
            """() => {
                const told = [["page", "summary", document.querySelector("#page-summary textarea").value]];
                for (const block of document.querySelectorAll(".block"))
                    for (const field of block.querySelectorAll(".slot")) {
                        const area = field.querySelector("textarea");
                        const rich = field.querySelector(".rich-text");
                        told.push([block.dataset.block, field.dataset.slot,
                                   area ? area.value : rich ? rich.innerText : ""]);
                    }
                return told;
            }"""
        )
        return {(key, slot): WORD.findall(words) for key, slot, words in said}


def both_type(one: Hands, other: Hands, count: int) -> None:
    """At once, a key each in turn."""
    for _word in range(count):
        for keys in itertools.zip_longest(one.next_word(), other.next_word(), fillvalue=""):
            for hands, key in zip((one, other), keys, strict=True):
                if key:
                    hands.page.keyboard.type(key)


@pytest.fixture
def people(town: Town, browser: Browser) -> Iterator[tuple[Hands, Hands, ContributionPage]]:
    """Two of them, each on their own process where there are two."""
    page = text_in(town.cast, "drafting")
    with ExitStack() as until_the_end:

        def arrive(letter: str, user: User, server: Server) -> Hands:
            context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr")
            until_the_end.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            root = f"http://127.0.0.1:{server.port}"
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": signed_in(user), "url": root}
            context.add_cookies([cookie])  # type: ignore[list-item]
            address = f"{root}/admin/contributions/{page.pk}/ecrire/"
            return Hands(letter, context.new_page(), address)

        yield (
            arrive("a", town.cast.member, town.servers[0]),
            arrive("b", town.cast.coordinator, town.servers[-1]),
            page,
        )


# -- The story ------------------------------------------------------------------------------


def test_every_word_of_two_people_is_once_where_it_was_typed(
    town: Town, people: tuple[Hands, Hands, ContributionPage]
) -> None:
    awa, ben, page = people
    keys = {
        kind: [b.id for b in page.body if b.block_type == kind] for kind in ("finding", "proposal")
    }
    (finding,), (first, second) = keys["finding"], keys["proposal"]
    in_one_paragraph(awa, ben, finding)
    while_a_server_dies(town, awa, ben, first)
    while_one_is_offline(awa, ben, second)
    while_a_proposal_changes(awa, ben, first, second)
    for hands in (awa, ben):
        hands.expect_saved()
    wait_until(lambda: awa.shown() == ben.shown(), "both pages show the same")
    wait_until(lambda: is_in_a_revision(page), "the words are in a revision")
    assert awa.order() == ben.order()
    all_is_one(page, awa)
    each_word_is_once_at_home(page, {**awa.typed, **ben.typed})


def in_one_paragraph(awa: Hands, ben: Hands, finding: str) -> None:
    awa.go((finding, "text"), first=True)
    ben.go((finding, "text"))
    both_type(awa, ben, 60)


def while_a_server_dies(town: Town, awa: Hands, ben: Hands, proposal: str) -> None:
    """In different blocks, -9 in the middle, every process once."""
    awa.go((proposal, "text"))
    ben.go(("page", "summary"))
    both_type(awa, ben, 20)
    for server in town.servers:
        server.kill()
        both_type(awa, ben, 20)
        server.start()
        both_type(awa, ben, 20)
    for hands in (awa, ben):
        hands.expect_saved()


def while_one_is_offline(awa: Hands, ben: Hands, proposal: str) -> None:
    awa.go((proposal, "text"), first=True)
    ben.go((proposal, "text"))
    ben.page.context.set_offline(True)
    expect(ben.page.locator("#etat")).to_contain_text("Hors ligne")
    back = time.monotonic() + CUT
    while time.monotonic() < back:
        both_type(awa, ben, 1)
        ben.page.wait_for_timeout(500)
    awa.expect_saved()
    expect(ben.page.locator("#etat")).to_contain_text("Hors ligne")
    ben.page.context.set_offline(False)
    ben.expect_saved()


def while_a_proposal_changes(awa: Hands, ben: Hands, first: str, second: str) -> None:
    """Ben writes in it; Awa moves it, gives it another type, deletes it while Ben's line
    is cut, brings it back, swaps it with another, and undoes that."""
    ben.go((first, "text"))
    before = awa.order()
    awa.choose(first, "Monter")
    ben.type(2)
    awa.choose(first, "Point d'attention", "menuitemradio")
    expect(ben.page.locator(f'#bloc-{first}[data-kind="attention"]')).to_be_visible()
    ben.type(2)
    ben.page.context.set_offline(True)
    awa.choose(first, "Mettre à la corbeille")
    ben.type(2)
    ben.page.context.set_offline(False)
    expect(ben.block(first)).to_have_count(0)
    awa.page.locator("#corbeille summary").click()
    awa.page.get_by_role("button", name="Remettre le bloc").click()
    awa.choose(first, "Proposition", "menuitemradio")
    expect(ben.page.locator(f'#bloc-{first}[data-kind="proposal"]')).to_be_visible()
    ben.go((first, "text"))
    ben.type(2)
    awa.choose(first, "Descendre")
    assert awa.order() == before
    awa.go((second, "text"), first=True)
    awa.type(8)
    awa.choose(second, "Monter")
    ben.type(1)
    swapped = [{first: second, second: first}.get(key, key) for key in before]
    wait_until(lambda: ben.order() == swapped, "swapped")
    ben.type(1)
    awa.page.locator("#annuler").click()
    wait_until(lambda: ben.order() == before, "swapped back")
    awa.go((second, "text"), first=True)
    awa.type(2)


# -- What remains of it ---------------------------------------------------------------------


def is_in_a_revision(page: ContributionPage) -> bool:
    room = Room.objects.get(page=page)
    return words_of_page(latest(page)) == words_of(replay(room)[0], room.base_body)


def latest(page: ContributionPage) -> ContributionPage:
    revision: ContributionPage = fresh(page).get_latest_revision_as_object()
    return revision


def all_is_one(page: ContributionPage, hands: Hands) -> None:
    """The page, the log replayed from its first update, the document, the revision."""
    room = Room.objects.get(page=page)
    replayed: Doc[Any] = Doc()
    steps = list(steps_of(room))
    assert steps, "whether they stand in the log still, or were put together meanwhile"
    for step in steps:
        replayed.apply_update(step.payload)
    durable = replay(room)[0]
    assert spelled(replayed) == spelled(durable)
    assert words_of(replayed, room.base_body) == words_of_page(latest(page))
    in_log = {place: WORD.findall(words) for place, words in spelled(durable).items()}
    for place, words in hands.shown().items():
        assert in_log.get(place, []) == words, place


def each_word_is_once_at_home(page: ContributionPage, homes: dict[str, Place]) -> None:
    words = words_of_page(latest(page))
    said = {("page", name): words[name] for name in ("title", "summary", "approach", "addressees")}
    said |= {
        (block["id"], name): str(value)
        for block in words["body"]
        for name, value in block["value"].items()
    }
    for word, home in homes.items():
        found = [
            place for place, text in said.items() for _time in range(WORD.findall(text).count(word))
        ]
        assert found == [home], word
