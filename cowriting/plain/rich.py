"""Between the HTML of a rich text and its lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from html import escape
from html.parser import HTMLParser

from kit.richtext import clean_html

from .lines import Line, nested, normal, read, write
from .runs import Link, Run

_BOLD, _ITALIC = ("b", "strong"), ("i", "em")


def to_plain(html: str) -> str:
    """What one types for `html`."""
    lines = lines_of(html)
    return write(lines, _targets(lines))


def to_html(typed: str, base: str = "") -> str:
    """The HTML of a typed text; `base`: what the person was shown, in HTML.

    Unchanged words give `base` back byte for byte. Lines that were not touched keep all
    that they had, and links to things of the site are those that `base` has.
    """
    before = lines_of(base)
    known = _targets(before)
    if _same(typed, write(before, known)):
        return base
    return clean_html(_html(_with_what_stays(read(typed, known), before, known)))


def _same(one: str, other: str) -> bool:
    return _unified(one) == _unified(other)


def _unified(typed: str) -> str:
    return "\n".join(line.rstrip() for line in typed.replace("\r\n", "\n").strip().split("\n"))


def _targets(lines: Iterable[Line]) -> set[str]:
    links = (run.link for line in lines for run in line.runs if run.link)
    return {link.target for link in links}


def _with_what_stays(after: list[Line], before: list[Line], known: Collection[str]) -> list[Line]:
    """The lines of `after`, those that `before` has already as they were there."""
    old = [_face(line, known) for line in before]
    new = [_face(line, known) for line in after]
    found: list[Line] = []
    for action, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if action == "equal":
            pairs = zip(before[i:j], after[k:m], strict=True)
            found += [replace(was, depth=now.depth, opens=now.opens) for was, now in pairs]
        else:
            keys = [line.key for line in before[i:j]] if action == "replace" else []
            keys += [""] * (m - k)
            found += [replace(line, key=key) for line, key in zip(after[k:m], keys, strict=False)]
    return found


def _face(line: Line, known: Collection[str]) -> tuple[str, str]:
    return line.kind, write([replace(line, depth=0, opens=False)], known)


def lines_of(html: str) -> list[Line]:
    """The paragraphs and items of `html`; words outside of any make a paragraph."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return [line for line in reader.lines if any(run.words.strip() for run in line.runs)]


class _Reader(HTMLParser):
    """HTML of the house, or of anyone: what is not known is skipped, never its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.runs: list[Run] = []
        self.lists: list[str] = []
        self.key = ""
        self.bold = self.italic = 0
        self.link: Link | None = None
        self.opens = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BOLD:
            self.bold += 1
        elif tag in _ITALIC:
            self.italic += 1
        elif tag == "br":
            self._add("\n")
        elif tag == "a":
            kind = given.get("linktype", "")
            self.link = Link(given.get("href", ""), kind, given.get("id", "") if kind else "")
        elif tag in ("ul", "ol", "li", "p"):
            self._open(tag, given.get("data-block-key", ""))

    def _open(self, tag: str, key: str) -> None:
        # A paragraph inside an item is the item's own words.
        if tag != "p" or not self.lists or self.runs:
            self.end_line()
        if tag in ("ul", "ol"):
            self.opens = self.opens or not self.lists
            self.lists.append(tag)
        self.key = key or self.key

    def handle_endtag(self, tag: str) -> None:
        if tag in _BOLD:
            self.bold = max(self.bold - 1, 0)
        elif tag in _ITALIC:
            self.italic = max(self.italic - 1, 0)
        elif tag == "a":
            self.link = None
        elif tag in ("ul", "ol", "li", "p"):
            self.end_line()
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()

    def handle_data(self, data: str) -> None:
        # A line's end in the source is a space.
        self._add(data.replace("\r", " ").replace("\n", " "))

    def _add(self, words: str) -> None:
        link = self.link if self.link and self.link.target else None
        self.runs.append(Run(words, self.bold > 0, self.italic > 0, link))

    def end_line(self) -> None:
        """What was read since the last line is a line, if it says anything."""
        if any(run.words.strip() for run in self.runs):
            kind = self.lists[-1] if self.lists else "p"
            depth = max(len(self.lists) - 1, 0)
            opens = self.opens and kind != "p"
            self.lines.append(Line(kind, tuple(self.runs), depth, self.key, opens))
            self.opens = False
            self.key = ""
        self.runs = []


def _html(lines: Sequence[Line]) -> str:
    """Lists open and close as depths and kinds say."""
    parts: list[str] = []
    lists: list[str] = []
    for line in nested([line for line in lines if normal([line])]):
        wanted = line.depth + 1 if line.is_item else 0
        while len(lists) > wanted or (
            lists and len(lists) == wanted and (lists[-1] != line.kind or line.opens)
        ):
            parts.append(f"</li></{lists.pop()}>")
        key = f' data-block-key="{escape(line.key)}"' if line.key else ""
        if not line.is_item:
            parts.append(f"<p{key}>{_inline(line.runs)}</p>")
            continue
        if len(lists) == wanted:
            parts.append("</li>")
        while len(lists) < wanted:
            parts.append(f"<{line.kind}>")
            lists.append(line.kind)
        parts.append(f"<li{key}>{_inline(line.runs)}")
    parts += [f"</li></{kind}>" for kind in reversed(lists)]
    return "".join(parts)


def _inline(runs: Iterable[Run]) -> str:
    return "".join(map(_marked, runs))


def _marked(run: Run) -> str:
    html = escape(run.words, quote=False).replace("\n", "<br/>")
    if run.italic:
        html = f"<i>{html}</i>"
    if run.bold:
        html = f"<b>{html}</b>"
    if run.link is None:
        return html
    if run.link.kind:
        return f'<a linktype="{escape(run.link.kind)}" id="{escape(run.link.key)}">{html}</a>'
    return f'<a href="{escape(run.link.href)}">{html}</a>'
