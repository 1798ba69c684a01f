"""Links between pages, in rich text."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler


class LivePageLinkHandler(PageLinkHandler):
    """A link to a page that is not live shows its words without an address.

    A draft's address is made of its title, which its readers alone may know. All pages
    of a text are looked up in one query: none of ours has an address of its own making.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        pages = {
            str(page.pk): page for page in Page.objects.live().filter(pk__in=_keys(attrs_list))
        }
        return [pages.get(str(attrs.get("id"))) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [
            f'<a href="{escape(page.url)}">' if page and page.url else "<a>"
            for page in cls.get_many(attrs_list)
        ]


def _keys(attrs_list: list[dict[str, Any]]) -> set[int]:
    """The keys that could be a page's; pasted or imported markup holds anything."""
    asked = (str(attrs.get("id", "")) for attrs in attrs_list)
    return {int(key) for key in asked if key.isascii() and key.isdigit() and len(key) < 19}
