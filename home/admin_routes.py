"""The admin's addresses that tell of no text, and those that list what one may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from groups.admin_routes import writers
from groups.models import WorkingGroupIndexPage, WorkingGroupPage
from kit.access import Verdict, answer_for
from kit.gate import open_inside, open_to_all, routes
from kit.page_gate import answer_for_type

from .models import HomePage, StandardPage


def writers_above(request: HttpRequest, page: Page, kwargs: dict[str, Any]) -> Verdict:
    """Pages that the public sees, through which a member reaches their own."""
    return writers(request, (), kwargs)


def explorer_only(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
    """The admin's own API, for the side menu alone: scoped to what one may explore."""
    if "for_explorer" not in request.GET and not request.user.is_superuser:
        return answer_for(request.user, False, may_know=False)
    return writers(request, args, kwargs)


routes.bind(
    open_to_all,
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
)
routes.bind(
    open_inside,
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "wagtailadmin_block_preview",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtail_modeladmin:javascript_catalog",
)
routes.bind(
    writers,
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_search",
)
routes.bind(explorer_only, "wagtailadmin_api:pages:listing")
answer_for_type(
    HomePage,
    writers_above,
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_choose_page_child",
)
for _public in (WorkingGroupIndexPage, WorkingGroupPage, StandardPage, Page):
    answer_for_type(_public, writers_above, "wagtailadmin_choose_page_child")
