"""What a centre contests in a correction, and what is ruled on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow
from contributions.models import ContributionPage
from errata.actions.contest import contest_correction
from errata.actions.rule_on_contests import rule_on_contests
from errata.enums import Ruling
from errata.forms import ContestForm, RulingForm
from errata.models import Correction
from errata.rules import centres_contesting, verdict_on_contesting, verdict_on_ruling
from kit.access import require, signed_in
from kit.carrying import carry_out

from .showing import show


def contest(request: HttpRequest, page: ContributionPage, found: Correction) -> HttpResponse:
    """Say, for a centre, that more than the form changed."""
    by = signed_in(request)
    centres = centres_contesting(by, page, found)
    require(verdict_on_contesting(by, page, found, centres[0] if centres else None))
    form = ContestForm(request.POST, centres=centres)
    status = carry_out(
        form,
        lambda: contest_correction(
            found, centre=form.chosen(), by=by, words=form.cleaned_data["words"]
        ),
        too_late=NotNow,
    )
    if status:
        return show(request, page, found, contest=form, status=status)
    messages.success(request, _("L'animation du groupe et la modération sont prévenues."))
    return redirect(found)


def rule(request: HttpRequest, page: ContributionPage, found: Correction) -> HttpResponse:
    """Keep the correction, or undo it; the words are kept when that cannot be."""
    by, said = signed_in(request), request.POST.get("rule", "")
    if said not in Ruling.values:
        raise Http404
    ruling = Ruling(said)
    require(verdict_on_ruling(by, page, found, ruling))
    form = RulingForm(request.POST)
    status = carry_out(
        form,
        lambda: rule_on_contests(found, by=by, ruling=ruling, words=form.cleaned_data["why"]),
        too_late=NotNow,
    )
    if status:
        return show(request, page, found, ruling=form, status=status)
    messages.success(request, _("C'est décidé : les centres qui contestent sont prévenus."))
    return redirect(found)
