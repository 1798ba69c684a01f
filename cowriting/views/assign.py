"""Entrust a block from the writing page: what the script asks, without leaving the text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from contributions import rules
from contributions.actions.assign import assign as entrust
from contributions.enums import Verb
from contributions.sharing import writers_of
from contributions.sharing_forms import AssignForm
from contributions.views.door import private
from kit.access import Refused, signed_in

from .write import text_of


@private
@require_POST
def assign(request: HttpRequest, page_id: int) -> HttpResponse:
    """Entrust one block to a person; answers the script with their name, or with what to
    mend in a sentence."""
    page = text_of(page_id)
    verdict = rules.verdict(Verb.ASSIGN, request.user, page)
    if not verdict:
        return JsonResponse({"error": verdict.reason}, status=403)
    form = AssignForm(request.POST, shares=(), writers=writers_of(page))
    # One block, which may be newer than the page's own words.
    del form.fields["blocks"]
    if not form.is_valid():
        mistakes = [error for errors in form.errors.values() for error in errors]
        return JsonResponse({"error": mistakes[0]}, status=422)
    try:
        made = entrust(
            page, by=signed_in(request), block_id=request.POST.get("block", ""), **form.words()
        )
    except Refused as refused:
        return JsonResponse({"error": refused.reason}, status=409)
    return JsonResponse({"name": made.person.public_name})
