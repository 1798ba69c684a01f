"""Rich text without a script: the few marks that people type, and the HTML kept.

A blank line parts paragraphs; lines that begin with `- ` or `1. ` make a list; `**word**`
is bold, `*word*` italic, and an address of the web is a link. What is typed as HTML is
kept as words.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from kit.richtext import clean_html

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)»]")
_NAMED = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s()<>\"']+)\)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_ITALIC = re.compile(r"(?<![*\w])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![*\w])", re.DOTALL)
_BULLET, _NUMBER = re.compile(r"[-*•–]\s+"), re.compile(r"\d{1,3}[.)]\s+")


def to_html(words: str) -> str:
    """What was typed, as the HTML that the house allows."""
    text = words.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    blocks = re.split(r"\n\s*\n", text.strip())
    return clean_html("".join(_block(block) for block in blocks if block.strip()))


def _block(block: str) -> str:
    """Paragraphs and lists of lines that stand together."""
    html, kind, lines = "", "", list[str]()
    for line in block.split("\n"):
        found, rest = _kind_of(line.strip())
        if found != kind and lines:
            html, lines = html + _wrapped(kind, lines), []
        kind = found
        lines.append(_inline(rest))
    return html + _wrapped(kind, lines)


def _kind_of(line: str) -> tuple[str, str]:
    if _BULLET.match(line):
        return "ul", _BULLET.sub("", line, count=1)
    if _NUMBER.match(line):
        return "ol", _NUMBER.sub("", line, count=1)
    return "p", line


def _wrapped(kind: str, lines: list[str]) -> str:
    if kind == "p":
        return f"<p>{'<br>'.join(lines)}</p>"
    return f"<{kind}>{''.join(f'<li>{line}</li>' for line in lines)}</{kind}>"


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
