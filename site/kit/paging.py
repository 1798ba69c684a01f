"""Long lists, a page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

#: Rows that a public list shows at once.
PER_PAGE = 20


def page_of(rows: Any, request: HttpRequest, per_page: int = PER_PAGE) -> Page[Any]:
    """The page of `rows` that the address asks for (`?page=`).

    What is no number leads to the first page, a number out of range to the last.
    """
    return Paginator(rows, per_page).get_page(request.GET.get("page", 1))
