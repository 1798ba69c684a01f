"""From the HTML of a rich text to its tree, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from kit.richtext import clean_html

from .richtext import (
    BREAK,
    MAX_LISTS,
    SPACES,
    UNSPEAKABLE,
    Item,
    Link,
    List,
    Node,
    Paragraph,
    Run,
    Tree,
    item,
    key_of,
    link_to,
    link_within,
    paragraph,
    tree,
)


@lru_cache(maxsize=2048)
def parse(html: str) -> Tree:
    """The tree of a rich text of a page, whoever wrote it."""
    reader = _Reader()
    reader.feed(clean_html(UNSPEAKABLE.sub("", html)))
    reader.close()
    return reader.finish()


def render(nodes: Tree) -> str:
    """HTML as Wagtail's own editor writes it, clean; no key twice."""
    return clean_html("".join(map(_html_of, _keyed(nodes, set()))))


def _keyed(nodes: Iterable[Node], seen: set[str]) -> Iterator[Node]:
    """The same nodes; a key that was there before is left out."""
    for node in nodes:
        if isinstance(node, Paragraph):
            yield replace(node, key=_once(node.key, seen))
        else:
            items = []
            for entry in node.items:
                key = _once(entry.key, seen)
                items.append(Item(tuple(_keyed(entry.children, seen)), key))
            yield List(node.ordered, tuple(items))


def _once(key: str, seen: set[str]) -> str:
    if not key or key in seen:
        return ""
    seen.add(key)
    return key


def _html_of(node: Node) -> str:
    if isinstance(node, Paragraph):
        return f"<p{_key_attribute(node.key)}>{_inline_html(node.runs)}</p>"
    tag = "ol" if node.ordered else "ul"
    return f"<{tag}>{''.join(map(_item_html, node.items))}</{tag}>"


def _item_html(entry: Item) -> str:
    inner = "".join(
        _inline_html(child.runs) if isinstance(child, Paragraph) else _html_of(child)
        for child in entry.children
    )
    return f"<li{_key_attribute(entry.key)}>{inner}</li>"


def _key_attribute(key: str) -> str:
    return f' data-block-key="{key}"' if key else ""


def _inline_html(runs: Iterable[Run]) -> str:
    return "".join(
        _linked(link, "".join(_bold_html(bold, same) for bold, same in groupby(parts, _is_bold)))
        for link, parts in groupby(runs, lambda run: run.link)
    )


def _is_bold(run: Run) -> bool:
    return run.bold


def _bold_html(bold: bool, runs: Iterable[Run]) -> str:
    inner = "".join(_italic_html(run) for run in runs)
    return f"<b>{inner}</b>" if bold else inner


def _italic_html(run: Run) -> str:
    if run.text == BREAK:
        return "<br>"
    words = escape(run.text, quote=False)
    return f"<i>{words}</i>" if run.italic else words


def _linked(link: Link | None, inner: str) -> str:
    if link is None:
        return inner
    kind, target = link
    if kind == "href":
        return f'<a href="{escape(target)}">{inner}</a>'
    return f'<a linktype="{kind}" id="{target}">{inner}</a>'


class _Reader(HTMLParser):
    """Reads what `clean_html` lets through, and forgives everything."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tops: list[Node] = []
        #: Open lists with their items, and within each the children of its open item.
        self._open: list[_OpenList] = []
        self._ignored = 0
        self._runs: list[Run] | None = None
        self._key = ""
        self._explicit = False
        self._bold = self._italic = 0
        self._links: list[Link | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        match tag:
            case "p":
                self._begin(key_of(values.get("data-block-key")))
            case "ul" | "ol":
                self._open_list(tag == "ol")
            case "li":
                self._open_item(key_of(values.get("data-block-key")))
            case "br":
                self._say(BREAK)
            case "b" | "strong":
                self._bold += 1
            case "i" | "em":
                self._italic += 1
            case "a":
                self._links.append(_link_of(values))

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "p":
                self._end()
            case "li":
                self._end()
            case "ul" | "ol":
                self._close_list()
            case "b" | "strong":
                self._bold = max(0, self._bold - 1)
            case "i" | "em":
                self._italic = max(0, self._italic - 1)
            case "a" if self._links:
                self._links.pop()

    def handle_data(self, data: str) -> None:
        words = SPACES.sub(" ", data)
        if self._runs is not None or words.strip(" "):
            self._say(words)

    def finish(self) -> Tree:
        while self._open:
            self._ignored = 0
            self._close_list()
        self._end()
        return tree(self._tops)

    def _say(self, words: str) -> None:
        if self._runs is None:
            self._begin("", explicit=False)
        assert self._runs is not None
        link = self._links[-1] if self._links else None
        self._runs.append(Run(words, self._bold > 0, self._italic > 0, link))

    def _begin(self, key: str, *, explicit: bool = True) -> None:
        self._end()
        self._runs, self._key, self._explicit = [], key, explicit

    def _end(self) -> None:
        if self._runs is None:
            return
        made = paragraph(self._runs, self._key)
        self._runs = None
        if self._open:
            self._open[-1].children.append(made)
        elif made.runs or self._explicit:
            self._tops.append(made)

    def _open_list(self, ordered: bool) -> None:
        self._end()
        if len(self._open) < MAX_LISTS:
            self._open.append(_OpenList(ordered))
        else:
            self._ignored += 1

    def _close_list(self) -> None:
        self._end()
        if self._ignored:
            self._ignored -= 1
        elif self._open:
            closed = self._open.pop().finish()
            (self._open[-1].children if self._open else self._tops).append(closed)

    def _open_item(self, key: str) -> None:
        self._end()
        if self._open:
            self._open[-1].next_item(key)
        else:
            self._begin(key)


class _OpenList:
    """A list that is being read; words outside its items are an item too."""

    def __init__(self, ordered: bool) -> None:
        self.ordered = ordered
        self.items: list[Item] = []
        self.children: list[Node] = []
        self._key: str | None = None

    def next_item(self, key: str) -> None:
        self._finish_item()
        self._key = key

    def finish(self) -> List:
        self._finish_item()
        return List(self.ordered, tuple(self.items))

    def _finish_item(self) -> None:
        spoken = tree(c for c in self.children if not isinstance(c, List) or c.items)
        if self._key is not None or spoken:
            self.items.append(item(spoken, self._key or ""))
        self.children, self._key = [], None


def _link_of(values: dict[str, str]) -> Link | None:
    if "linktype" in values:
        return link_within(values["linktype"], values.get("id"))
    return link_to(values["href"]) if values.get("href") else None
