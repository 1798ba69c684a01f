"""The words of a line as corrections compare them: pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

#: A word, or a sign that asks or exclaims: it makes another sentence of the same words.
_TOKEN = re.compile(r"peut-être|[^\W_]+|[?!]", re.IGNORECASE)
_ENDS = re.compile(r"[.…?!\n•]")
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})


@dataclass(frozen=True)
class Word:
    """A word as it is written; `first`: it begins a sentence, where a capital says nothing;
    `follows`: spaces alone stand between it and the word before."""

    written: str
    first: bool
    follows: bool = False

    @property
    def small(self) -> str:
        """In small letters, with its accents."""
        return self.written.casefold()

    @property
    def folded(self) -> str:
        """Without its accents either."""
        plain = unicodedata.normalize("NFKD", self.written.translate(_LIGATURES)).casefold()
        return "".join(letter for letter in plain if not unicodedata.combining(letter))

    @property
    def is_name(self) -> bool:
        """Whether its capitals make it a name or an acronym."""
        if len(self.written) > 1 and self.written.isupper():
            return True
        return not self.first and self.written[0].isupper()


def words_in(text: str) -> list[Word]:
    found: list[Word] = []
    plain = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    end = 0
    for match in _TOKEN.finditer(plain):
        between = plain[end : match.start()]
        first = not found or bool(_ENDS.search(between)) or _asks(found[-1])
        found.append(Word(match[0], first, bool(found) and not between.strip()))
        end = match.end()
    return found


def _asks(word: Word) -> bool:
    return word.written in "?!"


def folded(words: Sequence[Word]) -> list[str]:
    return [word.folded for word in words]


def joined(words: Sequence[Word]) -> str:
    """Their letters in one, small and with their accents: `chargé-e-s` is `chargées`."""
    return "".join(word.small for word in words)
