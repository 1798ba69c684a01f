"""An update is weighed before anything is made of it."""

from __future__ import annotations

import tracemalloc
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText, merge_updates

from cowriting.protocol import wire
from cowriting.protocol.inspection import BadUpdate, Limits, TooLarge, inspect
from cowriting.protocol.ledger import Ledger, TooDeep
from cowriting.protocol.lib0 import text, uint

from . import crafted
from .crafted import ANY, DELETED, DOC, EMBED, FORMAT, JSON, MAP, STRING, TYPE, in_root, update

LIMITS = Limits()


def document(client: int = 7) -> Doc[Any]:
    """A document with every kind of content that an editor makes."""
    doc: Doc[Any] = Doc(client_id=client)
    blocks = doc.get("blocks", type=Map)
    with doc.transaction():
        blocks["a"] = Map({"type": "finding", "deleted": False, "order": "a0.7", "n": 1.5})
        blocks["a"]["text"] = XmlFragment()
        blocks["a"]["text"].children.append(XmlElement("paragraph", {"blockKey": "x1"}))
        blocks["a"]["text"].children[0].children.append(XmlText("Été 😀 ici"))
        blocks["a"]["title"] = Text("Un titre")
        blocks["a"]["list"] = Array([1, "deux", None, [True, {"k": 2**40}]])
    written = blocks["a"]["text"].children[0].children[0]
    written.format(0, 2, {"bold": True, "link": {"href": "https://example.org/?a=1"}})
    del blocks["a"]["n"]
    return doc


def random_session(seed: int, steps: int = 60) -> list[bytes]:
    """What two people sent each other, in the order in which it came."""
    random = Random(seed)
    first = document(7)
    docs: list[Doc[Any]] = [first, Doc(client_id=8)]
    docs[1].apply_update(first.get_update())
    sent = [first.get_update()]
    for _ in range(steps):
        doc = random.choice(docs)
        sent.append(one_change(doc, random))
        for other in docs:
            other.apply_update(sent[-1])
    return sent


def one_change(doc: Doc[Any], random: Random) -> bytes:
    block = doc.get("blocks", type=Map)["a"]
    title, before = block["title"], doc.get_state()
    # pycrdt counts in bytes: between two letters, never inside one.
    places = [len(str(title)[:at].encode()) for at in range(len(str(title)) + 1)]
    match random.randrange(5):
        case 0:
            title.insert(random.choice(places), random.choice(["a", "é", "😀 ", "mot "]))
        case 1:
            del title[0 : places[2]]
            title.insert(0, "xy")
        case 2:
            block["order"] = f"b{random.randint(0, 9)}"
        case 3:
            block["text"].children.append(XmlElement("paragraph", None, [XmlText("neuf")]))
        case 4:
            block[f"k{random.randint(0, 3)}"] = Map({"in": Map({"deep": Text("x")})})
    return doc.get_update(before)


# -- What browsers write ----------------------------------------------------------------


def test_every_content_of_an_editor_is_read() -> None:
    doc = document()
    found = inspect(doc.get_update(), LIMITS)
    assert found.clients == {7}
    assert found.ranges == {7: [(0, wire.state_vector(doc.get_state())[7])]}
    assert found.octets == len("Été 😀 ici".encode()) + len("Un titre")
    assert found.deletes
    assert len(found.types) == 6


@pytest.mark.parametrize("seed", range(20))
def test_the_ledger_knows_what_the_document_knows(seed: int) -> None:
    doc: Doc[Any] = Doc()
    ledger = Ledger(nesting=16)
    for sent in random_session(seed):
        weighed = ledger.weigh(inspect(sent, LIMITS))
        assert not weighed.pending
        ledger.add(weighed)
        doc.apply_update(sent)
        known = wire.state_vector(doc.get_state())
        assert {client: ledger.end(client) for client in known} == known
    assert {
        client: spans.end for client, spans in Ledger.of(doc.get_update(), nesting=16).known.items()
    } == known


