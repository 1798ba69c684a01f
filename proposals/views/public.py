"""The list of proposals, its files, the page of each and its feed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kit.paging import page_of
from proposals import selectors
from proposals.answers import answered
from proposals.exports import FORMATS, export, take_a_turn
from proposals.feeds import feed_of
from proposals.filters import ProposalFilter, shares
from proposals.followers.selectors import is_followed_by
from proposals.life import life_of
from proposals.models import Proposal


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Proposals that stand in a published text which no other replaces."""
    filters = ProposalFilter(request.GET)
    narrowed = filters.narrowed(Proposal.objects.standing())
    page = page_of(selectors.listed(filters.answering(narrowed)), request)
    page.object_list = answered(page.object_list)
    context = {
        "filters": filters, "page_obj": page,
        "shares": shares(narrowed, filters.chosen.get("reponse", "")),
        "chosen": _query(filters.chosen), "without_answer": _query(filters.chosen, "reponse"),
    }  # fmt: skip
    return render(request, "proposals/index.html", context)


def _query(chosen: dict[str, str], *without: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in chosen.items() if name not in without})
    return query.urlencode()


@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The list, narrowed in the same way, as a file of data."""
    try:
        take_a_turn(request)
    except ValidationError as refusal:
        words = "\n".join(refusal.messages)
        return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
    filters = ProposalFilter(request.GET)
    rows = filters.answering(filters.narrowed(Proposal.objects.standing()))
    return export(request, selectors.listed(rows), FORMATS[kind], filters.chosen)


@require_safe
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal for ever: standing, removed, of a replaced text, or gone (410)."""
    row = selectors.by_number(number)
    record = row.page.record
    context = {"proposal": row, "record": record, "text": row.page}
    if record.withdrawn_at is not None:
        return render(request, "proposals/withdrawn.html", context, status=410)
    answered([row])
    context |= {"life": life_of(row), "followed": is_followed_by(row, request.user)}
    return render(request, "proposals/proposal.html", context)


@require_safe
def feed(request: HttpRequest, number: int) -> HttpResponse:
    """The life of a proposal for who reads feeds; 410 with its text."""
    row = selectors.by_number(number)
    if row.page.record.withdrawn_at is not None:
        return redirect("proposals:proposal", number)
    content = feed_of(row, request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
