"""The writing page among the admin's addresses, and the ways that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from contributions.models import ContributionPage
from kit.access import AnyUser

from .rules import Mode, mode_for
from .views import assign, choose, write

_ADDRESSES: list[URLPattern | URLResolver] = [
    path("", write.write, name="write"),
    path("version/", write.version, name="version"),
    path("confier/", assign.assign, name="assign"),
    path("choisir/", choose.choose, name="choose"),
    path("fichier/", choose.file, name="file"),
]


@hooks.register("register_admin_urls")
def writing_addresses() -> list[URLResolver]:
    place = "contributions/<int:page_id>/ecrire/"
    return [path(place, include((_ADDRESSES, "writing"), namespace="writing"))]


def _ways(page: Page, user: AnyUser, **look: Any) -> Iterator[Button]:
    """The button that leads to the room, for those who write there now."""
    if isinstance(page, ContributionPage) and mode_for(user, page) is Mode.RW:
        address = reverse("writing:write", args=[page.pk])
        yield Button(_("Écrire à plusieurs"), url=address, icon_name="edit", priority=5, **look)


@hooks.register("register_page_header_buttons")
def from_the_header(
    page: Page, user: AnyUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    yield from _ways(page, user)


@hooks.register("register_page_listing_more_buttons")
def from_lists(page: Page, user: AnyUser, next_url: str | None = None) -> Iterator[Button]:
    yield from _ways(page, user)
