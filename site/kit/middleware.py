"""Input that no page should have to fear, and the spaces of what pages say."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from .typography import spaced

NUL = "\x00"


def without_nul(query: QueryDict) -> QueryDict:
    """A copy of `query` without NUL, which no database column of ours can hold."""
    clean = QueryDict(mutable=True, encoding=query.encoding)
    for name, values in query.lists():
        clean.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    clean._mutable = False
    return clean


class CleanInputMiddleware:
    """Strips NUL from addresses' queries, so that a search or filter cannot break.

    Sent forms are left to their fields, which name the error. An address that itself
    holds NUL leads nowhere and is answered 400.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return HttpResponseBadRequest(render_to_string("400.html"))
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = without_nul(request.GET)  # type: ignore[assignment]
            request.META["QUERY_STRING"] = request.GET.urlencode()
        return self.get_response(request)


class TypographyMiddleware:
    """Sets the spaces of pages as French printers do (see `kit.typography`).

    The admin is left alone: its pages are made of forms that scripts read back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_page(response) and not request.path_info.startswith(reverse("wagtailadmin_home")):
            text = spaced(response.content.decode(response.charset))
            response.content = text.encode(response.charset)
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response


def is_page(response: HttpResponse) -> bool:
    """Whether `response` is a whole page of HTML, and not a file on its way out."""
    kind = response.get("Content-Type", "")
    return kind.startswith("text/html") and not response.streaming and bool(response.content)
