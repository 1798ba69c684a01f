"""Formatted words as a tree, which `markup.py` reads from HTML and writes as HTML.

A tree is a tuple of paragraphs and lists in one canonical form, so that two spellings of
the same words are equal: adjacent runs of one format are one run, marks nest as link,
bold, italic, a line break is a run of its own without marks, blank paragraphs at both
ends are left out. Keys (Draftail's `data-block-key`) are carried and never compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from itertools import groupby

from kit.richtext import clean_html

#: Lists within lists: the items of deeper ones stand at this level, each after the item
#: that held it. The browser's own bound is the same (`levels.ts`).
MAX_LISTS = 5

BREAK = "\n"

_KEY = re.compile(r"[0-9A-Za-z_-]{1,32}\Z")
_NUMBER = re.compile(r"[0-9]{1,18}\Z", re.ASCII)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
SPACES = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
#: What no database, no XML and no reader takes: controls, halves of pairs, non-characters.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

#: ("href", address), ("page", id) or ("document", id).
Link = tuple[str, str]


@dataclass(frozen=True)
class Run:
    """Words of one format."""

    text: str
    bold: bool = False
    italic: bool = False
    link: Link | None = None


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...] = ()
    key: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Item:
    children: tuple[Paragraph | List, ...]
    key: str = field(default="", compare=False)


@dataclass(frozen=True)
class List:
    ordered: bool
    items: tuple[Item, ...]


Node = Paragraph | List
Tree = tuple[Node, ...]


# -- The canonical form -----------------------------------------------------------------


def line(words: str) -> str:
    """Words on one line, without blanks at its ends."""
    return UNSPEAKABLE.sub("", SPACES.sub(" ", words)).strip()


def lines(words: str) -> str:
    """Words on as many lines as they have, without blanks at both ends."""
    return UNSPEAKABLE.sub("", _LINE_ENDS.sub("\n", words)).strip()


def inline(words: str) -> str:
    """Words within a paragraph: what ends a line becomes a space."""
    return UNSPEAKABLE.sub("", SPACES.sub(" ", words))


def key_of(value: object) -> str:
    return value if isinstance(value, str) and _KEY.match(value) else ""


@lru_cache(maxsize=4096)
def link_to(href: str) -> Link | None:
    """A link to an address, None for one that the one sanitiser refuses."""
    href = inline(href).strip()
    cleaned = clean_html(f'<a href="{escape(href)}">x</a>')
    return ("href", href) if href and cleaned.startswith("<a href=") else None


def link_within(linktype: object, number: object) -> Link | None:
    """A link to a page or a document by its id, None for what is not one."""
    if linktype in ("page", "document") and _NUMBER.match(str(number)):
        return (str(linktype), str(int(str(number))))
    return None


def paragraph(runs: Iterable[Run], key: str = "") -> Paragraph:
    return Paragraph(tuple(_joined(runs)), key)


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    spoken = (Run(BREAK) if run.text == BREAK else run for run in runs if run.text)
    for (is_break, _format), same in groupby(spoken, lambda r: (r.text == BREAK, _format_of(r))):
        alike = list(same)
        if is_break:
            yield from alike
        else:
            yield replace(alike[0], text="".join(run.text for run in alike))


def _format_of(run: Run) -> tuple[bool, bool, Link | None]:
    return run.bold, run.italic, run.link


def item(children: Iterable[Node], key: str = "") -> Item:
    """An item as HTML can say it: its paragraphs follow each other as lines of one."""
    spoken = [c for c in children if not isinstance(c, Paragraph) or c.runs]
    made: list[Node] = []
    for child in spoken:
        last = made[-1] if made else None
        if isinstance(child, Paragraph) and isinstance(last, Paragraph):
            made[-1] = paragraph((*last.runs, Run(BREAK), *child.runs), last.key)
        else:
            made.append(child)
    return Item(tuple(made) or (Paragraph(),), key)


def tree(nodes: Iterable[Node]) -> Tree:
    """Nodes without empty lists, and without blank paragraphs at both ends."""
    kept = [node for node in nodes if not isinstance(node, List) or node.items]
    while kept and kept[0] == Paragraph():
        kept.pop(0)
    while kept and kept[-1] == Paragraph():
        kept.pop()
    return tuple(kept)


# -- Plain lines --------------------------------------------------------------------------


def plain(nodes: Tree) -> str:
    """The words alone, a line for each paragraph, item and line break."""
    return lines("\n".join(_plain_lines(nodes)))


def from_plain(words: str) -> Tree:
    """A paragraph for each line."""
    return tree(paragraph([Run(inline(text))]) for text in lines(words).split("\n"))


def _plain_lines(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Paragraph):
            yield node.text
        else:
            for entry in node.items:
                yield from _plain_lines(entry.children)
