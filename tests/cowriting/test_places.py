"""What would hold the parser for long is known before; what people write never is."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from pycrdt import Doc, Map, Text, UndoManager, XmlElement, XmlFragment, XmlText, merge_updates

from cowriting.protocol.inspection import Limits, TooLarge, inspect
from cowriting.protocol.ledger import Ledger
from cowriting.protocol.lib0 import text, uint
from cowriting.protocol.places import MOST_STEPS, TooTangled

from . import crafted
from .crafted import ANY, FORMAT, STRING, TEXT, TYPE, after, before, between, in_root, update

#: Words of one person, one run in a text, and what another may put there.
WORDS, OTHER = 9, 8
_LETTER = (STRING, text("y"))
_NULL = (ANY, uint(1) + b"\x7e")


def said(length: int) -> bytes:
    """A text of `length` letters, whose ids are (WORDS, 1) and so on."""
    kept = crafted.within((WORDS, 0), STRING, text("x" * length))
    return update({WORDS: (0, [in_root("page", "t", TYPE, uint(TEXT)), kept])})


def by_other(*structs: bytes) -> bytes:
    return update({OTHER: (0, list(structs))})


def limits() -> Limits:
    return Limits(deletes=10**6)


# -- What no frame may ask for -----------------------------------------------------------

COUNT = 4000
TANGLED = {
    "neighbours ever further right": by_other(
        *(before((WORDS, 1 + rank), *_LETTER) for rank in range(COUNT))
    ),
    "one left neighbour, rights ever further": by_other(
        *(between((WORDS, 1), (WORDS, 2 + rank), *_LETTER) for rank in range(COUNT))
    ),
    "one left neighbour, no right": by_other(*[after((WORDS, 1), *_LETTER)] * COUNT),
    "left neighbours ever further left": by_other(
        *(after((WORDS, COUNT - rank), *_LETTER) for rank in range(COUNT))
    ),
    "no neighbours": by_other(*[crafted.within((WORDS, 0), *_LETTER)] * COUNT),
    "one key set anew": by_other(*[in_root("page", "k", *_NULL)] * COUNT),
    "one key set again": by_other(
        in_root("page", "k", *_NULL), *(after((OTHER, rank), *_NULL) for rank in range(COUNT))
    ),
    "words cut from their end on": by_other(
        *(
            between((WORDS, rank), (WORDS, rank + 1), *_LETTER)
            for rank in range(5 * COUNT - 1, 0, -1)
        )
    ),
    "letters deleted from the last on": update(
        {}, {WORDS: [(1 + 2 * rank, 1) for rank in range(2 * COUNT, 0, -1)]}
    ),
}


@pytest.mark.parametrize("name", TANGLED)
def test_an_update_that_takes_long_to_place_is_refused(name: str) -> None:
    ledger = Ledger.of(said(5 * COUNT), nesting=16)
    with pytest.raises(TooTangled):
        ledger.weigh(inspect(TANGLED[name], limits()))
    once = update({}, {WORDS: [(1, 1)]})
    assert ledger.weigh(inspect(once, limits())).steps < 500


def test_many_small_updates_do_not_add_up_to_a_log_that_nobody_reads() -> None:
    ledger = Ledger.of(said(5 * COUNT), nesting=16)
    ledger.walked = MOST_STEPS
    few = [before((WORDS, 1 + rank), *_LETTER) for rank in range(200)]
    with pytest.raises(TooLarge):
        ledger.weigh(inspect(by_other(*few), limits()))
    ledger.weigh(inspect(by_other(*few[:20]), limits()))


def test_what_it_takes_to_place_is_told_of_what_cannot_stay_as_well() -> None:
    """Whoever sends it again and again is stopped by what it costs."""
    ledger = Ledger.of(said(500), nesting=16)
    far = [before((WORDS, 1 + rank), *_LETTER) for rank in range(100)]
    lost = after((OTHER, 5000), *_LETTER)
    weighed = ledger.weigh(inspect(by_other(*far, lost), limits()))
    assert weighed.pending and weighed.steps > 4000


def test_what_is_slow_to_read_in_another_order_than_it_was_typed_is_refused() -> None:
    """One writes ever further left of their own words, another then chains words there: quick
    as it comes, and the square of it for who reads the second before the first. Little by
    little, it is what a connection may send that holds it."""
    bold = FORMAT, text("bold") + text("true")
    left, right = (WORDS, 10), (WORDS, 11)
    last, first = 100, 1
    many = range(5000)
    leftwards = [between(left, (last, rank - 1) if rank else right, *bold) for rank in many]
    chained = [between((first, rank - 1) if rank else left, right, *bold) for rank in many]
    ledger = Ledger.of(said(50), nesting=16)
    ledger.add(ledger.weigh(inspect(update({last: (0, leftwards)}), limits())))
    with pytest.raises(TooTangled):
        ledger.weigh(inspect(update({first: (0, chained)}), limits()))
    little = ledger.weigh(inspect(update({first: (0, chained[:250])}), limits()))
    assert little.steps > 100_000


def test_what_was_weighed_and_not_taken_leaves_nothing() -> None:
    ledger = Ledger.of(said(50), nesting=16)
    found = inspect(TANGLED["no neighbours"], limits())
    few = inspect(by_other(*[crafted.within((WORDS, 0), *_LETTER)] * 20), limits())
    steps = ledger.weigh(few).steps
    for _again in range(3):
        with pytest.raises(TooTangled):
            ledger.weigh(found)
        assert ledger.weigh(few).steps == steps
    ledger.add(ledger.weigh(few))
    assert ledger.end(OTHER) == 20


# -- What people write -------------------------------------------------------------------


class Hand:
    """Somebody who writes in a document of their own, and sends it to one ledger."""

    def __init__(self, client: int, whole: bytes) -> None:
        self.doc: Doc[Any] = Doc(client_id=client)
        self.doc.apply_update(whole)
        self.sent: list[bytes] = []
        self.own: list[str] = []
        self._watched = self.doc.observe(lambda event: self.sent.append(event.update))

    @property
    def words(self) -> Text:
        held: Text = self.doc.get("page", type=Map)["t"]
        return held


def steps_of(ledger: Ledger, updates: list[bytes]) -> int:
    """What they take to place, all of them honest."""
    steps = 0
    for sent in updates:
        weighed = ledger.weigh(inspect(sent, limits()))
        assert not weighed.pending
        ledger.add(weighed)
        steps += weighed.steps
    return steps


def test_who_types_takes_no_steps_wherever_they_type() -> None:
    whole = said(100)
    hand = Hand(OTHER, whole)
    for _letter in range(1500):
        hand.words.insert(0, "a")
    for place in range(0, 1500, 3):
        hand.words.insert(place, "b")
        del hand.words[place + 1 : place + 2]
    assert steps_of(Ledger.of(whole, nesting=16), hand.sent) < 20_000
    assert steps_of(Ledger.of(whole, nesting=16), [merge_updates(*hand.sent)]) < 20_000


def test_who_deletes_words_in_a_long_text_for_months_is_never_refused() -> None:
    """Also who opens it again, and who sends all that they deleted without a line at once:
    what a deletion takes at its moment adds up to nothing."""
    whole = said(60_000)
    scattered = [(30_001 + 2 * rank, 1) for rank in range(12_000)]
    deletions = [update({}, {WORDS: [(1 + 4 * rank, 2)]}) for rank in range(6000)]
    ledger = Ledger.of(merge_updates(whole, update({}, {WORDS: scattered})), nesting=16)
    steps_of(ledger, deletions[:5000])
    assert not ledger.walked
    again = Ledger.of(
        merge_updates(whole, update({}, {WORDS: scattered}), *deletions[:5000]), nesting=16
    )
    for one in (ledger, again):
        steps_of(one, deletions[5000:5050])
        steps_of(one, [merge_updates(*deletions[5050:])])


def test_fifty_people_type_at_one_place_at_once() -> None:
    whole = said(100)
    hands = [Hand(client, whole) for client in range(100, 150)]
    ledger = Ledger.of(whole, nesting=16)
    for _round in range(5):
        for hand in hands:
            hand.words.insert(0, "a")
            hand.words.insert(1, "b")
        fresh = [sent for hand in hands for sent in hand.sent]
        assert steps_of(ledger, fresh) < 50_000
        for hand in hands:
            hand.sent.clear()
            for sent in fresh:
                hand.doc.apply_update(sent)
            hand.sent.clear()


def test_two_people_write_much_at_one_place_without_a_line() -> None:
    whole = said(100)
    ledger = Ledger.of(whole, nesting=16)
    for client in (100, 101):
        hand = Hand(client, whole)
        for rank in range(600):
            hand.words.insert(len(str(hand.words)), "mot ")
            if rank % 2:
                del hand.words[len(str(hand.words)) - 2 :]
        steps_of(ledger, [merge_updates(*hand.sent)])


def test_a_paste_of_many_paragraphs_is_undone_and_done_again() -> None:
    doc: Doc[Any] = Doc(client_id=WORDS)
    doc.get("blocks", type=Map)["text"] = XmlFragment()
    whole = doc.get_update()
    hand = Hand(OTHER, whole)
    fragment = hand.doc.get("blocks", type=Map)["text"]
    manager = UndoManager(scopes=[fragment])
    with hand.doc.transaction():
        for rank in range(200):
            fragment.children.append(XmlElement("paragraph", None, [XmlText(f"Mot {rank} ")]))
    for _time in range(5):
        manager.undo()
        manager.redo()
    assert len(hand.sent) > 5
    assert steps_of(Ledger.of(whole, nesting=16), hand.sent) < 20_000
    empty = Ledger(nesting=16)
    assert steps_of(empty, [hand.doc.get_update()]) < 20_000


@pytest.mark.parametrize("seed", range(25))
def test_the_ledger_has_letters_stand_where_the_parser_has_them(seed: int) -> None:
    """Three people write in one text, and hear each other only now and then."""
    random = Random(seed)
    whole = said(1)
    hands = [Hand(client, whole) for client in (100, 101, 102)]
    ledger = Ledger.of(whole, nesting=16)
    letters = {(WORDS, 1): "x"}
    for _round in range(12):
        for hand in hands:
            for _letter in range(random.randrange(5)):
                letter = chr(0x4E00 + len(letters))
                letters[hand.doc.client_id, len(hand.own)] = letter
                hand.own.append(letter)
                hand.words.insert(3 * random.randrange(len(str(hand.words))), letter)
        fresh = [sent for hand in hands for sent in hand.sent]
        steps_of(ledger, fresh)
        for hand in hands:
            for sent in fresh:
                hand.doc.apply_update(sent)
            hand.sent.clear()
    assert "".join(letters[one] for one in standing(ledger)) == str(hands[0].words)


def standing(ledger: Ledger) -> Iterator[tuple[int, int]]:
    """The ids of the letters of the text, in their order."""
    run = ledger.places._rows[(WORDS, 0), None].first
    while run is not None:
        yield from ((run.client, run.clock + rank) for rank in range(run.length))
        run = run.after
