"""A person's own data: what is held and why, taking it away, closing the account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from kit.access import require, signed_in
from kit.languages import home_url
from kit.personal_data import holdings

from .actions.close_account import close_account
from .rules import verdict_on_own_account
from .takeout import leaving_notes_for, takeout_of, written_as_json

View = Callable[..., HttpResponse]


def for_oneself(view: View) -> View:
    """Signed-in people, about themselves; nothing of it stays in a cache."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(verdict_on_own_account(request.user))
        return view(request, *args, **kwargs)

    return guarded


@require_safe
def purposes(request: HttpRequest) -> HttpResponse:
    """What is held about anyone, why and how long: for everyone to read."""
    return render(request, "people/purposes.html", {"holdings": list(holdings)})


@require_safe
@for_oneself
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is held about the person, counted, and the two things to do about it."""
    return render(request, "people/personal_data.html", {"takeout": takeout_of(signed_in(request))})


@require_safe
@for_oneself
def download(request: HttpRequest, form: str) -> HttpResponse:
    """Everything that is held about the person, for a program or for a reader."""
    person = signed_in(request)
    takeout = takeout_of(person)
    name = f"mes-donnees-{timezone.localdate():%Y-%m-%d}.{form}"
    if form == "json":
        response: HttpResponse = JsonResponse(
            written_as_json(takeout), json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
    else:
        response = render(request, "people/takeout.html", {"takeout": takeout, "person": person})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_oneself
@reauthentication_required
def close(request: HttpRequest) -> HttpResponse:
    """Say what closing leaves and takes, then close."""
    person = signed_in(request)
    if request.method != "POST":
        notes = leaving_notes_for(person)
        return render(
            request, "people/close_account.html", {"notes": notes, "holdings": list(holdings)}
        )
    close_account(person, by=person)
    logout(request)
    messages.success(
        request, _("Votre compte est fermé. Ce que vous avez écrit reste, sans votre nom.")
    )
    return redirect(home_url())
