"""The site's addresses, and one that fails so that the page of error 500 can be seen."""

from typing import NoReturn

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as _site


def fail(request: HttpRequest) -> NoReturn:
    raise RuntimeError("Asked for by the machine that looks.")


def unknown_to_the_site(request: HttpRequest) -> HttpResponse:
    """What an identity provider's person without an account is told."""
    context = {"why": "unknown", "email": "quelquun@example.org"}
    return render(request, "account/provider_refused.html", context, status=403)


urlpatterns = [
    path("panne/", fail),
    path("fournisseur-inconnu/", unknown_to_the_site),
    *_site,
]
