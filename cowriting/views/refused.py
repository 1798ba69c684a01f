"""Words that came when the writing had ended: read them, put them back, set them aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.views.door import find_text, private, text_for
from cowriting.actions.set_aside import set_aside
from cowriting.actions.take_back import take_back
from cowriting.models import Room
from cowriting.record.refused import refused_words
from cowriting.record.saving import save_now
from cowriting.rules import Mode, mode_for, readers_of_refused
from kit.access import Refused, signed_in


@private
@require_http_methods(["GET", "HEAD", "POST"])
def refused(request: HttpRequest, number: int) -> HttpResponse:
    """What was refused, for its author and the coordination; all others find nothing."""
    page = text_for(number, Verb.READ_DRAFT, request.user)
    if not readers_of_refused(request.user, page)(request.user.pk):
        raise Http404
    if request.method != "POST":
        return _show(request, page)
    act = "back" if "back" in request.POST else "aside"
    key = request.POST.get(act, "")
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    try:
        said = (
            _put_back(request, page, int(key)) if act == "back" else _leave(request, page, int(key))
        )
    except Refused as refusal:
        return _show(request, find_text(number) or page, reason=refusal.reason, status=409)
    messages.success(request, said)
    return redirect("cowriting:refused", number)


def _put_back(request: HttpRequest, page: ContributionPage, key: int) -> str:
    done = take_back(page, by=signed_in(request), key=key)
    save_now(page.pk)
    return _("Ces mots sont dans le texte.") if done else _("Quelqu'un s'en était déjà occupé.")


def _leave(request: HttpRequest, page: ContributionPage, key: int) -> str:
    done = set_aside(page, by=signed_in(request), key=key)
    return _("Ces mots restent hors du texte.") if done else _("Quelqu'un s'en était déjà occupé.")


def _show(
    request: HttpRequest, page: ContributionPage, *, reason: str = "", status: int = 200
) -> HttpResponse:
    room = Room.objects.filter(page=page.pk).select_related("page").first()
    context = {
        "page": page,
        "record": page.record,
        "language": page.locale.language_code,
        "refused": refused_words(room, request.user) if room is not None else [],
        "writes": mode_for(request.user, page) is Mode.RW,
        "reason": reason,
    }
    return render(request, "cowriting/refused.html", context, status=status)
