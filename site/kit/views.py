"""The page of patterns."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
