"""One correction: what a second person says of it, or who proposed it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.actions.base import NotNow
from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from contributions.views.door import find_text, private
from errata.actions.approve import approve_correction
from errata.actions.refuse import refuse_correction
from errata.actions.take_back import take_back_correction
from errata.forms import RefuseForm
from errata.models import Correction
from errata.rules import verdict_on_deciding, verdict_on_reading, verdict_on_taking_back
from errata.selectors import find_correction
from kit.access import AnyUser, Refused, require, signed_in
from kit.carrying import carry_out

from .contests import contest, rule
from .showing import show

#: The largest number that a key can be, on every database.
_LAST_NUMBER = 2**63 - 1


@private
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """What it changes; approve, refuse, take back or contest it here, and rule on that."""
    page, found = _found(request.user, number, key)
    if request.method != "POST":
        return show(request, page, found)
    if "approve" in request.POST:
        return _approve(request, page, found)
    if "refuse" in request.POST:
        return _refuse(request, page, found)
    if "take_back" in request.POST:
        return _take_back(request, page, found)
    if "contest" in request.POST:
        return contest(request, page, found)
    if "rule" in request.POST:
        return rule(request, page, found)
    require(verdict_on_deciding(request.user, page, found))
    raise Http404


def _found(user: AnyUser, number: int, key: int) -> tuple[ContributionPage, Correction]:
    page = find_text(number) if number <= _LAST_NUMBER else None
    found = find_correction(page, key) if page is not None and key <= _LAST_NUMBER else None
    require(verdict_on_reading(user, page, found))
    if page is None or found is None:
        raise Http404
    note_superuser_access(user, page, Verb.READ_FROZEN)
    return page, found


def _approve(request: HttpRequest, page: ContributionPage, found: Correction) -> HttpResponse:
    require(verdict_on_deciding(request.user, page, found))
    try:
        approve_correction(found, by=signed_in(request))
    except Refused as refusal:
        status = 409 if isinstance(refusal, NotNow) else 422
        return show(request, page, found, refused=refusal.reason, status=status)
    messages.success(request, _("C'est corrigé. Les réponses et les signatures tiennent."))
    return redirect(found)


def _refuse(request: HttpRequest, page: ContributionPage, found: Correction) -> HttpResponse:
    require(verdict_on_deciding(request.user, page, found))
    form, by = RefuseForm(request.POST), signed_in(request)
    status = carry_out(
        form, lambda: refuse_correction(found, by=by, reason=form.cleaned_data["answer"]),
        too_late=NotNow,
    )  # fmt: skip
    if status:
        return show(request, page, found, refuse=form, status=status)
    messages.success(request, _("La correction est écartée. Qui l'a proposée lira votre motif."))
    return redirect(found)


def _take_back(request: HttpRequest, page: ContributionPage, found: Correction) -> HttpResponse:
    require(verdict_on_taking_back(request.user, page, found))
    try:
        take_back_correction(found, by=signed_in(request))
    except NotNow as refusal:
        return show(request, page, found, refused=refusal.reason, status=409)
    messages.success(request, _("Votre correction est reprise : elle n'attend plus personne."))
    return redirect(found)
