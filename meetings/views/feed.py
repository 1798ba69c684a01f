"""Meetings for calendars: one file, and a private address that follows a person's groups."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kit.access import signed_in
from meetings import rules
from meetings.actions.renew_feed import renew_feed
from meetings.feed import person_of, token_of
from meetings.ical import feed_of, file_of
from meetings.selectors import feed_meetings

from .door import meeting_for, private


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@private
@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    """One meeting, as a file."""
    meeting = meeting_for(number, request.user, rules.verdict_on_reading)
    return _calendar(file_of(meeting, _site(request)), "reunion.ics")


@require_safe
@cache_control(private=True, no_store=True)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of a person's groups, to whoever holds the address: no session."""
    person = person_of(token)
    if person is None:
        raise Http404
    with translation.override(person.language):
        return _calendar(feed_of(feed_meetings(person), _site(request)), "reunions.ics")


@private
def address(request: HttpRequest) -> HttpResponse:
    """The address of one's calendar, to copy; renew it."""
    person = signed_in(request)
    if request.method == "POST":
        renew_feed(person)
        messages.success(request, _("L'adresse est renouvelée : l'ancienne ne répond plus."))
        return redirect("meetings:feed_address")
    path = reverse("meetings:feed", args=[token_of(person)])
    context = {"address": f"{_site(request)}{path}"}
    return render(request, "meetings/feed.html", context)
