"""The list of proposals, and the page of each."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from contributions.enums import Horizon
from groups.filters import GroupThemeFilter
from kit.paging import page_of

from . import selectors


class ProposalFilter(GroupThemeFilter):
    """Adds `?horizon=court` or `moyen`."""

    horizon = forms.ChoiceField(
        choices=[("", _("Tous les horizons")), *Horizon.choices], required=False,
        label=_("Horizon"),
        error_messages={"invalid_choice": _("Cet horizon n'existe pas : tous sont montrés.")},
    )  # fmt: skip

    field_order = ("horizon", "theme", "groupe")


def index(request: HttpRequest) -> HttpResponse:
    """Proposals that stand in a published text which no other replaces."""
    filters = ProposalFilter(request.GET)
    rows = selectors.listed(
        horizon=filters.cleaned_data.get("horizon", ""),
        group=filters.chosen_group,
        theme=filters.chosen_theme,
    )
    return render(
        request,
        "proposals/index.html",
        {"filters": filters, "page_obj": page_of(rows, request)},
    )


def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal for ever: standing, removed, of a replaced text, or gone (410)."""
    row = selectors.by_number(number)
    record = row.page.record
    context = {"proposal": row, "record": record, "text": row.page}
    if record.withdrawn_at is not None:
        return render(request, "proposals/withdrawn.html", context, status=410)
    return render(request, "proposals/proposal.html", context)
