"""The public directory of centres."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .selectors import directory


def centres(request: HttpRequest) -> HttpResponse:
    """Every published centre. The count shown is that of the rows, never a constant;
    demonstration centres are not counted as members of the network."""
    rows = list(directory())
    return render(
        request,
        "people/centres.html",
        {
            "centres": [row for row in rows if not row.is_demonstration],
            "demonstration_centres": [row for row in rows if row.is_demonstration],
        },
    )


def centre(request: HttpRequest, slug: str) -> HttpResponse:
    """One published centre; what is unknown of it is not shown."""
    return render(
        request, "people/centre.html", {"centre": get_object_or_404(directory(), slug=slug)}
    )
