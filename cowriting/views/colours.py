"""Who wrote which words of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contributions.enums import Verb
from contributions.views.door import private, text_for
from cowriting.history.authorship import WrittenPart, letters_by_person, written_parts
from cowriting.models import Room
from cowriting.plain.parts import FRAME, label_of_field, label_of_type
from cowriting.rules import is_inside
from people.models import User

_HUES = ("paon", "garance", "outremer", "mousse", "prune", "ocre")
_STROKES = ("solid", "dotted", "double", "dashed", "wavy")


@dataclass(frozen=True)
class Writer:
    """A person with a colour and a stroke of their own; thirty differ in one or the other."""

    key: int
    name: str
    hue: str
    stroke: str
    letters: int


@private
@require_safe
def colours(request: HttpRequest, number: int) -> HttpResponse:
    """The draft in the colours of those who wrote it, for its people alone."""
    page = text_for(number, Verb.READ_DRAFT, request.user)
    if not is_inside(request.user, page):
        raise Http404
    room = Room.objects.filter(page=page.pk).first()
    parts = written_parts(room) if room is not None else []
    writers = _writers(parts)
    alone = request.GET.get("personne", "")
    context = {
        "page": page,
        "record": page.record,
        "language": page.locale.language_code,
        "parts": [_told(part, writers) for part in parts],
        "writers": sorted(writers.values(), key=lambda writer: -writer.letters),
        "alone": next((w for w in writers.values() if str(w.key) == alone), None),
    }
    return render(request, "cowriting/colours.html", context)


def _writers(parts: list[WrittenPart]) -> dict[int, Writer]:
    """Those who wrote something that is still there. Colours follow the order of their
    accounts, so that they stay while people write."""
    letters = letters_by_person(parts)
    people = User.objects.in_bulk(list(letters))
    return {
        key: Writer(
            key, people[key].public_name, _HUES[place % len(_HUES)],
            _STROKES[place % len(_STROKES)], letters[key],
        )
        for place, key in enumerate(sorted(people))
    }  # fmt: skip


def _told(part: WrittenPart, writers: dict[int, Writer]) -> dict[str, Any]:
    kind = part.kind or FRAME
    fields = [
        {
            "label": label_of_field(kind, field.name),
            "lines": [
                {"item": line.item, "passages": [
                    (writers.get(passage.person or 0), passage.words) for passage in line.passages
                ]}
                for line in field.lines
            ],
        }
        for field in part.fields
    ]  # fmt: skip
    return {
        "key": part.key,
        "label": label_of_type(part.kind) if part.kind else _("Autour des blocs"),
        "people": [writers[key] for key in part.people if key in writers],
        "fields": fields,
    }
