"""Read a list of people to invite: pasted words, CSV or a spreadsheet, in any of the
shapes that people have at hand."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

#: A list may have so many lines, and a file weigh so much, packed and unpacked.
MOST_LINES, MOST_BYTES, MOST_UNPACKED = 10_000, 2 * 1024 * 1024, 40 * 1024 * 1024
_MOST_COLUMNS, _MOST_CHARACTERS = 30, 300
_ADDRESS = re.compile(r"[^\s<>,;\"'()\[\]]+@[^\s<>,;\"'()\[\]]+")
_HEADINGS = {
    "email": {"email", "mail", "mel", "courriel", "adresse", "adresse electronique", "adresse mail",
              "adresse email", "email address", "address", "e mail"},
    "name": {"nom", "nom affiche", "nom complet", "name", "full name", "display name", "personne",
             "nom et prenom", "prenom et nom"},
    "first": {"prenom", "first name", "given name"},
    "last": {"nom de famille", "last name", "surname", "family name"},
    "centre": {"centre", "center", "centre de ressources", "structure", "organisation",
               "organization", "organisme"},
}  # fmt: skip


class Unreadable(Exception):
    """A list that cannot be read; its words are for the person."""


@dataclass(frozen=True)
class Entry:
    """A line as it was read; `number` is its place in what was given."""

    number: int
    email: str
    name: str = ""
    centre: str = ""


def read_words(words: str) -> list[Entry]:
    """Entries of pasted lines. Raises Unreadable when there are too many, or none."""
    return _entries(_rows(words))


def read_file(file: IO[bytes], size: int) -> list[Entry]:
    """Entries of a CSV or XLSX file. Raises Unreadable."""
    if size > MOST_BYTES:
        raise Unreadable(_("Ce fichier pèse plus de 2 Mo."))
    content = file.read(MOST_BYTES + 1)
    if content.startswith(b"PK\x03\x04"):
        return _entries(_sheet(content))
    if b"\x00" in content[:4096] or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("Ce fichier n'est ni un CSV ni un classeur XLSX."))
    return _entries(_rows(_decoded(content)))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(words: str) -> Iterator[list[str]]:
    """Cells of each line, by the separator that the first lines use most."""
    words = words.removeprefix("\ufeff").replace("\x00", "")
    head = words[:4000]
    separator = max("\t;,", key=head.count)
    if not head.count(separator):
        yield from ([line] for line in words.splitlines())
        return
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable(_("Une ligne de cette liste est illisible.")) from error


def _sheet(content: bytes) -> Iterator[list[str]]:
    """Cells of the first sheet, read a row at a time, whatever its size claims to be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("Ce classeur est trop lourd une fois déplié."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]
    except Unreadable:
        raise
    except Exception as error:  # openpyxl names none of what a broken file raises
        raise Unreadable(_("Ce classeur est illisible : enregistrez-le en CSV.")) from error


def _entries(rows: Iterable[Sequence[str]]) -> list[Entry]:
    """Entries of rows, by headings when the first row has some, by guessing otherwise."""
    columns: dict[str, int] | None = None
    entries: list[Entry] = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_LINES + 1:
            raise Unreadable(_("Une liste a dix mille lignes au plus."))
        cells = [_cell(cell) for cell in row[:_MOST_COLUMNS]]
        if not any(cells):
            continue
        if columns is None:
            columns = _headings(cells)
            if columns:
                continue
        entries += [_named(number, cells, columns)] if columns else _guessed(number, cells)
    if not entries:
        raise Unreadable(_("Cette liste est vide."))
    return entries


def _cell(words: str) -> str:
    """A cell on one line, without what no name or address holds."""
    plain = "".join(
        " " if unicodedata.category(c) == "Cc" else c for c in str(words)[:_MOST_CHARACTERS]
    )
    return " ".join(plain.split())


def _headings(cells: list[str]) -> dict[str, int]:
    """Column by what it holds; empty when this row is no row of headings."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        word = _plain(cell)
        for what, words in _HEADINGS.items():
            if word in words:
                found.setdefault(what, place)
    return found if "email" in found and not any("@" in cell for cell in cells) else {}


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z]+", " ", letters.lower()).split())


def _named(number: int, cells: list[str], columns: dict[str, int]) -> Entry:
    def at(what: str) -> str:
        place = columns.get(what)
        return cells[place] if place is not None and place < len(cells) else ""

    last = at("last") or at("name")
    name = f"{at('first')} {last}".strip()
    address = _ADDRESS.search(at("email"))
    return Entry(number, address[0].lower() if address else at("email"), name, at("centre"))


def _guessed(number: int, cells: list[str]) -> list[Entry]:
    """`Name <mail>`, or cells of which one holds an address: the others are a name, then
    a centre. Several addresses on a line are several people."""
    places = [place for place, cell in enumerate(cells) if _ADDRESS.search(cell)]
    if not places:
        return [Entry(number, " ".join(filter(None, cells)))]
    if len(places) > 1:
        return [_alone(number, cells[place]) for place in places]
    one = _alone(number, cells[places[0]])
    others = [one.name, *(cell for place, cell in enumerate(cells) if place != places[0])]
    name, centre, *_rest = [*filter(None, others), "", ""]
    return [Entry(number, one.email, name, centre)]


def _alone(number: int, cell: str) -> Entry:
    address = _ADDRESS.search(cell)
    name = _ADDRESS.sub("", cell).strip(" <>\"'()")
    return Entry(number, address[0].lower() if address else "", name)
