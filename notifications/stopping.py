"""`/desabonnement/<token>/`: stop letters without signing in, as mail programs ask for it.

Reading the address changes nothing, since scanners of mail read every address.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .kinds import kinds
from .unsubscribing import read, stop_letters


@csrf_exempt  # A mail program sends no cookie: the signed address says whose letters stop.
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    try:
        asked = read(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    person = get_user_model().objects.filter(pk=asked.person).first()
    if person is None:
        raise Http404
    kind = kinds.get(asked.kind)
    if asked.kind and kind is None:
        raise Http404
    done = request.method == "POST"
    if done:
        stop_letters(person, asked.kind)
    what = kind.label if kind else _("toutes les nouvelles")
    return render(request, "notifications/stop.html", {"done": done, "what": what})
