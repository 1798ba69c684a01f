"""The way to the identity provider and back; nowhere when the site has none."""

from __future__ import annotations

import logging

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url, perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from kit.languages import in_language

from . import provider

_log = logging.getLogger(__name__)


@cache_control(private=True, no_store=True)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """To the provider. Only a form of ours leads there, so that nobody is sent unasked."""
    _require_provider()
    try:
        there = provider.ask(
            request, back_to=_back_to(request), next_url=get_next_redirect_url(request) or ""
        )
    except provider.ProviderFailed as failure:
        return _refused(request, "failed", 502, failure)
    return redirect(there)


@cache_control(private=True, no_store=True)
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """From the provider: a person with an account goes on, to their second factor if they
    have one here."""
    _require_provider()
    try:
        email, next_url = provider.answered(request, back_to=_back_to(request))
    except provider.QuestionLost:
        return _refused(request, "lost", 400)
    except provider.EmailUnverified:
        return _refused(request, "unverified", 403)
    except provider.ProviderFailed as failure:
        return _refused(request, "failed", 502, failure)
    person = provider.account_of(email)
    if person is None:
        return _refused(request, "unknown", 403, email=email)
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    response: HttpResponse = perform_login(request, person, redirect_url=next_url or None)
    return response


def _require_provider() -> None:
    if not provider.is_on():
        raise Http404


def _back_to(request: HttpRequest) -> str:
    """One address in all languages: the provider knows it by heart."""
    return request.build_absolute_uri(in_language(resolve_url("provider_callback"), "fr"))


def _refused(
    request: HttpRequest,
    why: str,
    status: int,
    failure: provider.ProviderFailed | None = None,
    *,
    email: str = "",
) -> HttpResponse:
    if failure is not None:
        _log.warning("The identity provider failed: %s", failure)
    context = {"why": why, "email": email}
    return render(request, "account/provider_refused.html", context, status=status)
