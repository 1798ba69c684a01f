"""The site's addresses, and one that fails so that the page of error 500 can be seen."""

from typing import NoReturn

from django.http import HttpRequest
from django.urls import path

from config.urls import urlpatterns as _site


def fail(request: HttpRequest) -> NoReturn:
    raise RuntimeError("Asked for by the machine that looks.")


urlpatterns = [path("panne/", fail), *_site]