@pytest.mark.parametrize("seed", range(20))
def test_what_would_stay_pending_is_known_before(seed: int) -> None:
    """Of updates that come in any order, some missing, the ledger says which the parser
    would keep without applying."""
    random = Random(seed)
    sent = random_session(seed, steps=25)
    start, rest = sent[0], sent[1:]
    random.shuffle(rest)
    doc: Doc[Any] = Doc()
    doc.apply_update(start)
    ledger = Ledger.of(start, nesting=16)
    refused = 0
    for one in rest:
        weighed = ledger.weigh(inspect(one, LIMITS))
        if weighed.pending:
            refused += 1
            continue
        doc.apply_update(one)
        ledger.add(weighed)
        known = wire.state_vector(doc.get_state())
        assert {client: ledger.end(client) for client in known} == known
    assert refused


def test_an_answer_that_relays_several_people_is_placed_in_any_order() -> None:
    sent = random_session(3)
    doc: Doc[Any] = Doc()
    weighed = Ledger(nesting=16).weigh(inspect(merge_updates(*sent), LIMITS))
    doc.apply_update(merge_updates(*sent))
    assert not weighed.pending
    assert {client: spans.end for client, spans in weighed.fresh.items()} == wire.state_vector(
        doc.get_state()
    )


def test_what_is_known_already_is_nothing_new() -> None:
    doc = document()
    ledger = Ledger.of(doc.get_update(), nesting=16)
    assert ledger.weigh(inspect(doc.get_update(), LIMITS)).fresh == {}


# -- What they do not -------------------------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_refused_or_read(data: bytes) -> None:
    try:
        found = inspect(data, LIMITS)
        Ledger(nesting=16).weigh(found)
    except (BadUpdate, TooLarge, TooDeep):
        return
    assert found.count <= len(data)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 255), st.integers(0, 400))
def test_what_passes_never_harms_the_parser(place: int, byte: int, cut: int) -> None:
    """A real update with one byte changed, or cut short: refused here, or the parser
    applies it or says no."""
    whole = bytearray(_REAL)
    whole[place % len(whole)] = byte
    data = bytes(whole[: len(whole) - cut % len(whole)]) if cut % 3 == 0 else bytes(whole)
    try:
        weighed = Ledger(nesting=16).weigh(inspect(data, LIMITS))
    except (BadUpdate, TooLarge, TooDeep):
        return
    if not weighed.pending:
        doc: Doc[Any] = Doc()
        try:
            doc.apply_update(data)
        except ValueError:
            return
        known = wire.state_vector(doc.get_state())
        assert known == {client: spans.end for client, spans in weighed.fresh.items()}


_REAL = document().get_update()


@pytest.mark.parametrize("length", range(len(_REAL)))
def test_an_update_cut_short_is_refused(length: int) -> None:
    with pytest.raises(BadUpdate):
        inspect(_REAL[:length], LIMITS)


def test_more_after_the_end_is_refused() -> None:
    with pytest.raises(BadUpdate):
        inspect(_REAL + b"\x00", LIMITS)


_HUGE = uint(2**31 - 2)
GIANTS = {
    "clients": _HUGE,
    "structs": uint(1) + _HUGE + uint(7) + uint(0),
    "a string": update({7: (0, [in_root("page", "k", STRING, _HUGE)])}),
    "values": update({7: (0, [in_root("page", "k", ANY, _HUGE)])}),
    "an array": update({7: (0, [in_root("page", "k", ANY, uint(1) + b"\x75" + _HUGE)])}),
    "an object": update({7: (0, [in_root("page", "k", ANY, uint(1) + b"\x76" + _HUGE)])}),
    "bytes": update({7: (0, [in_root("page", "k", ANY, uint(1) + b"\x74" + _HUGE)])}),
    "JSON": update({7: (0, [in_root("page", "k", JSON, _HUGE)])}),
    "binary": update({7: (0, [in_root("page", "k", 3, _HUGE)])}),
    "deleting clients": b"\x00" + _HUGE,
    "deletions": b"\x00\x01\x07" + _HUGE,
}


