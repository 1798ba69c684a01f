"""The dates of one text: set by its coordination, told to its people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.actions.base import NotNow
from contributions.actions.set_dates import set_dates
from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.sharing_forms import DatesForm
from kit.access import Refused, signed_in

from .door import find_text, private, text_for


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, number: int) -> HttpResponse:
    """The form of a text's dates; what was typed is kept whatever refuses it."""
    page = text_for(number, Verb.SET_DATES, request.user)
    if request.method != "POST":
        return _show(request, page, DatesForm(page=page))
    form = DatesForm(request.POST, page=page)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    before = page.record.events.count()
    try:
        set_dates(page, by=signed_in(request), **form.words())
    except NotNow as refusal:
        page = find_text(number) or page
        return _refuse(request, page, form.on(page), refusal, status=409)
    except Refused as refusal:
        return _refuse(request, page, form, refusal, status=422)
    moved = page.record.events.count() > before
    messages.success(
        request,
        _("Les dates sont fixées, et les personnes concernées prévenues.")
        if moved
        else _("Aucune date n'a changé."),
    )
    return redirect("contributions:work", number)


def _refuse(
    request: HttpRequest, page: ContributionPage, form: DatesForm, refusal: Refused, *, status: int
) -> HttpResponse:
    form.is_valid()
    form.add_error(None, refusal.reason)
    return _show(request, page, form, status=status)


def _show(
    request: HttpRequest, page: ContributionPage, form: DatesForm, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "record": page.record, "form": form}
    return render(request, "contributions/dates.html", context, status=status)
