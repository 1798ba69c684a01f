"""Who wrote which words of a draft, to the letter, from the shared document itself.

Every letter has the client id under which it was typed; the server gave each of them to
one person. What the document began with is nobody's: it was there before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from pycrdt import Doc, Map, Text, XmlElement, XmlFragment, XmlText

from ..document import tables
from ..document.reading import live, root, scalar
from ..document.shape import PAGE, SHAPE, Field, Kind
from ..models import Room
from ..record.client_ids import writers_of
from ..record.replaying import last_of, replay
from .shadows import MOST_SIGNS, shadow_of, signed_words

#: In seconds; what was masked or purged is not remembered for long.
_KEPT_FOR = 300
#: Sign of what nobody in the room wrote.
_BEFORE = 0
_LISTS = ("bulletList", "orderedList")

Signed = list[tuple[int, str]]


@dataclass(frozen=True)
class Passage:
    """Words in a row by one person; None for what was there before."""

    person: int | None
    words: str


@dataclass(frozen=True)
class Line:
    """A paragraph, or with `item` an item of a list."""

    passages: tuple[Passage, ...]
    item: bool = False


@dataclass(frozen=True)
class WrittenField:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class WrittenPart:
    """A part of the text: `kind` is its block's type; of the page's own fields, empty."""

    key: str
    kind: str
    fields: tuple[WrittenField, ...]

    @property
    def people(self) -> list[int]:
        """Who wrote in it, by how much they wrote."""
        return [person for person, _count in letters_by_person([self]).most_common()]


def written_parts(room: Room) -> list[WrittenPart]:
    """The parts of the document in reading order, those without words left out.

    Kept in the cache until the next update.
    """
    key = f"cowriting:written:{room.pk}:{room.epoch}:{last_of(room)}"
    found: list[WrittenPart] | None = cache.get(key)
    if found is None:
        found = list(_Reading(room).parts())
        cache.set(key, found, _KEPT_FOR)
    return found


def letters_by_person(parts: Iterable[WrittenPart]) -> Counter[int]:
    """How many letters of these parts each person wrote."""
    count: Counter[int] = Counter()
    for part in parts:
        for field in part.fields:
            for line in field.lines:
                for passage in line.passages:
                    if passage.person is not None:
                        count[passage.person] += len(passage.words)
    return count


class _Reading:
    """One document beside its shadow."""

    def __init__(self, room: Room) -> None:
        self.doc, _last = replay(room)
        writers = writers_of(room)
        self.people = sorted(set(writers.values()))[: MOST_SIGNS - 1]
        signs = {person: sign for sign, person in enumerate(self.people, start=1)}
        self.twin: Doc[Any] = shadow_of(
            self.doc, lambda client: signs.get(writers.get(client, 0), _BEFORE)
        )

    def parts(self) -> Iterator[WrittenPart]:
        page = self._part("", "", root(self.doc, "page"), root(self.twin, "page"), PAGE)
        twins = root(self.twin, "blocks")
        blocks = [
            self._part(key, kind, block, twins[key], SHAPE[kind])
            for key, block in live(root(self.doc, "blocks"))
            if (kind := scalar(block, "type", str)) in SHAPE
        ]
        return (part for part in (page, *blocks) if part.fields)

    def _part(
        self, key: str, kind: str, held: Map[Any], twin: Map[Any], fields: dict[str, Field]
    ) -> WrittenPart:
        found = (
            WrittenField(name, self._field(field, held, twin)) for name, field in fields.items()
        )
        return WrittenPart(key, kind, tuple(field for field in found if field.lines))

    def _field(self, field: Field, held: Map[Any], twin: Map[Any]) -> tuple[Line, ...]:
        words, shade = held.get(field.slot), twin.get(field.slot)
        if field.kind is Kind.TABLE:
            return tuple(self._told(row) for row in _rows(held, twin) if _says(row))
        if isinstance(words, Text) and isinstance(shade, Text):
            lines = _split(signed_words(words, shade))
            return tuple(self._told(line) for line in lines if _says(line))
        if isinstance(words, XmlFragment) and isinstance(shade, XmlFragment):
            found = _lines(words, shade)
            return tuple(self._told(line, item=item) for item, line in found if _says(line))
        return ()

    def _told(self, signed: Signed, *, item: bool = False) -> Line:
        passages = (Passage(self._person(sign), words) for sign, words in signed)
        return Line(tuple(passages), item)

    def _person(self, sign: int) -> int | None:
        return None if sign == _BEFORE else self.people[sign - 1]


def _says(signed: Signed) -> bool:
    return any(words.strip() for _sign, words in signed)


def _split(signed: Signed) -> list[Signed]:
    """Signed words, line by line."""
    lines: list[Signed] = [[]]
    for sign, words in signed:
        first, *more = words.split("\n")
        lines[-1].append((sign, first))
        lines += [[(sign, line)] for line in more]
    return [[(sign, words) for sign, words in line if words] for line in lines]


def _lines(
    holder: XmlFragment | XmlElement, twin: Any, item: bool = False
) -> Iterator[tuple[bool, Signed]]:
    """The paragraphs of a fragment, each with whether it is of a list."""
    for child, shade in zip(holder.children, twin.children, strict=True):
        if not isinstance(child, XmlElement):
            continue
        if child.tag == "paragraph":
            for line in _split(_inline(child, shade)):
                yield item, line
        elif child.tag in _LISTS:
            for entry, shade_of_entry in zip(child.children, shade.children, strict=True):
                if isinstance(entry, XmlElement):
                    yield from _lines(entry, shade_of_entry, True)


def _inline(element: XmlElement, twin: Any) -> Signed:
    signed: Signed = []
    for child, shade in zip(element.children, twin.children, strict=True):
        if isinstance(child, XmlText):
            signed += signed_words(child, shade)
        elif isinstance(child, XmlElement) and child.tag == "hardBreak":
            signed.append((_BEFORE, "\n"))
    return signed


def _rows(held: Map[Any], twin: Map[Any]) -> Iterator[Signed]:
    """The headings of a table, then its rows, a bar between cells."""
    columns, rows = held.get("columns"), held.get("rows")
    if not isinstance(columns, Map) or not isinstance(rows, Map):
        return
    standing = live(columns)
    headings = [_signed_heading(column, twin["columns"][key]) for key, column in standing]
    yield _barred(headings)
    for key, row in live(rows):
        cells: dict[str, Signed] = {column: [] for column, _map in standing}
        shades = tables.cell_texts(twin["rows"][key])
        pairs = zip(tables.cell_texts(row), shades, strict=True)
        for (column, text), (_same, shade) in pairs:
            if column in cells:
                cells[column] += signed_words(text, shade)
        yield _barred(list(cells.values()))


def _signed_heading(column: Map[Any], twin: Map[Any]) -> Signed:
    heading = column.get("heading")
    return signed_words(heading, twin["heading"]) if isinstance(heading, Text) else []


def _barred(cells: list[Signed]) -> Signed:
    """The cells of a row; a row without any words says nothing."""
    if not any(map(_says, cells)):
        return []
    signed: Signed = []
    for place, cell in enumerate(cells):
        signed += [(_BEFORE, " | ")] if place else []
        signed += cell
    return signed