@pytest.mark.parametrize("name", GIANTS)
def test_a_few_bytes_cannot_ask_for_much_memory(name: str) -> None:
    tracemalloc.start()
    with pytest.raises((BadUpdate, TooLarge)):
        inspect(GIANTS[name], LIMITS)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 200_000


BAD = {
    "a document inside": update({7: (0, [in_root("page", "k", DOC, text("x") + b"\x76\x00")])}),
    "a weak link": update({7: (0, [in_root("page", "k", TYPE, uint(7))])}),
    "content that does not exist": update({7: (0, [in_root("page", "k", 11, b"\x00")])}),
    "a clock past its end": update({7: (2**31 - 1, [in_root("page", "k", DELETED, uint(9))])}),
    "a client past its end": update({2**53: (0, [in_root("page", "k", DELETED, uint(1))])}),
    "nothing": update({7: (0, [in_root("page", "k", STRING, text(""))])}),
    "a client twice": b"\x02" + update({7: (0, [b"\x00\x01"])})[1:-1] * 2 + b"\x00",
    "a client with nothing": update({7: (0, [])}),
    "half a letter": update({7: (0, [in_root("page", "k", STRING, uint(1) + b"\xc3")])}),
    "a mark that is no JSON": update({7: (0, [in_root("p", "k", FORMAT, text("b") + text("{"))])}),
    "NaN": update({7: (0, [in_root("p", "k", EMBED, text("NaN"))])}),
    "deep JSON": update({7: (0, [in_root("p", "k", EMBED, text("[" * 17 + "]" * 17))])}),
    "very deep JSON": update({7: (0, [in_root("p", "k", EMBED, text("[" * 9000))])}),
    "a deep value": update(
        {7: (0, [in_root("p", "k", ANY, uint(1) + b"\x75\x01" * 17 + b"\x7e")])}
    ),
    "a number in more bytes than it needs": b"\x80\x00\x00",
    "a parent of no kind": update({7: (0, [b"\x24\x02" + text("x") + text("y")])}),
    "a deletion past the end": update({}, {7: [(2**31 - 1, 2)]}),
    "a deletion of nothing": update({}, {7: [(1, 0)]}),
}


@pytest.mark.parametrize("name", BAD)
def test_what_no_browser_writes_is_refused(name: str) -> None:
    with pytest.raises(BadUpdate):
        inspect(BAD[name], LIMITS)


def test_too_much_is_told_from_bad() -> None:
    gaps = update({7: (0, [b"\x00\x01"] * 21)})
    with pytest.raises(TooLarge):
        inspect(gaps, Limits(structs=20))
    assert inspect(gaps, Limits(structs=21)).count == 21
    with pytest.raises(TooLarge):
        inspect(gaps, Limits(octets=len(gaps) - 1))
    with pytest.raises(TooLarge):
        inspect(update({}, {7: [(1, 1)] * 5}), Limits(deletes=4))
    with pytest.raises(TooLarge):
        inspect(update({7: (0, [in_root("p", "k", EMBED, text('"' + "x" * 99 + '"'))])}),
                Limits(values=50))  # fmt: skip


def test_an_attribute_of_many_values_counts_them_together() -> None:
    many = in_root("p", "k", ANY, uint(10) + (b"\x77" + text("x" * 20)) * 10)
    with pytest.raises(TooLarge):
        inspect(update({7: (0, [many])}), Limits(values=100))


# -- Nesting ----------------------------------------------------------------------------


def test_types_nest_only_so_deep() -> None:
    ledger = Ledger(nesting=16)
    ledger.weigh(inspect(crafted.chain(7, 0, 16), LIMITS))
    with pytest.raises(TooDeep):
        ledger.weigh(inspect(crafted.chain(7, 0, 17), LIMITS))


