"""What files change in Wagtail: who is served a document, and what stays as it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

from kit.access import require

from .access import reason_to_keep, verdict_on_file
from .models import SiteDocument, SiteImage


@hooks.register("before_serve_document")
def ask_the_rule(document: SiteDocument, request: HttpRequest) -> None:
    """Hold the rule for whoever calls Wagtail's own view; ours stands before it."""
    require(verdict_on_file(request.user, document))


@hooks.register("before_bulk_action")
def keep_what_is_frozen(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Nothing is deleted when one of the chosen files has to stay."""
    if action_type != "delete" or action.model not in (SiteImage, SiteDocument):
        return None
    for file in objects:
        reason = reason_to_keep(file)
        if reason:
            messages.error(request, f"{file.title} : {reason}")
            return redirect(action.next_url)
    return None
