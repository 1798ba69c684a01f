"""Names, in a header, the template that a page was made from."""

from __future__ import annotations

from collections.abc import Callable
from threading import local
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render

_here = local()


def _note(sender: Any, template: Template, **kwargs: Any) -> None:
    """Keep the first name: a template comes before the layout that it extends."""
    _here.names = [*getattr(_here, "names", []), template.name]


class NamedTemplateMiddleware:
    """So that the list of pages can be held to what is really shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        Template._render = instrumented_test_render  # type: ignore[attr-defined]
        template_rendered.connect(_note)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _here.names = []
        response = self.get_response(request)
        response["X-Templates"] = ",".join(dict.fromkeys(filter(None, _here.names)))
        return response
