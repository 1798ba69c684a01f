"""A person's news, and how often they want to be written to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)
from wagtail.models import Page

from kit.access import ALLOWED, SIGN_IN, require, signed_in
from kit.demonstration import MARK
from kit.paging import page_of

from .actions.choose import choices_of, choose
from .actions.mark_read import mark_all_read, mark_read
from .forms import CadenceForm
from .models import Notice
from .scopes import scopes_of
from .selectors import news_of
from .telling import Told, tell, told

View = Callable[..., HttpResponse]


def for_the_signed_in(view: View) -> View:
    """Each person's own; kept out of every cache."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(ALLOWED if request.user.is_authenticated else SIGN_IN)
        return view(request, *args, **kwargs)

    return guarded


def _chosen_page(request: HttpRequest, pages: list[Page]) -> Page | None:
    """The group that the address asks for, among one's own."""
    asked = request.GET.get("groupe", "")
    return next((page for page in pages if str(page.pk) == asked), None)


@for_the_signed_in
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What one was told, newest first, a page at a time, by day."""
    person = signed_in(request)
    pages = scopes_of(person)
    group, unread = _chosen_page(request, pages), request.GET.get("voir") == "non-lues"
    listed = news_of(person, unread=unread, scope=group)
    found = page_of(listed, request)
    context = {
        "page_obj": found,
        "days": _by_day(told(found.object_list, person)),
        "newest": max((one.pk for one in listed), default=0),
        "pages": pages,
        "group": group,
        "unread_only": unread,
    }
    return render(request, "notifications/news.html", context)


@dataclass(frozen=True)
class Item:
    """One piece of news in the list: what it is about, or its headline, leads there."""

    notice: Notice
    title: str
    headline: str
    words: str


def _by_day(lines: list[Told]) -> list[tuple[Any, list[Item]]]:
    days = groupby(lines, key=lambda one: localdate(one.notice.at))
    return [(day, [_item(one) for one in rows]) for day, rows in days]


def _item(one: Told) -> Item:
    """Without marks of demonstration: the page has its own at the top."""
    headline, about = (
        words.replace(f" {MARK}", "") for words in (one.line.headline, one.line.about)
    )
    title, rest = (about, headline) if about else (headline, "")
    return Item(one.notice, title, rest, one.line.words)


@for_the_signed_in
@require_GET
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Lead to what a piece of news is about, and note that it was read."""
    person = signed_in(request)
    notice = Notice.objects.of(person).filter(pk=notice_id).first()
    line = tell(notice, person) if notice else None
    if line is None:
        raise Http404
    mark_read(person, notice_id)
    url = line.line.url
    inside = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return redirect(url if inside else "notifications:news")


@for_the_signed_in
@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Note as read one piece of news (`notice`), or all up to the newest seen (`until`)."""
    person = signed_in(request)
    one, until = request.POST.get("notice", ""), request.POST.get("until", "")
    if _is_key(one):
        mark_read(person, int(one))
    elif _is_key(until):
        mark_all_read(person, int(until))
        messages.success(request, _("Tout est lu."))
    else:
        raise Http404
    back = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if inside else "notifications:news")


def _is_key(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) < 19


@for_the_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, scope_id: int | None = None) -> HttpResponse:
    """How often one is written to: about everything, or about one of one's groups."""
    person = signed_in(request)
    pages = scopes_of(person)
    scope = next((page for page in pages if page.pk == scope_id), None)
    if scope_id is not None and scope is None:
        raise Http404
    form = CadenceForm(
        request.POST if request.method == "POST" else None,
        chosen=choices_of(person), pages=() if scope else pages, scope=scope,
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        choose(person, form.choices())
        messages.success(request, _("Vos choix sont enregistrés."))
        return redirect(request.path)
    context = {"form": form, "scope": scope}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/preferences.html", context, status=status)
