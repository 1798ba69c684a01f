"""The part of the gate that is about one page: the page's own type answers.

A route that names a page is bound once; which rule answers depends on what the page is,
and each app says so for its own types. A page of a type that nobody answers for is a
superuser's alone, and a page that does not exist is answered like one that is hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from .access import ALLOWED, MISSING, SIGN_IN, AnyUser, Verdict
from .gate import Check, routes

PageCheck = Callable[[HttpRequest, Any, dict[str, Any]], Verdict]
MissingCheck = Callable[[AnyUser], Verdict]

#: Which argument of each route holds the page's key.
PAGE_ROUTES: dict[str, str] = {
    "wagtailadmin_choose_page_child": "parent_page_id",
    "wagtailadmin_explore": "parent_page_id",
    "wagtailadmin_explore_results": "parent_page_id",
    "wagtailadmin_pages:add": "parent_page_id",
    "wagtailadmin_pages:add_subpage": "parent_page_id",
    "wagtailadmin_pages:copy": "page_id",
    "wagtailadmin_pages:delete": "page_id",
    "wagtailadmin_pages:edit": "page_id",
    "wagtailadmin_pages:history": "page_id",
    "wagtailadmin_pages:history_results": "page_id",
    "wagtailadmin_pages:move": "page_to_move_id",
    "wagtailadmin_pages:move_confirm": "page_to_move_id",
    "wagtailadmin_pages:preview_on_add": "parent_page_id",
    "wagtailadmin_pages:preview_on_edit": "page_id",
    "wagtailadmin_pages:revisions_compare": "0",
    "wagtailadmin_pages:revisions_index": "page_id",
    "wagtailadmin_pages:revisions_revert": "page_id",
    "wagtailadmin_pages:revisions_view": "page_id",
    "wagtailadmin_pages:set_page_position": "page_to_move_id",
    "wagtailadmin_pages:usage": "page_id",
    "wagtailadmin_pages:view_draft": "page_id",
    "wagtailadmin_pages:workflow_history": "page_id",
    "wagtailadmin_pages:workflow_history_detail": "page_id",
    "wagtailadmin_pages:workflow_preview": "page_id",
}

_answers: dict[tuple[str, type[Page]], PageCheck] = {}
_missing: dict[str, MissingCheck] = {}


def answer_for_type(page_type: type[Page], check: PageCheck, *names: str) -> None:
    """Have `check` answer for pages of `page_type` on these routes of `PAGE_ROUTES`.

    Raises KeyError for a route that names no page.
    """
    for name in names:
        if name not in PAGE_ROUTES:
            raise KeyError(name)
        _answers[name, page_type] = check


def answer_for_missing(check: MissingCheck, name: str) -> None:
    """What a route answers about a page that does not exist, where it is not 404."""
    _missing[name] = check


def answered_types() -> dict[str, list[str]]:
    """Route → the page types that are answered for, for the test that lists the map."""
    table: dict[str, list[str]] = {name: [] for name in PAGE_ROUTES}
    for name, page_type in _answers:
        table[name].append(page_type.__name__)
    return {name: sorted(types) for name, types in table.items()}


def page_check(name: str) -> Check:
    """The check of a route: find the page, ask the one who answers for its type."""

    def check(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
        key = PAGE_ROUTES[name]
        page = find_page(args[int(key)] if key.isdigit() else kwargs[key])
        if page is None:
            return _about_missing(name, request.user)
        answer = _answers.get((name, type(page)))
        if answer is not None:
            return answer(request, page, kwargs)
        return superusers_only(request.user)

    return check


def find_page(key: Any) -> Page | None:
    """The page with this key, as what it is; None when there is none."""
    page = Page.objects.filter(pk=key).first()
    return page.specific if page else None


def superusers_only(user: AnyUser) -> Verdict:
    if user.is_superuser and user.is_active:
        return ALLOWED
    return MISSING if user.is_authenticated else SIGN_IN


def _about_missing(name: str, user: AnyUser) -> Verdict:
    if not user.is_authenticated:
        return SIGN_IN
    check = _missing.get(name)
    # A superuser gets Wagtail's own 404.
    return check(user) if check and not user.is_superuser else superusers_only(user)


for _name in PAGE_ROUTES:
    routes.bind(page_check(_name), _name)
