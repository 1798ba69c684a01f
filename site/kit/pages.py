"""The page that every page of the site is."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction


class BasePage(Page):
    """A Wagtail page whose forms offer no schedule: publication is an action of ours."""

    show_in_menus_default = False
    settings_panels: list[Any] = []

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["language"] = self.locale.language_code
        return context

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail finds them, without reading every ancestor first."""
        if self.alias_of_id:
            restrictions: QuerySet[PageViewRestriction] = super().get_view_restrictions()
            return restrictions
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        return PageViewRestriction.objects.filter(
            page__path__in=[self.path[:step] for step in steps]
        )
