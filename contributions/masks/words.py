"""Hide a passage in words, however they are written: pure functions.

Words are compared folded: whatever their case, their kind of spaces and apostrophes, and
the tags and entities that cut them in rich text. A passage is hidden where it stands as
whole words, under a mark of its own, so that lifting it finds the words again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote

from django.utils.text import slugify

_PLAIN_SIGNS = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u2010": "-",
                              "\u2011": "-", "\u201c": '"', "\u201d": '"'})  # fmt: skip
#: They are written with and without a space: typography puts it on the way out.
_SPACED_BEFORE, _SPACED_AFTER = frozenset(":;!?»%"), frozenset("«")
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

_TAG = r"<!--.*?-->|</?[a-zA-Z][^<>]*>"
_NOTE = r"<sup\b[^<>]*>[^<>]*</sup>|<footnote\b[^<>]*>[^<>]*</footnote>"
_ENTITY = r"(?P<entity>&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);)"
#: The ways to read a text, by its pieces: letter by letter, with entities, with tags, and
#: with tags but without the calls of notes, which cut a name without being of it.
_LETTERS = re.compile(r".", re.DOTALL)
_CODED = re.compile(rf"{_ENTITY}|.", re.DOTALL)
_PIECE = re.compile(rf"(?P<tag>{_TAG})|{_ENTITY}|.", re.DOTALL)
_UNNOTED = re.compile(rf"(?P<tag>{_NOTE}|{_TAG})|{_ENTITY}|.", re.DOTALL)

_RICH = re.compile(
    r"</?(?:p|b|i|a|li|ul|ol|br|hr|em|strong|sup|sub|code|embed|footnote|h[1-6])\b[^<>]*>",
    re.IGNORECASE,
)
_PARTS = re.compile(r"</?(?:p|li|ul|ol|br|hr|embed|h[1-6]|div|blockquote)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\s*\b(href|alt|title)="([^"]*)"')


@dataclass(frozen=True)
class Cover:
    """`words`, or the file of `model` and `key`, give way to `mark`.

    `lifts`: the other way round, where a text was saved while the mark stood in it.
    """

    mark: str
    words: str = ""
    model: str = ""
    key: int | None = None
    lifts: bool = False

    @property
    def sought(self) -> str:
        return self.mark if self.lifts else self.words

    @property
    def put(self) -> str:
        return self.words if self.lifts else self.mark


@dataclass(frozen=True)
class _Sign:
    """What a reader sees in one place of a source; `shown` is empty for a tag in a line."""

    shown: str
    start: int
    end: int
    is_tag: bool = False


# -- Words -----------------------------------------------------------------------------


def folded(words: str) -> str:
    """Words as they are compared."""
    return _folded(_signs(words))[0].strip()


def letters_in(words: str) -> int:
    """How many letters and digits a passage has."""
    return sum(letter.isalnum() for letter in folded(words))


def count(text: str, words: str) -> int:
    """How many times a passage stands in a text, plain or rich."""
    return sum(1 for _place in places(text, words))


def places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where a passage stands in a text, plain or rich, from its first letter to behind its
    last."""
    known: list[tuple[int, int]] = []
    for pieces in _readings(text):
        signs = list(_signs(text, pieces))
        spans = [(signs[first].start, signs[last].end) for first, last in _found(signs, words)]
        known += [
            at for at in spans if not any(at[0] < end and start < at[1] for start, end in known)
        ]
    yield from sorted(known)


def covered(text: str, covers: Iterable[Cover]) -> str:
    """A text, plain or rich, with each passage under its mark."""
    for cover in covers:
        if cover.sought and not cover.model:
            text = _covered(text, cover)
    return text


def is_rich(text: str) -> bool:
    return _RICH.search(text) is not None


def _readings(text: str) -> list[re.Pattern[str]]:
    if is_rich(text):
        return [_PIECE, _UNNOTED] if re.search(_NOTE, text) else [_PIECE]
    return [_LETTERS, _CODED] if "&" in text else [_LETTERS]


