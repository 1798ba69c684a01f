"""Hide a passage of a text at once; look, as a second person, at what was hidden."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions import rules
from contributions.actions.base import NotNow
from contributions.actions.mask import mask as hide
from contributions.actions.second_look import confirm_mask, lift_mask
from contributions.enums import Verb
from contributions.lifecycle import state_of
from contributions.masks.forms import LiftForm, MaskForm, files_that_say
from contributions.masks.rules import verdict_on_lifting
from contributions.models import ContributionPage, Mask
from contributions.oversight import note_superuser_access
from contributions.passages import Places, places_of
from kit.access import Refused, require, signed_in

from .door import find_text, private, refuse_missing, text_for


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mask_new(request: HttpRequest, number: int) -> HttpResponse:
    """A form that first says where the passage stands, then hides it."""
    page = text_for(number, Verb.MASK, request.user)
    quoted = {"words": request.GET.get("passage", "")[:2000]}
    form = MaskForm(request.POST or None, page=page, user=request.user, initial=quoted)
    if request.method != "POST":
        return _show_new(request, page, form)
    if not form.is_valid():
        return _show_new(request, page, form, status=422)
    if "confirm" not in request.POST:
        return _preview(request, page, form)
    try:
        made = hide(
            page, by=signed_in(request), **form.target(), reason=form.cleaned_data["reason"]
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _show_new(request, page, form, status=422)
    messages.success(request, _("C'est masqué, partout. Une autre personne doit le confirmer."))
    return redirect("contributions:mask", made.pk)


def _preview(request: HttpRequest, page: ContributionPage, form: MaskForm) -> HttpResponse:
    """Where it will be hidden, before anything is."""
    words = form.target().get("words", "")
    places = places_of(page, words, request.user) if words else None
    if places is not None and not places.somewhere:
        form.add_error(
            "words",
            _("Ces mots ne se trouvent nulle part dans ce que vous lisez du texte : copiez-les de la page."),
        )  # fmt: skip
        return _show_new(request, page, form, status=422)
    return _show_new(request, page, form, places=places, sure=True)


def _show_new(
    request: HttpRequest,
    page: ContributionPage,
    form: MaskForm,
    *,
    places: Places | None = None,
    sure: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page,
        "record": page.record,
        "state": state_of(page),
        "form": form,
        "places": places,
        "sure": sure,
        "files": files_that_say(form.hideable.values(), form.target()["words"]) if places else [],
        "sees_work": rules.can(Verb.SEE_PROGRESS, request.user, page),
    }
    return render(request, "contributions/mask_new.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mask(request: HttpRequest, key: int) -> HttpResponse:
    """What one person hid: the only page that still says it, for who may look at it."""
    found = Mask.objects.select_related(
        "image", "document", "made_by", "confirmed_by", "lifted_by"
    ).filter(pk=key).first()  # fmt: skip
    page = find_text(found.record_id) if found else None
    if found is None or page is None:
        refuse_missing(Verb.MASK, request.user)
    require(rules.verdict(Verb.MASK, request.user, page))
    note_superuser_access(request.user, page, Verb.MASK)
    form = LiftForm(request.POST if "lift" in request.POST else None)
    if request.method != "POST":
        return _show(request, page, found, form)
    if "lift" in request.POST and not form.is_valid():
        return _show(request, page, found, form, status=422)
    try:
        said = _look(request, found, form)
    except NotNow as refusal:
        return _show(request, page, _again(found), form, reason=refusal.reason, status=409)
    except Refused as refusal:
        return _show(request, page, found, form, reason=refusal.reason, status=403)
    messages.success(request, said)
    return redirect("contributions:mask", key)


def _look(request: HttpRequest, found: Mask, form: LiftForm) -> str:
    """Do what was pressed. Raises Http404 for a form without a button."""
    if "lift" in request.POST:
        lift_mask(found, by=signed_in(request), reason=form.cleaned_data["reason"])
        return _("Le masque est levé : le passage se lit de nouveau.")
    if "confirm" not in request.POST:
        raise Http404
    confirm_mask(found, by=signed_in(request))
    return _("Le masque est confirmé.")


def _again(found: Mask) -> Mask:
    return Mask.objects.get(pk=found.pk)


def _show(
    request: HttpRequest,
    page: ContributionPage,
    found: Mask,
    form: LiftForm,
    *,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    verdict: Any = verdict_on_lifting(request.user, found, page)
    context = {
        "mask": found,
        "page": page,
        "record": page.record,
        "state": state_of(page),
        "form": form,
        "reason": reason,
        "looks": bool(verdict),
        "why_not": "" if verdict else verdict.reason,
        "sees_work": rules.can(Verb.SEE_PROGRESS, request.user, page),
        "overdue": found.is_overdue(),
    }
    return render(request, "contributions/mask.html", context, status=status)
