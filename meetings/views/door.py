"""The door of every page: find the thing, ask the rule, keep it out of caches."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from groups.models import WorkingGroupPage
from kit import carrying
from kit.access import AnyUser, Verdict, require
from meetings.actions.base import TooLate
from meetings.models import Meeting, Poll

View = Callable[..., HttpResponse]
#: The largest number that a key can be, on every database.
_LAST_NUMBER = 2**63 - 1

#: Do what a form asks; a meeting that moved on is no fault of the form.
carry_out = partial(carrying.carry_out, too_late=TooLate)


def private(view: View) -> View:
    """Nothing between the site and the person keeps a copy of what `view` answers."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    @require_http_methods(["GET", "HEAD", "POST"])
    def kept_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return kept_out


def group_for(
    slug: str, user: AnyUser, verdict: Callable[[AnyUser, WorkingGroupPage | None], Verdict]
) -> WorkingGroupPage:
    """The group, once `verdict` allows it; a missing one is answered as a hidden one."""
    group = WorkingGroupPage.objects.select_related("record").filter(slug=slug).first()
    require(verdict(user, group))
    if group is None:
        raise Http404
    return group


def meeting_for(
    number: int, user: AnyUser, verdict: Callable[[AnyUser, Meeting | None], Verdict]
) -> Meeting:
    """The meeting, once `verdict` allows it; a missing one is answered as a hidden one."""
    rows = Meeting.objects.select_related("group__record", "secretary", "minutes_by")
    meeting = rows.filter(pk=number).first() if number <= _LAST_NUMBER else None
    require(verdict(user, meeting))
    if meeting is None:
        raise Http404
    return meeting


def poll_for(
    number: int, user: AnyUser, verdict: Callable[[AnyUser, Poll | None], Verdict]
) -> Poll:
    """Twin of `meeting_for`."""
    rows = Poll.objects.select_related("group__record", "meeting")
    poll = rows.filter(pk=number).first() if number <= _LAST_NUMBER else None
    require(verdict(user, poll))
    if poll is None:
        raise Http404
    return poll


def show_form(request: HttpRequest, form: forms.Form, status: int, **words: Any) -> HttpResponse:
    """The page of one form: `title`, `promise`, `submit`, `back` and `back_words`."""
    return render(request, "meetings/form.html", {"form": form, **words}, status=status or 200)