def _covered(text: str, cover: Cover) -> str:
    rich = is_rich(text)
    for pieces in _readings(text):
        text = _covered_once(text, cover, pieces, rich=rich)
    return _in_attributes(text, cover) if rich else text


def _covered_once(text: str, cover: Cover, pieces: re.Pattern[str], *, rich: bool) -> str:
    signs = list(_signs(text, pieces))
    put = escape(cover.put, quote=False) if rich else cover.put
    made, end = [], 0
    for first, last in _found(signs, cover.sought):
        made += [text[end : signs[first].start], put]
        # The tags that cut a passage stay, so that each that opens closes.
        made += [text[sign.start : sign.end] for sign in signs[first : last + 1] if sign.is_tag]
        end = signs[last].end
    return "".join([*made, text[end:]]) if made else text


def _in_attributes(text: str, cover: Cover) -> str:
    """What an address or a name in a tag says of the passage is hidden too.

    An address that spells it goes whole, and the words of the link stay. Revisions of before
    still hold it when the mask is lifted; a text that was saved meanwhile has lost it.
    """

    def hide(match: re.Match[str]) -> str:
        said = unquote(unescape(match[2]))
        hidden = _covered_once(said, cover, _LETTERS, rich=False)
        if match[1] == "href" and says_in_its_address(hidden, [cover]):
            return ""
        return match[0] if hidden == said else f' {match[1]}="{escape(hidden)}"'

    return _PIECE.sub(
        lambda piece: _ATTRIBUTE.sub(hide, piece[0]) if piece["tag"] else piece[0], text
    )


def _signs(text: str, pieces: re.Pattern[str] = _LETTERS) -> Iterator[_Sign]:
    for piece in pieces.finditer(text):
        if piece.lastgroup == "tag":
            shown = " " if _PARTS.match(piece[0]) else ""
            yield _Sign(shown, piece.start(), piece.end(), is_tag=True)
        else:
            shown = unescape(piece[0]) if piece.lastgroup == "entity" else piece[0]
            yield _Sign(shown, piece.start(), piece.end())


def _folded(signs: Iterable[_Sign]) -> tuple[str, list[int]]:
    """The words as they are compared, and the sign that each letter comes from."""
    letters: list[str] = []
    origin: list[int] = []
    for at, sign in enumerate(signs):
        for letter in unicodedata.normalize("NFKD", sign.shown.translate(_PLAIN_SIGNS)).casefold():
            if letter in _UNSEEN:
                continue
            letter = " " if letter.isspace() else letter
            if letter == " " and (not letters or letters[-1] in " «"):
                continue
            if letter in _SPACED_BEFORE and letters and letters[-1] == " ":
                letters.pop()
                origin.pop()
            letters.append(letter)
            origin.append(at)
    return "".join(letters), origin


def _found(signs: Sequence[_Sign], words: str) -> Iterator[tuple[int, int]]:
    """The first and the last sign of each place where a passage stands."""
    wanted = folded(words)
    if not wanted:
        return
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    text, origin = _folded(signs)
    # A letter that an accent follows is another letter.
    for match in re.finditer(before + re.escape(wanted) + r"(?![\u0300-\u036f])" + after, text):
        yield origin[match.start()], origin[match.end() - 1]


def says_in_its_address(address: str, covers: Iterable[Cover]) -> bool:
    """Whether an address, or the name of a file, spells a passage that is hidden."""
    spelled = f"-{_spelled(address)}-"
    words = [cover.words for cover in covers if not cover.lifts]
    # An apostrophe is left out of an address, or is a dash in it.
    hidden = {slugify(each) for each in words} | {_spelled(each) for each in words}
    return any(each and f"-{each}-" in spelled for each in hidden)


def _spelled(words: str) -> str:
    return slugify(re.sub(r"[\W_]+", "-", words)).strip("-")
