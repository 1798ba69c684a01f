"""The list of what was published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contributions.models import ContributionPage
from contributions.public import listed
from groups.filters import GroupThemeFilter
from kit.paging import page_of


def index(request: HttpRequest) -> HttpResponse:
    """Published texts that no other replaces, the latest first."""
    filters = GroupThemeFilter(request.GET)
    pages = listed(
        ContributionPage.objects.current(), group=filters.chosen_group, theme=filters.chosen_theme
    )
    return render(
        request,
        "contributions/index.html",
        {"filters": filters, "page_obj": page_of(pages, request)},
    )
