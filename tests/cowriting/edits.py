"""Changes that two sides make to one text: in its page (`theirs`), in its document (`ours`).

Every change that adds words adds a mark of its own, so that a test can tell what became
of each.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st
from pycrdt import Doc, Map, Text, XmlElement, XmlFragment, XmlText

from cowriting.document.markup import parse, render
from cowriting.document.ordering import between
from cowriting.document.reading import live, maps_in, order_of
from cowriting.document.richtext import Item, List, Node, Paragraph, Run, Tree, item
from cowriting.document.seeding import add_block
from cowriting.document.shape import PAGE, SHAPE, TEXT_SLOTS, Kind

from .documents import block_id, line

_RICH_KINDS = ("finding", "proposal", "attention", "text")


class Marks:
    """Words that nobody wrote before: `Uo0u`, `Uo1u`…"""

    def __init__(self, side: str) -> None:
        self._side, self.made = side, list[str]()

    def next(self) -> str:
        self.made.append(f"U{self._side}{len(self.made)}u")
        return self.made[-1]


# -- In the page ------------------------------------------------------------------------


def change_page(draw: st.DrawFn, words: dict[str, Any], marks: Marks, times: int) -> dict[str, Any]:
    """A copy of `words` with some changes in it."""
    made = deepcopy(words)
    for number in range(times):
        body = made["body"]
        match draw(st.integers(0, 9)):
            case 0:
                name = draw(st.sampled_from(sorted(PAGE)))
                made[name] = _typed(draw, made[name], marks)
            case 1:
                new = {"type": "text", "value": {"text": f"<p>{marks.next()}</p>"}}
                body.insert(draw(st.integers(0, len(body))), new | {"id": block_id(500 + number)})
            case 2 if body:
                body.pop(draw(st.integers(0, len(body) - 1)))
            case 3 if body:
                block = body.pop(draw(st.integers(0, len(body) - 1)))
                body.insert(draw(st.integers(0, len(body))), block)
            case _ if body:
                _change_value(draw, draw(st.sampled_from(body)), marks)
    return made


def _change_value(draw: st.DrawFn, block: dict[str, Any], marks: Marks) -> None:
    name = draw(st.sampled_from(sorted(SHAPE[block["type"]])))
    field, value = SHAPE[block["type"]][name], block["value"]
    match field.kind:
        case Kind.LINE | Kind.LINES | Kind.PLAIN_RICH:
            value[name] = _typed(draw, value.get(name) or "", marks)
        case Kind.LIST:
            entry = {"type": "item", "value": marks.next(), "id": block_id(900 + len(marks.made))}
            items = value.setdefault(name, [])
            items.insert(draw(st.integers(0, len(items))), entry)
        case Kind.RICH:
            value[name] = render(_change_tree(draw, parse(value.get(name) or ""), marks))
        case Kind.TABLE:
            _change_table(draw, value[name], marks)
        case Kind.OPTION:
            value[name] = draw(st.sampled_from(field.options))


def _typed(draw: st.DrawFn, words: str, marks: Marks) -> str:
    """The words with one put in, and sometimes one taken out."""
    parts = words.split(" ")
    if len(parts) > 1 and draw(st.booleans()):
        parts.pop(draw(st.integers(0, len(parts) - 1)))
    parts.insert(draw(st.integers(0, len(parts))), marks.next())
    return " ".join(parts)


def _change_tree(draw: st.DrawFn, tree: Tree, marks: Marks) -> Tree:
    nodes: list[Node] = list(tree)
    place = draw(st.integers(0, len(nodes)))
    new = Paragraph((Run(marks.next(), bold=draw(st.booleans())),))
    if place == len(nodes) or draw(st.integers(0, 4)) == 0:
        nodes.insert(place, draw(st.sampled_from([new, List(False, (item([new]),))])))
    elif draw(st.integers(0, 4)) == 0:
        nodes[place] = new
    elif draw(st.integers(0, 4)) == 0:
        del nodes[place]
    else:
        nodes[place] = _change_node(draw, nodes[place], new)
    return tuple(nodes)


def _change_node(draw: st.DrawFn, node: Node, new: Paragraph) -> Node:
    if isinstance(node, Paragraph):
        rank = draw(st.integers(0, len(node.runs)))
        return Paragraph((*node.runs[:rank], *new.runs, *node.runs[rank:]), node.key)
    items: list[Item] = list(node.items)
    rank = draw(st.integers(0, len(items)))
    if rank == len(items):
        items.append(item([new]))
    else:
        children = list(items[rank].children)
        children[0] = _change_node(draw, children[0], new)
        items[rank] = item(children, items[rank].key)
    return List(node.ordered, tuple(items))


def _change_table(draw: st.DrawFn, table: dict[str, Any], marks: Marks) -> None:
    rows, columns = table["rows"], table["columns"]
    match draw(st.integers(0, 4)):
        case 0:
            row = {"values": [marks.next() for _column in columns]}
            rows.insert(draw(st.integers(0, len(rows))), row)
        case 1:
            place = draw(st.integers(0, len(columns)))
            columns.insert(place, {"type": "text", "heading": marks.next()})
            for row in rows:
                row["values"].insert(place, "")
        case 2 if rows:
            rows.pop(draw(st.integers(0, len(rows) - 1)))
        case _ if rows and columns:
            row = draw(st.sampled_from(rows))["values"]
            row[draw(st.integers(0, len(row) - 1))] += f" {marks.next()}"


# -- In the document --------------------------------------------------------------------


def change_document(draw: st.DrawFn, doc: Doc[Any], marks: Marks, times: int) -> None:
    """Some changes as browsers make them."""
    for number in range(times):
        blocks = doc.get("blocks", type=Map)
        held = [block for _key, block in maps_in(blocks)]
        match draw(st.integers(0, 9)):
            case 0:
                page = doc.get("page", type=Map)
                _type_into(draw, page[draw(st.sampled_from(sorted(PAGE)))], marks)
            case 1:
                new = {"type": "text", "value": {"text": f"<p>{marks.next()}</p>"}}
                key = block_id(700 + number)
                add_block(blocks, new | {"id": key}, _anywhere(draw, blocks), doc.client_id)
            case 2 if held:
                draw(st.sampled_from(held))["deleted"] = draw(st.booleans())
            case 3 if held:
                draw(st.sampled_from(held))["order"] = _anywhere(draw, blocks)
            case 4 if held:
                block = draw(st.sampled_from(held))
                if block["type"] in _RICH_KINDS:
                    block["type"] = draw(st.sampled_from(_RICH_KINDS))
            case _ if held:
                _write_in(draw, draw(st.sampled_from(held)), marks, doc.client_id)


def _anywhere(draw: st.DrawFn, blocks: Map[Any]) -> str:
    standing = [order_of(block) for _key, block in live(blocks)]
    place = draw(st.integers(0, len(standing)))
    before = standing[place - 1] if place else None
    return between(before, standing[place] if place < len(standing) else None, 77)


def _write_in(draw: st.DrawFn, block: Map[Any], marks: Marks, client: int) -> None:
    shown = [f.slot for f in SHAPE[block["type"]].values()]
    slot = draw(
        st.sampled_from([s for s in shown if s in TEXT_SLOTS or s in ("text", "rows")] or ["title"])
    )
    held = block[slot]
    if isinstance(held, Text):
        _type_into(draw, held, marks)
    elif isinstance(held, XmlFragment):
        _write_rich(draw, held, marks)
    elif isinstance(held, Map):
        cells = [row["cells"] for _key, row in live(held)]
        texts = [held[key] for held in cells for key in sorted(held.keys())]
        if texts:
            _type_into(draw, draw(st.sampled_from(texts)), marks)


def _type_into(draw: st.DrawFn, text: Text | XmlText, marks: Marks) -> None:
    words = str(text) if isinstance(text, Text) else "".join(w for w, _m in text.diff())
    if words and draw(st.integers(0, 3)) == 0:
        words = words[:-1]
        del text[len(words.encode()) :]
    place = draw(st.integers(0, len(words)))
    text.insert(len(words[:place].encode()), f" {marks.next()} ")


def _write_rich(draw: st.DrawFn, fragment: XmlFragment, marks: Marks) -> None:
    texts = list(_texts(fragment))
    if texts and draw(st.integers(0, 2)):
        _type_into(draw, draw(st.sampled_from(texts)), marks)
    else:
        place = draw(st.integers(0, len(fragment.children)))
        made = fragment.children.insert(place, XmlElement("paragraph"))
        made.children.append(XmlText(marks.next()))


def _texts(holder: XmlFragment | XmlElement) -> Any:
    for child in holder.children:
        if isinstance(child, XmlText):
            yield child
        else:
            yield from _texts(child)


def all_words(doc: Doc[Any]) -> str:
    """Everything that is written anywhere in a document, set aside or deleted as well."""
    said: list[str] = []
    for name in ("page", "blocks"):
        _gather(doc.get(name, type=Map), said)
    return "\n".join(said)


def _gather(value: Any, said: list[str]) -> None:
    if isinstance(value, Map):
        for key in sorted(value.keys()):
            _gather(value[key], said)
    elif isinstance(value, Text):
        said.append(str(value))
    elif isinstance(value, XmlFragment):
        said += ["".join(words for words, _marks in text.diff()) for text in _texts(value)]


__all__ = ["Marks", "all_words", "change_document", "change_page", "line"]
