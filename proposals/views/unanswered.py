"""The proposals that wait for an answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contributions.views.door import private
from kit.access import require
from kit.paging import page_of
from proposals.rules import verdict_on_unanswered
from proposals.waiting import WAITING
from proposals.waiting import unanswered as waiting


@private
@require_safe
def unanswered(request: HttpRequest) -> HttpResponse:
    """By addressee, the oldest first: for who coordinates, and the network."""
    require(verdict_on_unanswered(request.user))
    context = {"page": page_of(waiting(request.user), request), "days": WAITING.days}
    return render(request, "proposals/unanswered.html", context)
