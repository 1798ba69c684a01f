"""The list of proposals as files of data: CSV for spreadsheets, JSON for programs.

Columns and values are the same whatever language the interface speaks. A CSV is in UTF-8
with its mark, cells parted by semicolons, as French spreadsheets open it; what would be a
formula begins with an apostrophe. Several values of one cell are parted by ` | `. Nothing
is in a file that a proposal's own page does not show.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import ngettext_lazy

from kit.languages import in_language
from kit.spreadsheets import inert
from people import throttle

from .answers import answered
from .models import Proposal, Reply

#: A file holds so many proposals at most, read so many at a time.
MOST_ROWS, _AT_ONCE = 20_000, 200
#: What of a file is held in memory, in bytes, while it is written; the rest is on disk.
_IN_MEMORY = 1_000_000
#: When a JSON was made, which is no change of what it tells.
_MADE = re.compile(r'"genere_le": "[^"]*"')
#: What a visitor may ask for in an hour.
_TURNS = 60
_TOO_MANY = ngettext_lazy(
    "Trop de fichiers demandés en une heure. Réessayez dans %(minutes)d minute.",
    "Trop de fichiers demandés en une heure. Réessayez dans %(minutes)d minutes.",
    "minutes",
)
Row = dict[str, Any]


def take_a_turn(request: HttpRequest) -> None:
    """Raises ValidationError for one who asked for too many files."""
    pace = throttle.Pace({"ip": _TURNS}, 60 * 60, _TOO_MANY)
    throttle.take(request, "proposals.export", None, pace)


@dataclass(frozen=True)
class Format:
    name: str
    content_type: str
    lines: Callable[[Iterator[Row], Mapping[str, str]], Iterator[str]]


def export(
    request: HttpRequest, rows: QuerySet[Proposal], form: Format, chosen: Mapping[str, str]
) -> HttpResponseBase:
    """A file of these proposals, in bounded memory, under an ETag: whoever has it already
    gets 304 and no file.

    `chosen` is what they were narrowed to, which a JSON repeats. The mark is that of what is
    told, not of a date: a masked name or a group's new title changes it too. There is no
    Last-Modified, since nothing knows the last change of everything in a file.
    """
    file, mark = _written(form.lines(_told(rows), chosen))
    etag = f'W/"{mark}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        file.close()
        known["ETag"] = etag
        return known
    response = FileResponse(file, content_type=form.content_type)
    name = f"propositions-{timezone.localdate():%Y-%m-%d}.{form.name}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    return response


def _written(lines: Iterator[str]) -> tuple[IO[bytes], str]:
    """The lines in a file of its own, from its beginning, and the mark of what they tell: all
    but the moment at which they were written."""
    # Closed by the response, once it was read.
    file, digest = SpooledTemporaryFile(max_size=_IN_MEMORY), sha256()  # noqa: SIM115
    for line in lines:
        file.write(line.encode())
        digest.update(_MADE.sub("", line, count=1).encode())
    file.seek(0)
    return cast(IO[bytes], file), digest.hexdigest()[:32]


def _told(rows: QuerySet[Proposal]) -> Iterator[Row]:
    found = islice(rows[:MOST_ROWS].iterator(chunk_size=_AT_ONCE), MOST_ROWS)
    while batch := list(islice(found, _AT_ONCE)):
        yield from map(_row, answered(batch))


def _row(row: Proposal) -> Row:
    """What a file says of one proposal; the names of a JSON's keys and a CSV's columns."""
    record = row.page.record
    groups = [record.lead_group, *record.associated_groups.all()]
    return {
        "numero": row.number,
        "adresse": _address(reverse("proposals:proposal", args=[row.number])),
        "titre": row.title,
        "texte": row.text,
        "horizon": row.horizon,
        "publics": list(row.audiences),
        "acteurs_pilotes": list(row.lead_actors),
        "acteurs_associes": list(row.associated_actors),
        "levier": row.lever,
        "sous_reserve_de": row.condition,
        "moyens": row.means,
        "exemple": row.example,
        "contribution": row.page.title,
        "contribution_adresse": _address(record.get_absolute_url()),
        "rang_dans_la_contribution": row.rank,
        "groupes": [group.title for group in groups],
        "premiere_publication": _day(row.first_version.published_at),
        "version": record.current_version.number if record.current_version else None,
        "version_du": _day(record.published_at),
        "reponses": [_answer(reply) for reply in row.answers],
        "licence": row.page.licence,
        "demonstration": record.is_demonstration,
    }


def _answer(reply: Reply) -> Row:
    return {
        "par": reply.addressee,
        "etat": reply.state,
        "datee_du": reply.dated.isoformat(),
        "mots": reply.words,
        "source": reply.source,
    }


def _address(path: str) -> str:
    """The whole permanent address, in French for everyone."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + in_language(path, settings.LANGUAGE_CODE)


def _day(at: datetime | None) -> str:
    return _local(at).isoformat() if at else ""


def _local(at: datetime) -> date:
    return timezone.localtime(at, timezone.get_default_timezone()).date()


# -- CSV

_COLUMNS = (
    "numero", "adresse", "titre", "texte", "horizon", "publics", "acteurs_pilotes",
    "acteurs_associes", "levier", "sous_reserve_de", "moyens", "exemple", "contribution",
    "contribution_adresse", "rang_dans_la_contribution", "groupes", "premiere_publication",
    "version", "version_du", "reponses", "licence", "demonstration",
)  # fmt: skip


class _Echo:
    """What the writer writes, given back."""

    def write(self, words: str) -> str:
        return words


def _csv(rows: Iterator[Row], chosen: Mapping[str, str]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(_COLUMNS)
    for row in rows:
        yield writer.writerow([inert(_cell(row[name])) for name in _COLUMNS])


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return " | ".join(_answer_words(each) if isinstance(each, dict) else each for each in value)
    return "" if value is None else value


def _answer_words(answer: Row) -> str:
    """`Organisation : taken_up (2026-05-04)`; a file of cells has no room for more."""
    return f"{answer['par']} : {answer['etat']} ({answer['datee_du']})"


# -- JSON

#: Changes when a key changes its meaning or goes away.
SCHEMA = 1


def _json(rows: Iterator[Row], chosen: Mapping[str, str]) -> Iterator[str]:
    head = {
        "schema": SCHEMA,
        "genere_le": timezone.now().isoformat(timespec="seconds"),
        "source": _address(reverse("proposals:index")),
        "filtres": dict(chosen),
        "propositions": [],
    }
    start, end = json.dumps(head, ensure_ascii=False, indent=1).rsplit("]", 1)
    yield start
    for place, row in enumerate(rows):
        yield (",\n" if place else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n ]" + end + "\n"


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", _csv),
    "json": Format("json", "application/json", _json),
}
