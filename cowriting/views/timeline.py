"""The writing of a draft, replayed moment by moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from contributions.changes import Fate, changes_between
from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.public import proposals_by_block
from contributions.views.door import private, text_for
from contributions.words import Piece
from cowriting.history.timeline import Moment, moment_of, moments_of, pieces_at, words_at
from cowriting.models import Room
from cowriting.record.foreign import readable_words
from cowriting.rules import is_inside
from kit.access import AnyUser
from people.models import User


@dataclass(frozen=True)
class Told:
    """A moment with its place, from 1, and the names of those who wrote in it."""

    place: int
    moment: Moment
    names: list[str]


@private
@require_safe
def timeline(request: HttpRequest, number: int) -> HttpResponse:
    """The moments of a draft; with `?moment=`, the way to the one at that place."""
    page = text_for(number, Verb.READ_DRAFT, request.user)
    told = _told(page, request.user)
    asked = request.GET.get("moment", "")
    if told and asked.isdecimal():
        place = min(max(int(asked[:9]), 1), len(told))
        return redirect("cowriting:moment", number, told[place - 1].moment.last)
    return render(request, "cowriting/timeline.html", _context(page) | {"moments": told})


@private
@require_safe
def moment(request: HttpRequest, number: int, update: int) -> HttpResponse:
    """The whole text when a moment ended, and in it what that moment changed."""
    page = text_for(number, Verb.READ_DRAFT, request.user)
    told = _told(page, request.user)
    found = moment_of((one.moment for one in told), update)
    if found is None:
        raise Http404
    at = next(place for place, one in enumerate(told) if one.moment == found)
    before = told[at - 1] if at else None
    changes = _whole(page, request.user, before.moment if before else None, found)
    context = {
        "told": told[at],
        "before": before,
        "after": told[at + 1] if at + 1 < len(told) else None,
        "last": told[-1],
        "changes": changes,
        "changed": sum(change.fate is not Fate.SAME for change in changes),
        "first": next((n for n, c in enumerate(changes) if c.fate is not Fate.SAME), None),
    }
    return render(request, "cowriting/moment.html", _context(page) | context)


def _whole(page: ContributionPage, user: AnyUser, before: Moment | None, now: Moment) -> list[Any]:
    """All the pieces of a moment; where there is no moment before, nothing changed."""
    room = Room.objects.get(page=page.pk)
    ranks = {key: row.rank for key, row in proposals_by_block(page).items()}

    def pieces_of(moment: Moment) -> list[Piece]:
        return pieces_at(page, readable_words(words_at(room, moment), room, user), ranks)

    pieces = pieces_of(now)
    old = pieces_of(before) if before else pieces
    return changes_between(old, pieces, whole=True)


def _told(page: ContributionPage, user: AnyUser) -> list[Told]:
    room = Room.objects.filter(page=page.pk).first()
    moments = moments_of(room) if room is not None else []
    names = _names(moments) if is_inside(user, page) else {}
    return [
        Told(place, moment, [names[key] for key in moment.people if key in names])
        for place, moment in enumerate(moments, start=1)
    ]


def _names(moments: Iterable[Moment]) -> dict[int, str]:
    people = User.objects.in_bulk({key for moment in moments for key in moment.people})
    return {key: person.public_name for key, person in people.items()}


def _context(page: ContributionPage) -> dict[str, Any]:
    return {"page": page, "record": page.record, "language": page.locale.language_code}
