"""Which part of a text to correct, and the corrections that it has had."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from contributions.oversight import note_superuser_access
from contributions.views.door import find_text, private
from cowriting.plain.parts import Part, parts_of
from errata.limits import correctable
from errata.models import Correction
from errata.rules import targets_for, verdict_on_proposing
from errata.selectors import waiting_by_part, with_all
from errata.targets import words_of_version
from kit.access import AnyUser, require
from kit.paging import page_of

#: What the address says to correct what everyone reads, where another version is under
#: decision.
PUBLIC = "public"


@dataclass(frozen=True)
class Line:
    """A part, and the correction of it that waits already."""

    part: Part
    waiting: Correction | None


@private
@require_safe
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """The parts that may be corrected, in their order."""
    page = text_to_correct(request.user, number)
    versions = targets_for(request.user, page)
    version = chosen(request, versions)
    waiting = waiting_by_part(page.record)
    lines = [
        Line(part, waiting.get(part.key))
        for part in parts_of(words_of_version(version))
        if correctable(part)
    ]
    context = {
        "page": page,
        "record": page.record,
        "version": version,
        "versions": versions,
        "target": PUBLIC if version != versions[0] else "",
        "lines": lines,
        "corrections": page_of(with_all(page.record), request),
    }
    return render(request, "errata/choose.html", context)


def text_to_correct(user: AnyUser, number: int) -> ContributionPage:
    """The text, for who may correct its form now; a superuser's visit is noted.

    Raises SignInRequired, Http404 or Refused.
    """
    page = find_text(number)
    require(verdict_on_proposing(user, page))
    if page is None:
        raise Http404
    note_superuser_access(user, page, Verb.READ_FROZEN)
    return page


def chosen(request: HttpRequest, versions: list[Version]) -> Version:
    """What everyone reads where the address says so, else the version under decision."""
    return versions[-1] if request.GET.get("texte") == PUBLIC else versions[0]
