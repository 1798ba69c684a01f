"""The admin's front page and menus, in the words of the people who write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from contributions.models import ContributionPage
from groups.rules import memberships_of

#: What a superuser alone can open; a link that leads to 404 helps nobody.
_SUPERUSERS_ITEMS = {"reports", "settings", "help", "wagtailsnippets"}
_SHOWN_DRAFTS = 10


class MyTexts(Component):
    """The texts of one's groups that are being written, newest first."""

    name = "my_texts"
    order = 100
    template_name = "home/admin/my_texts.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        texts = ContributionPage.objects.not_trashed().of_groups(list(memberships_of(user)))
        return {
            "texts": texts.with_states().order_by("-latest_revision_created_at")[:_SHOWN_DRAFTS]
        }


@hooks.register("construct_homepage_panels")
def show_my_texts(request: HttpRequest, panels: list[Component]) -> None:
    """Wagtail's own panels would list what one edited in groups that one has left."""
    panels[:] = [MyTexts()]


@hooks.register("construct_homepage_summary_items")
def no_counts(request: HttpRequest, items: list[Component]) -> None:
    """Counts of pages and files of the whole site are no member's concern."""
    items.clear()


@hooks.register("construct_main_menu")
def hide_what_is_closed(request: HttpRequest, items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in _SUPERUSERS_ITEMS]


@hooks.register("register_admin_menu_item")
def register_site_link() -> MenuItem:
    return MenuItem(_("Voir le site"), "/", name="site", icon_name="view", order=20)
