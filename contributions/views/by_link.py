"""What opens one version by a link, for who has no account: its door, and its files."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

from contributions.frozen import version_holds
from contributions.models import Version
from media.models import SiteDocument
from media.serving import file_response
from media.views import stored_under

Found = TypeVar("Found")
View = Callable[..., HttpResponseBase]


def by_token(
    find: Callable[[str], Found], over: Callable[[HttpRequest], HttpResponse]
) -> Callable[[View], View]:
    """Hand what `find` gives for the token to a view; `over` answers for every token that
    opens nothing, and wherever the view raises Http404.

    No cache and no search engine keeps what a link shows, and its address is told to no
    other site. Not `no-referrer`: forms would be sent from nowhere, as forged ones are.
    """

    def led(view: View) -> View:
        @wraps(view)
        @cache_control(private=True, no_store=True)
        def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            try:
                response = view(request, find(token), token=token, **kwargs)
            except Http404:
                response = over(request)
            response["Referrer-Policy"] = "same-origin"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return opened

    return led


def stored_file(version: Version, name: str) -> HttpResponseBase:
    """An image or a document of the version, by its stored name. Raises Http404."""
    found = stored_under(name)
    if found is None or not version_holds(version, found[0]):
        raise Http404
    return file_response(found[1], public=False)


def numbered_document(version: Version, key: int, filename: str) -> HttpResponseBase:
    """A document of the version, by its number. Raises Http404."""
    found = SiteDocument.objects.filter(pk=key).first()
    if found is None or found.filename != filename or not version_holds(version, found):
        raise Http404
    return file_response(found.file, public=False)
