"""The plain text of our own letters, from their HTML, so that nothing is written twice.

It knows the elements that `templates/email/` uses. An element with `data-plain="skip"`
says nothing in plain text: it is there for who reads with a mouse.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "ul", "ol", "table", "tr", "blockquote", "hr"})
_SILENT = frozenset({"head", "style", "script", "title"})
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def title(html: str) -> str:
    found = _TITLE.search(html)
    return unescape(found[1]).strip() if found else ""


def plain(html: str) -> str:
    """The words of `html` with the address of each link after its label."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [" ".join(re.split(r"[ \t\r]+", line)).strip() for line in reader.text().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reader(HTMLParser):
    """Collects words; blocks stand apart by an empty line, items follow a dash."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._skipped: list[str] = []
        self._link: tuple[str, int] = ("", 0)

    def text(self) -> str:
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if self._skipped:
            # Only what may be nested in itself needs counting.
            if tag == self._skipped[-1]:
                self._skipped.append(tag)
        elif tag in _SILENT or found.get("data-plain") == "skip":
            self._skipped.append(tag)
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "li":
            self._parts.append("\n- ")
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag == "a":
            self._link = (found.get("href") or "", len(self._parts))

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.pop()
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag == "a" and self._link[0]:
            address, start = self._link
            label = "".join(self._parts[start:]).strip()
            if label != address:
                self._parts.append(f"\n{address}\n")
            self._link = ("", 0)

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._parts.append(re.sub(r"\s+", _space, data))


def _space(found: re.Match[str]) -> str:
    """One space for white space of the source; no-break spaces are words' own."""
    kept = [mark for mark in found[0] if mark in "\u00a0\u202f"]
    return kept[0] if kept else " "
