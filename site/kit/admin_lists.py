"""Wagtail's page lists without the filters that name people of other groups."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters.filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page


class QuietPageFilterSet(WagtailFilterSet):
    """Filter by date alone: Wagtail's own would list every author of the site."""

    latest_revision_created_at = DateFromToRangeFilter(
        label=_("Mis à jour"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Page
        fields: list[str] = []


class QuietPageViewSet(PageViewSet):
    """The explorer of pages that have no list of their own."""

    model = Page
    filterset_class = QuietPageFilterSet
