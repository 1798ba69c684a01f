"""The admin denies by default: each of its addresses names the verb that opens it.

Wagtail turns a refusal into a redirect home, which neither tells the truth nor hides
the thing. Here every named route of the admin is bound to a check that gives the
answer of our rules before Wagtail's view runs; a route without one is for superusers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from .access import (
    ALLOWED,
    MISSING,
    SIGN_IN,
    Answer,
    Verdict,
    answer_for,
    may_enter_admin,
    sign_in,
    wants_json,
)
from .kept import keep

Check = Callable[[HttpRequest, tuple[Any, ...], dict[str, Any]], Verdict]


class RouteMap:
    """Which check opens which admin route, by its full name (`namespace:name`)."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def bind(self, check: Check, *names: str) -> None:
        """Bind routes to a check. Raises ValueError when one is bound already."""
        for name in names:
            if self._checks.setdefault(name, check) is not check:
                raise ValueError(f"The admin route {name} is bound twice.")

    def check_for(self, name: str) -> Check | None:
        return self._checks.get(name)

    def names(self) -> frozenset[str]:
        return frozenset(self._checks)


#: The one map; each app binds its routes in `admin_routes.py`.
routes = RouteMap()


def open_to_all(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
    """For what the sign-in page itself needs: scripts' translations, signing out."""
    return ALLOWED


def open_inside(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
    """For what every person of the editing rooms may open, and tells of no text."""
    return answer_for(request.user, may_enter_admin(request.user), may_know=False)


def _closed(request: HttpRequest) -> Verdict:
    if request.user.is_superuser and request.user.is_active:
        return ALLOWED
    return MISSING if request.user.is_authenticated else SIGN_IN


def refuse(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """The page for a *no*; a sent form gets its text back with the reason."""
    if verdict.answer is Answer.SIGN_IN:
        return sign_in(request)
    if verdict.answer is Answer.MISSING:
        raise Http404
    if wants_json(request):
        return JsonResponse(
            {"success": False, "error_code": "refused", "error_message": verdict.reason},
            status=403,
        )
    if request.method == "POST" and request.POST:
        return keep(request, "refused", reason=verdict.reason, status=403)
    return render(request, "403.html", {"reason": verdict.reason}, status=403)


class AdminGateMiddleware:
    """Asks the route map about every admin address before its view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        check = routes.check_for(name)
        verdict = check(request, args, kwargs) if check else _closed(request)
        return None if verdict else refuse(request, verdict)
