"""Rich text without a script: the few marks that people type, and the HTML kept.

A blank line parts paragraphs; lines that begin with `- ` make a list, and so do those
numbered `1. `, `2. ` and on; `**word**`
is bold, `*word*` italic, and an address of the web is a link. What is typed as HTML is
kept as words.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from kit.richtext import clean_html

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)»]")
_NAMED = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s()<>\"']+)\)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_ITALIC = re.compile(r"(?<![*\w])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![*\w])", re.DOTALL)
_BULLET, _NUMBER = re.compile(r"[-*•–]\s+"), re.compile(r"(\d{1,3})[.)]\s+")


def to_html(words: str) -> str:
    """What was typed, as the HTML that the house allows."""
    text = words.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    blocks = re.split(r"\n\s*\n", text.strip())
    return clean_html("".join(_block(block) for block in blocks if block.strip()))


def _block(block: str) -> str:
    """Paragraphs and lists of lines that stand together."""
    lines = [line.strip() for line in block.split("\n")]
    runs = groupby(zip(_kinds_of(lines), lines, strict=True), key=lambda pair: pair[0])
    return "".join(_wrapped(kind, [line for _, line in run]) for (kind, _), run in runs)


def _kinds_of(lines: list[str]) -> list[tuple[str, int]]:
    """What each line is part of; a list that is numbered, also where it begins."""
    kinds: list[tuple[str, int]] = []
    while len(kinds) < len(lines):
        start = len(kinds)
        count = _numbered(lines, start)
        if count > 1:
            kinds += [("ol", start)] * count
        else:
            kinds.append(("ul" if _BULLET.match(lines[start]) else "p", 0))
    return kinds


def _numbered(lines: list[str], start: int) -> int:
    """How many lines from `start` on are numbered 1, 2, 3: other numbers are words."""
    count = 0
    while start + count < len(lines):
        found = _NUMBER.match(lines[start + count])
        if found is None or int(found[1]) != count + 1:
            break
        count += 1
    return count


def _wrapped(kind: str, lines: list[str]) -> str:
    if kind == "p":
        return f"<p>{'<br>'.join(map(_inline, lines))}</p>"
    sign = _NUMBER if kind == "ol" else _BULLET
    items = [_inline(sign.sub("", line, count=1)) for line in lines]
    return f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>"


def _inline(line: str) -> str:
    """Links first, put aside so that no mark inside an address is read."""
    links: list[str] = []

    def aside(href: str, words: str) -> str:
        links.append(f'<a href="{escape(href)}">{escape(words)}</a>')
        return f"\x01{len(links) - 1}\x01"

    line = line.replace("\x01", "")
    line = _NAMED.sub(lambda found: aside(found[2], found[1]), line)
    line = escape(_ADDRESS.sub(lambda found: aside(found[0], found[0]), line), quote=False)
    line = _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", line))
    return re.sub(r"\x01(\d+)\x01", lambda found: links[int(found[1])], line)


class _Reader(HTMLParser):
    """Our HTML, back to the marks of which it was made."""

    _SIGNS = {"b": "**", "strong": "**", "i": "*", "em": "*"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.lists: list[list[int | str]] = []
        self.link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SIGNS:
            self.words.append(self._SIGNS[tag])
        elif tag == "br":
            self.words.append("\n")
        elif tag in ("ul", "ol"):
            self.lists.append([tag, 0])
        elif tag == "li" and self.lists:
            kind, count = self.lists[-1]
            self.lists[-1][1] = int(count) + 1
            self.words.append("- " if kind == "ul" else f"{int(count) + 1}. ")
        elif tag == "a":
            self.link = dict(attrs).get("href") or "", len(self.words)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SIGNS:
            self.words.append(self._SIGNS[tag])
        elif tag == "p":
            self.words.append("\n\n")
        elif tag == "li":
            self.words.append("\n")
        elif tag in ("ul", "ol"):
            self.lists = self.lists[:-1]
            self.words.append("\n")
        elif tag == "a" and self.link:
            self._close_link(*self.link)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def _close_link(self, href: str, start: int) -> None:
        shown = "".join(self.words[start:])
        if href.startswith(("http://", "https://")) and shown != href:
            self.words[start:] = [f"[{shown}]({href})"]
        self.link = None


def to_words(html: str) -> str:
    """The marks that make `html` again."""
    reader = _Reader()
    reader.feed(html)
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.words)).strip()
