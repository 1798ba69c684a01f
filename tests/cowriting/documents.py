"""Documents of every kind, for properties that hold for all of them.

`words()` makes the words of a page: every type of block, every mark, nested lists, emoji,
right-to-left, combining characters. `document(words)` is the shared document that the
server seeds from them; `spell` a body without what the server leaves to its base.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment

from cowriting.document.conversion import seed
from cowriting.document.shape import SHAPE, TEXT_SLOTS, Field, Kind

SERVER = 4_000_000_001

_WORDS = [
    "mot", "médiation", "quartier", "l'accès", "« vite »", "100 %", "a&b", "<p>", '"guillemets"',
    "😀", "👩🏽‍🚒", "🇫🇷", "é", "noe\u0308l", "ا\u064eلسلام", "שלום", "कि", "\u00a0", "ﬁn", "𝕏",
]  # fmt: skip

word = st.sampled_from(_WORDS)
#: Words of one line.
line = st.lists(word, max_size=5).map(" ".join)
lines = st.lists(line, max_size=4).map("\n".join)
ids = st.uuids(version=4).map(str)
_key = st.sampled_from(["", "a1b2c", "zz9y8", "k0k0k"])
_links = st.sampled_from(
    [
        'href="https://example.org/?a=1&amp;b=é"',
        'href="mailto:a@example.org"',
        'href="#bas"',
        'linktype="page" id="3"',
        'linktype="document" id="12"',
    ]
)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def _inline(draw: st.DrawFn) -> str:
    made = ""
    for words in draw(st.lists(word.map(_escaped), min_size=1, max_size=5)):
        mark = draw(st.sampled_from(["", "", "b", "i", "strong", "em", "both", "a", "a b", "br"]))
        match mark:
            case "":
                made += f"{words} "
            case "br":
                made += f"{words}<br/>"
            case "both":
                made += f"<i><b>{words}</b> et</i> "
            case "a":
                made += f"<a {draw(_links)}>{words}</a> "
            case "a b":
                made += f"<b>avant <a {draw(_links)}>{words}</a></b>"
            case _:
                made += f"<{mark}>{words}</{mark}>"
    return made


def _attribute(key: str) -> str:
    return f' data-block-key="{key}"' if key else ""


@st.composite
def _list(draw: st.DrawFn, depth: int = 1) -> str:
    tag = draw(st.sampled_from(["ul", "ol"]))
    items = ""
    for inner in draw(st.lists(_inline(), min_size=1, max_size=3)):
        nested = draw(_list(depth + 1)) if depth < 3 and draw(st.booleans()) else ""
        items += f"<li{_attribute(draw(_key))}>{inner}{nested}</li>"
    return f"<{tag}>{items}</{tag}>"


@st.composite
def _paragraph(draw: st.DrawFn) -> str:
    return f"<p{_attribute(draw(_key))}>{draw(st.just('') | _inline())}</p>"


#: Rich text as writers store it.
rich = st.lists(_paragraph() | _list(), max_size=4).map("".join)

_items = st.lists(
    st.builds(lambda words, key: {"type": "item", "value": words, "id": key}, line, ids),
    max_size=3,
)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    headings = draw(st.lists(line, max_size=3))
    width = len(headings)
    rows = draw(st.lists(st.lists(line, min_size=width, max_size=width), max_size=3))
    return {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in rows],
        "caption": draw(line),
    }


def _of(field: Field) -> st.SearchStrategy[Any]:
    match field.kind:
        case Kind.LINE:
            return line
        case Kind.LINES | Kind.PLAIN_RICH:
            return lines
        case Kind.LIST:
            return _items
        case Kind.RICH:
            return rich
        case Kind.TABLE:
            return tables()
        case Kind.FLAG:
            return st.booleans()
        case Kind.FILE:
            return st.none() | st.integers(1, 10**9)
        case _:
            return st.sampled_from(["", *field.options] if not field.default else field.options)


def values(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """The raw value of a block of that type."""
    return st.fixed_dictionaries({name: _of(field) for name, field in SHAPE[kind].items()})


KINDS = tuple(SHAPE)


@st.composite
def blocks(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> dict[str, Any]:
    kind = draw(st.sampled_from(kinds))
    return {"type": kind, "value": draw(values(kind)), "id": draw(ids)}


def bodies(
    max_size: int = 5, kinds: tuple[str, ...] = KINDS
) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(blocks(kinds), max_size=max_size, unique_by=lambda block: block["id"])


def words(max_blocks: int = 5, kinds: tuple[str, ...] = KINDS) -> st.SearchStrategy[dict[str, Any]]:
    """The words of a page as writers make them."""
    return st.fixed_dictionaries(
        {
            "title": line.map(lambda title: title.strip() or "Sans titre"),
            "summary": lines,
            "approach": lines,
            "addressees": lines,
            "body": bodies(max_blocks, kinds),
        }
    )


#: What nobody should store, and what may stand there all the same.
odd_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(st.characters(), max_size=8)
    | line,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "value", "id", "columns", "x"]), inner)
    ),
    max_leaves=5,
)


@st.composite
def odd_blocks(draw: st.DrawFn) -> dict[str, Any]:
    """A block that no writer of ours makes: unknown types and fields, odd values."""
    kind = draw(st.sampled_from([*SHAPE, "raw_html", "old"]))
    value = draw(st.dictionaries(st.sampled_from([*SHAPE.get(kind, {}), "extra"]), odd_values))
    block = {"type": kind, "value": draw(st.just(value) | odd_values), "id": draw(ids)}
    return block | draw(st.sampled_from([{}, {"added_by_a_plugin": 1}]))


def odd_words() -> st.SearchStrategy[dict[str, Any]]:
    """Words as they may stand in an old or foreign database."""
    return st.fixed_dictionaries(
        {
            "title": line,
            "summary": st.text(max_size=20),
            "approach": odd_values,
            "addressees": st.text(max_size=20),
            "body": st.lists(
                blocks() | odd_blocks(), max_size=5, unique_by=lambda block: block["id"]
            ),
        }
    )


def document(words: dict[str, Any], *, client: int = SERVER) -> Doc[Any]:
    """The shared document of these words, as another process would hold it."""
    doc: Doc[Any] = Doc(client_id=client + 1)
    doc.apply_update(seed(words, client=client))
    return doc


def twin(doc: Doc[Any], *, client: int) -> Doc[Any]:
    """The same document on another computer, under a client id of its own."""
    other: Doc[Any] = Doc(client_id=client)
    other.apply_update(doc.get_update())
    return other


def block_id(number: int) -> str:
    """The id of a block in a test that names its blocks by numbers."""
    return str(UUID(int=number))


# -- What a browser of one's own making may send ---------------------------------------

_scalars: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
    | st.binary(max_size=4)
    | st.lists(st.integers(0, 9), max_size=2)
    | st.dictionaries(st.text("ab", max_size=2), st.floats(), max_size=2)
)


def _anything(draw: st.DrawFn, depth: int = 0) -> Any:
    """A value of any type that a shared map may hold."""
    match draw(st.integers(0, 6 if depth < 2 else 3)):
        case 0 | 1:
            return draw(_scalars)
        case 2:
            return Text(draw(line))
        case 3:
            return XmlFragment([XmlElement(draw(st.sampled_from(["paragraph", "script"])))])
        case 4:
            return Array([1, "x"])
        case 5:
            return Doc()
        case _:
            keys = st.sampled_from(["type", "order", "deleted", "cells", "heading", "x@1", "text"])
            return Map({key: _anything(draw, depth + 1) for key in draw(st.sets(keys, max_size=3))})


@st.composite
def hostile(draw: st.DrawFn) -> tuple[dict[str, Any], Doc[Any]]:
    """Words, and their document after somebody wrote nonsense into it by hand."""
    said = draw(words(3))
    doc = document(said)
    root = doc.get("blocks", type=Map)
    held = [block["id"] for block in said["body"]]
    keys = st.sampled_from([*held, block_id(1), "", "x" * 999, "<script>", "../..", "\x00", "é"])
    inner = ["type", "order", "deleted", "text", "columns", "rows", *TEXT_SLOTS[:5]]
    inner += ["choice:level", "choice:image", "choice:decorative", "choice:horizon", "odd"]
    for _time in range(draw(st.integers(1, 6))):
        key = draw(keys)
        if key in root and isinstance(root[key], Map) and draw(st.booleans()):
            root[key][draw(st.sampled_from(inner))] = _anything(draw)
        else:
            root[key] = _anything(draw)
    if draw(st.booleans()):
        doc.get("page", type=Map)[draw(st.sampled_from(["title", "odd"]))] = _anything(draw)
    return said, doc


def sample() -> dict[str, Any]:
    """A page with words in blocks of four types, under the ids 1 to 4."""
    finding = {
        "title": "Constat",
        "text": '<p data-block-key="a1">Là <b>où</b></p><ul><li>une médiation</li></ul>',
        "territory": "", "source_kind": "field", "source": "une référence",
    }  # fmt: skip
    proposal = {
        "title": "Proposition", "text": "<p>Faire.</p>", "horizon": "",
        "audiences": [
            {"type": "item", "value": "Familles", "id": "i1"},
            {"type": "item", "value": "Écoles", "id": "i2"},
        ],
        "lead_actors": [], "associated_actors": [],
        "lever": "", "condition": "", "means": "", "example": "a\r\nb",
    }  # fmt: skip
    table = {
        "columns": [{"type": "text", "heading": "A"}, {"type": "text", "heading": "B"}],
        "rows": [{"values": ["1", "2"]}, {"values": ["3", "4"]}],
        "caption": "source",
    }
    return {
        "title": "Titre", "summary": "Un chapô.", "approach": "", "addressees": "Ville\nÉtat",
        "body": [
            {"type": "finding", "value": finding, "id": block_id(1)},
            {"type": "proposal", "value": proposal, "id": block_id(2)},
            {"type": "table", "value": {"caption": "Légende", "table": table}, "id": block_id(3)},
            {
                "type": "image", "id": block_id(4),
                "value": {"image": 7, "alt_text": "", "decorative": False, "caption": ""},
            },
        ],
    }  # fmt: skip


def block_in(doc: Doc[Any], number: int = 1) -> Map[Any]:
    """A block of a document by the number of its id."""
    block: Map[Any] = doc.get("blocks", type=Map)[block_id(number)]
    return block


def same(one: Any, other: Any) -> bool:
    """Byte for byte, save for the order of the fields of a page."""
    return json.dumps(_by_name(one)) == json.dumps(_by_name(other))


def _by_name(said: Any) -> Any:
    return sorted(said.items()) if isinstance(said, dict) else said


def ours(said: dict[str, Any]) -> Doc[Any]:
    """The document of a page, to be written in by somebody of ours."""
    return twin(document(said), client=5_000_000_001)


def calls_of(work: Callable[[], object]) -> int:
    """How many calls something takes: a measure that a busy machine does not change."""
    counted = 0

    def count(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted
