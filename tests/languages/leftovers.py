"""What an English page still says in French although the catalogue knows better."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from scripts.messages import read_catalogue

SPOKEN = {"aria-label", "aria-description", "alt", "title", "placeholder"}
VOID = {"meta", "link", "img", "br", "hr", "input", "source", "wbr", "col"}
#: A mark with a space before it, as no English sentence has.
_FRENCH_MARK = re.compile(r" [;:!?](?: |$)")
_PLACE = re.compile(r"%%\((?:\w+)\)s|%\(\w+\)s")


class EnglishWords(HTMLParser):
    """The words of a page, without those that are marked as being in another language."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._languages: list[tuple[str, str]] = []
        self.feed(page)

    def _english(self) -> bool:
        return not self._languages or self._languages[-1][1] == "en"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        language = named.get("lang") or (self._languages[-1][1] if self._languages else "en")
        if language == "en":
            self.words += [value for name, value in attrs if name in SPOKEN and value]
        if tag not in VOID:
            silent = "none" if tag in {"script", "style", "title"} else language
            self._languages.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        if any(open_tag == tag for open_tag, _language in self._languages):
            while self._languages.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._english() and data.strip():
            self.words.append(data)


def plain(text: str) -> str:
    """`text` with every kind of space made one ordinary space."""
    return " ".join(text.split())


@cache
def french_sentences() -> list[re.Pattern[str]]:
    """How each French sentence that English says otherwise would look on a page.

    Three words or more are recognised anywhere, less than that alone.
    """
    patterns = []
    for message in read_catalogue():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for french, english in zip(ids, said, strict=False):
            if french and french != english:
                patterns.append(_pattern(plain(french)))
    return patterns


def _pattern(french: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in _PLACE.split(french)]
    body = ".+?".join(parts)
    literal = [part for part in _PLACE.split(french) if len(re.findall(r"[^\W\d_]{2,}", part)) >= 3]
    return re.compile(rf"(?<!\w){body}(?!\w)" if literal else rf"^{body}$")


def leftovers(page: str) -> set[str]:
    """The French interface words that this English page says."""
    words = {plain(text) for text in EnglishWords(page).words}
    patterns = (_FRENCH_MARK, *french_sentences())
    return {text for text in words if any(pattern.search(text) for pattern in patterns)}
