"""Formatted words in a shared document: a fragment, as ProseMirror's editors make it.

Elements `paragraph`, `bulletList`, `orderedList`, `listItem`, `hardBreak`; marks `bold`,
`italic` and `link`. Whatever else a fragment holds is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from .richtext import (
    BREAK,
    MAX_LISTS,
    Item,
    Link,
    List,
    Node,
    Paragraph,
    Run,
    Tree,
    inline,
    item,
    key_of,
    link_to,
    link_within,
    paragraph,
    tree,
)

_LISTS = {"bulletList": False, "orderedList": True}

#: Lists within lists beyond what a room takes (`COWRITING_NESTING`) are not read.
_DEEPEST = 16

Holder = XmlFragment | XmlElement


def read(fragment: XmlFragment) -> Tree:
    """The canonical tree of a fragment, whatever is in it."""
    return tree(node for _rank, node in nodes_of(fragment))


def nodes_of(holder: Holder, level: int = 0) -> Iterator[tuple[int, Node]]:
    """The paragraphs and lists of `holder`, each with its rank among all children.

    `level` is that of the list of which `holder` is an item, 0 for a whole text.
    """
    for rank, child in enumerate(holder.children):
        node = read_node(child, level) if isinstance(child, XmlElement) else None
        if node is not None:
            yield rank, node


def read_node(element: XmlElement, level: int = 0) -> Node | None:
    """A paragraph or a list with items; None for everything else."""
    if element.tag == "paragraph":
        return paragraph(_runs(element), key_of(element.attributes.get("blockKey")))
    if element.tag not in _LISTS or level >= _DEEPEST:
        return None
    items = tuple(
        made for entry, key in items_of(element) for made in _items_from(entry, key, level + 1)
    )
    return List(_LISTS[element.tag], items) if items else None


def _items_from(entry: XmlElement, key: str, level: int) -> Iterator[Item]:
    """One item; at the deepest level, the items of lists within follow it as its equals."""
    nodes = [node for _rank, node in nodes_of(entry, level)]
    if level < MAX_LISTS:
        yield item(nodes, key)
        return
    held: list[Node] = []
    for node in nodes:
        if isinstance(node, Paragraph):
            held.append(node)
            continue
        yield from _spoken(held, key)
        *before, last = node.items
        yield from before
        held, key = list(last.children), last.key
    yield item(held, key)


def _spoken(held: list[Node], key: str) -> Iterator[Item]:
    made = item(held, key)
    if made.children != (Paragraph(),):
        yield made


def items_of(element: XmlElement) -> Iterator[tuple[XmlElement, str]]:
    """The items of a list, each with its key."""
    for child in element.children:
        if isinstance(child, XmlElement) and child.tag == "listItem":
            yield child, key_of(child.attributes.get("blockKey"))


def write(holder: Holder, nodes: Iterable[Node]) -> None:
    """Append nodes; an editor wants a paragraph to stand in, so there is always one."""
    for node in nodes or (Paragraph(),):
        insert(holder, len(holder.children), node)


def insert(holder: Holder, rank: int, node: Node) -> None:
    """Put a node among the children of `holder`."""
    if isinstance(node, Paragraph):
        element = holder.children.insert(rank, XmlElement("paragraph"))
        _set_key(element, node.key)
        write_runs(element, node.runs)
        return
    element = holder.children.insert(
        rank, XmlElement("orderedList" if node.ordered else "bulletList")
    )
    for place, entry in enumerate(node.items):
        insert_item(element, place, entry)


def insert_item(element: XmlElement, rank: int, entry: Any) -> None:
    """Put an item among the children of a list."""
    made = element.children.insert(rank, XmlElement("listItem"))
    _set_key(made, entry.key)
    if not isinstance(entry.children[0], Paragraph):
        write(made, ())
    write(made, entry.children)


def write_runs(element: XmlElement, runs: Iterable[Run]) -> None:
    """Append words to a paragraph."""
    text: XmlText | None = None
    for run in runs:
        if run.text == BREAK:
            element.children.append(XmlElement("hardBreak"))
            text = None
            continue
        if text is None:
            text = element.children.append(XmlText(""))
        text.insert(len(text), run.text, marks_of(run))


def marks_of(run: Run) -> dict[str, Any]:
    """The marks of a run as editors spell them, none left to be inherited."""
    marks: dict[str, Any] = {}
    if run.bold:
        marks["bold"] = {}
    if run.italic:
        marks["italic"] = {}
    if run.link:
        kind, target = run.link
        marks["link"] = {"href": target} if kind == "href" else {"linktype": kind, "id": target}
    return marks


def _set_key(element: XmlElement, key: str) -> None:
    if key:
        element.attributes["blockKey"] = key


def _runs(element: XmlElement) -> Iterator[Run]:
    for child in element.children:
        if isinstance(child, XmlText):
            yield from text_runs(child)
        elif isinstance(child, XmlElement) and child.tag == "hardBreak":
            yield Run(BREAK)


def text_runs(text: XmlText) -> Iterator[Run]:
    """The words of one text node with those of their marks that are known."""
    for words, marks in text.diff():
        if isinstance(words, str):
            yield run_of(inline(words), marks or {})


def run_of(words: str, marks: Mapping[str, Any]) -> Run:
    return Run(words, _has(marks, "bold"), _has(marks, "italic"), _link(marks.get("link")))


def _has(marks: Mapping[str, Any], name: str) -> bool:
    # Editors spell a mark without attributes as an empty map.
    value = marks.get(name)
    return value is True or isinstance(value, dict)


def _link(value: Any) -> Link | None:
    if not isinstance(value, dict):
        return None
    if value.get("linktype"):
        number = value.get("id")
        whole = int(number) if isinstance(number, float) and number.is_integer() else number
        return link_within(value["linktype"], whole)
    href = value.get("href")
    return link_to(href) if isinstance(href, str) and len(href) <= 4000 else None
