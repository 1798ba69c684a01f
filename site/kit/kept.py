"""When a form cannot be accepted as sent, its text is given back, never dropped.

Three cases end here: the session ended while someone was typing, the form's own token
expired, and a rule refused a save because the text's state changed meanwhile. The page
shows what was typed, holds it, and offers to send it again.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_NO_REFERER
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

#: Fields that are no one's words and would be stale when sent again.
_DROPPED = {"csrfmiddlewaretoken"}
#: Passwords are never written into a page.
_SECRET = ("password", "mot_de_passe")


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The names and values of a sent form that may be shown to who sent it."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _DROPPED and not any(word in name.lower() for word in _SECRET)
        for value in values
    ]


def keep(request: HttpRequest, cause: str, *, reason: str = "", status: int) -> HttpResponse:
    """A page that says what happened and holds the typed text.

    `cause`: `signed_out`, `expired` or `refused`. What was refused by a rule is shown
    to be copied and cannot be sent again as it is.
    """
    return render(
        request,
        "kit/kept_form.html",
        {
            "cause": cause,
            "reason": reason,
            "fields": kept_fields(request),
            "had_files": bool(request.FILES),
            "action": request.get_full_path(),
        },
        status=status,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give a form with an expired token back to its author; refuse other sites' forms.

    Offering to send again what another site posted would help an attacker, so only a
    request whose `Origin` is this site gets its text back.
    """
    origin = request.headers.get("origin", "")
    same_site = url_has_allowed_host_and_scheme(origin, {request.get_host()})
    if not origin or not same_site or reason in {REASON_BAD_ORIGIN, REASON_NO_REFERER}:
        return render(request, "403.html", {"exception": ""}, status=403)
    return keep(request, "expired", status=403)
