"""The way to report what one reads, for the foot of every page."""

from __future__ import annotations

from urllib.parse import quote

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse

from moderation.reports.places import may_be_public

register = template.Library()


#: What the context of a page holds when it stands for one that cannot be read: its address
#: is not repeated.
_ERRORS = ("exception", "request_path", "withdrawn_title")


@register.simple_tag(takes_context=True)
def report_address(context: Context) -> str:
    """The form, with the page that is read where its like are public; no query."""
    request: HttpRequest | None = context.get("request")
    match = getattr(request, "resolver_match", None)
    address = reverse("moderation:report")
    if request is None or match is None or any(name in context for name in _ERRORS):
        return address
    if not may_be_public(match.view_name):
        return address
    return f"{address}?adresse={quote(request.path)}"
