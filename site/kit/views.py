"""The page of patterns, and its one sheet."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from .showcase import samples, showcase


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component in its states, for whoever designs, reviews or translates."""
    chapters = [
        (chapter, [(pattern, samples(pattern, request)) for pattern in patterns])
        for chapter, patterns in showcase.discover().chapters()
    ]
    response = render(request, "kit/patterns.html", {"chapters": chapters})
    response["X-Robots-Tag"] = "noindex"
    return response


#: Every sheet that pages choose from, which this one page needs all.
_SHEETS = (
    "front",
    "reading",
    "work",
    "changes",
    "history",
    "remarks",
    "assent",
    "proposals",
    "patterns",
)


@cache_control(public=True, max_age=60)
def patterns_sheet(request: HttpRequest) -> HttpResponse:
    """These sheets as one file, which weighs less than each by itself."""
    found = (finders.find(f"css/{name}.css") for name in _SHEETS)
    words = "\n".join(Path(str(path)).read_text(encoding="utf-8") for path in found)
    return HttpResponse(words, content_type="text/css; charset=utf-8")