def test_a_chain_over_several_updates_is_refused_too() -> None:
    """The parser recurses when such a chain is deleted, and takes the process with it."""
    ledger = Ledger(nesting=16)
    for start in range(0, 16, 4):
        ledger.add(ledger.weigh(inspect(crafted.chain(7, start, 4), LIMITS)))
    with pytest.raises(TooDeep):
        ledger.weigh(inspect(crafted.chain(7, 16, 1), LIMITS))
    assert Ledger.of(crafted.chain(7, 0, 16), nesting=16).known[7].at(15) == 16


def test_depth_is_that_of_a_neighbour_where_no_parent_is_named() -> None:
    ledger = Ledger(nesting=3)
    ledger.add(ledger.weigh(inspect(crafted.chain(7, 0, 3), LIMITS)))
    beside = update({8: (0, [crafted.after((7, 2), TYPE, uint(MAP))])})
    ledger.add(ledger.weigh(inspect(beside, LIMITS)))
    inside = update({8: (1, [crafted.inside((8, 0), "k", TYPE, uint(MAP))])})
    with pytest.raises(TooDeep):
        ledger.weigh(inspect(inside, LIMITS))


def test_who_types_takes_no_room_in_the_ledger() -> None:
    doc: Doc[Any] = Doc(client_id=7)
    words = doc.get("page", type=Text)
    ledger = Ledger(nesting=16)
    for letter in "abcdefghij" * 30:
        before = doc.get_state()
        words += letter
        ledger.add(ledger.weigh(inspect(doc.get_update(before), LIMITS)))
    assert ledger.end(7) == 300
    assert len(ledger.known[7].starts) == 1


def test_nothing_lies_in_what_holds_nothing() -> None:
    """The parser stops in the middle of such an update, and the document is half changed."""
    ledger = Ledger(nesting=16)
    word = crafted.in_root("page", "k", STRING, text("a"))
    ledger.add(ledger.weigh(inspect(update({7: (0, [word])}), LIMITS)))
    inside = update({8: (0, [crafted.inside((7, 0), "k", STRING, text("b"))])})
    with pytest.raises(BadUpdate):
        ledger.weigh(inspect(inside, LIMITS))


def test_structs_that_wait_for_each_other_are_pending() -> None:
    """Two that each stand after the other; the walk ends."""
    loop = update({
        7: (0, [crafted.after((8, 0), STRING, text("a"))]),
        8: (0, [crafted.after((7, 0), STRING, text("b"))]),
    })  # fmt: skip
    assert Ledger(nesting=16).weigh(inspect(loop, LIMITS)).pending


def test_a_deletion_of_what_nobody_has_is_pending() -> None:
    ledger = Ledger.of(document().get_update(), nesting=16)
    assert ledger.weigh(inspect(update({}, {7: [(500, 1)]}), LIMITS)).pending
    assert not ledger.weigh(inspect(update({}, {7: [(1, 1)]}), LIMITS)).pending


# -- What hangs on what -----------------------------------------------------------------


def test_words_beside_inside_or_after_others_rest_on_them() -> None:
    gone = {7: [(10, 5)]}
    for made in (
        crafted.after((7, 12), STRING, text("x")),
        crafted.between((9, 0), (7, 14), STRING, text("x")),
        crafted.inside((7, 10), "k", STRING, text("x")),
    ):
        assert inspect(update({8: (0, [made])}), LIMITS).rests_on(gone)
    assert inspect(update({}, {7: [(14, 3)]}), LIMITS).rests_on(gone)
    later = update({7: (15, [in_root("page", "k", STRING, text("x"))])})
    assert inspect(later, LIMITS).rests_on(gone)
    elsewhere = update({8: (0, [crafted.after((7, 9), STRING, text("x"))])}, {7: [(15, 1)]})
    assert not inspect(elsewhere, LIMITS).rests_on(gone)
