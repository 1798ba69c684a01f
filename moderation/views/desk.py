"""The desk: one queue, who sees to what, and for how long it has been waiting."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions.views.door import private
from kit.access import require, signed_in
from kit.paging import page_of
from moderation.actions.claim import Taken, claim, give_back
from moderation.queue import Row, queue_of, source_of, sources
from moderation.rules import verdict_on_desk
from moderation.texts.alerts import alert_for
from moderation.texts.batches import calls_to_publish
from moderation.texts.rules import verdict_on_checklist


@private
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this person; `?voir=` keeps one kind."""
    require(verdict_on_desk(request.user))
    rows = queue_of(request.user)
    chosen = source_of(request.GET.get("voir", ""))
    shown = [row for row in rows if chosen is None or row.kind == chosen.kind]
    context = {
        "chosen": chosen,
        "kinds": _kinds(rows),
        "total": len(rows),
        "overdue": sum(row.overdue for row in rows),
        "page_obj": page_of(shown, request),
        "alert": alert_for(request.user),
        "calls": calls_to_publish(request.user),
        "keeps_list": bool(verdict_on_checklist(request.user)),
    }
    return render(request, "moderation/desk.html", context)


def _kinds(rows: list[Row]) -> list[dict[str, Any]]:
    """Each kind of which something waits, with how many."""
    counts = Counter(row.kind for row in rows)
    return [
        {"kind": source.kind, "label": source.label, "count": counts[source.kind]}
        for source in sources
        if counts[source.kind]
    ]


@private
@require_POST
def take(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Say « I take it », or give it back; who comes second is told who was first."""
    require(verdict_on_desk(request.user))
    person = signed_in(request)
    if source_of(kind) is None:
        raise Http404
    try:
        if "give_back" in request.POST:
            give_back(kind, key, by=person)
            messages.success(request, _("C'est rendu : une autre personne peut s'en charger."))
        else:
            claim(kind, key, by=person)
            messages.success(request, _("Vous vous en chargez : vos collègues le voient, pendant deux jours."))  # fmt: skip
    except Taken as refusal:
        messages.warning(request, refusal.reason)
    except Http404:
        messages.warning(request, _("Cela n'attend plus : quelqu'un s'en est occupé."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The desk as it was filtered, or that of the text from where one took it."""
    number = request.POST.get("texte", "")
    if number.isdecimal() and len(number) < 19:
        return reverse("moderation:text", args=[int(number)])
    chosen = source_of(request.POST.get("voir", ""))
    address = reverse("moderation:desk")
    return f"{address}?voir={chosen.kind}" if chosen else address
