"""Publish the validated texts of a call together, at one minute; cancel it together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contributions.actions.publish_batch import Obstacle, cancel_batch, publish_batch
from contributions.views.door import private
from groups.models import Call
from kit.access import Refused, require, signed_in
from moderation.texts.batches import Batch, batch_of
from moderation.texts.forms import BatchForm
from moderation.texts.rules import verdict_on_batch


@private
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, call: int) -> HttpResponse:
    """Choose texts and a minute: all of them are scheduled, or none."""
    found = Call.objects.filter(pk=call).first() if call < 2**63 else None
    require(verdict_on_batch(request.user, found))
    if found is None:
        raise Http404
    texts = batch_of(found, request.user)
    if request.method != "POST":
        return _show(request, found, texts)
    if "cancel" in request.POST:
        return _cancel(request, found, texts)
    return _publish(request, found, texts)


def _publish(request: HttpRequest, call: Call, texts: Batch) -> HttpResponse:
    # Any text of the call: one that moved on meanwhile is told by its name, and why.
    form = BatchForm(request.POST, pages=texts.pages)
    if not form.is_valid():
        form.offer(texts.ready)
        return _show(request, call, texts, form=form, status=422)
    words = form.cleaned_data
    try:
        done = publish_batch(
            call, form.pages(), by=signed_in(request), minute=words["minute"], shown=form.shown()
        )
    except Refused as refusal:
        return _refused(request, call, refusal, words)
    said = ngettext(
        "%(count)s publication est programmée.",
        "%(count)s publications sont programmées à la même minute.",
        len(done),
    )
    messages.success(request, said % {"count": len(done)})
    return redirect("moderation:batch", call.pk)


def _cancel(request: HttpRequest, call: Call, texts: Batch) -> HttpResponse:
    minute, shown = _lot_shown(request.POST.get("cancel", ""))
    lot = next((lot for lot in texts.lots if lot.minute == minute), None)
    if lot is None:
        reason = _("Rien n'est plus programmé à cette minute.")
        return _show(request, call, texts, reason=reason, status=409)
    if lot.stamp != shown:
        reason = _("Les textes programmés à cette minute ont changé : regardez-les, puis annulez.")
        return _show(request, call, texts, reason=reason, status=409)
    try:
        cancel_batch(call, lot.pages, by=signed_in(request), minute=lot.minute)
    except Refused as refusal:
        return _refused(request, call, refusal)
    messages.success(request, _("La programmation est annulée ; les textes restent validés."))
    return redirect("moderation:batch", call.pk)


def _refused(
    request: HttpRequest, call: Call, refusal: Refused, words: dict[str, Any] | None = None
) -> HttpResponse:
    """Nothing was done: which text stopped it, and why; the choice is kept, beside what
    stands now."""
    texts = batch_of(call, request.user)
    form = None
    if words is not None:
        kept = {name: words[name] for name in ("texts", "minute")}
        form = BatchForm(pages=texts.ready, initial=kept)
    obstacles = getattr(refusal, "obstacles", [])
    reason = _("Rien n'a été fait : ces textes ne peuvent pas partir ensemble.")
    return _show(
        request, call, texts, form=form, obstacles=obstacles,
        reason=reason if obstacles else refusal.reason, status=409,
    )  # fmt: skip


def _show(
    request: HttpRequest,
    call: Call,
    texts: Batch,
    *,
    form: BatchForm | None = None,
    reason: str = "",
    obstacles: list[Obstacle] | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = [page.record.pk for page in texts.ready]
    minute = texts.lots[-1].minute if texts.lots else None
    context = {
        "call": call,
        "batch": texts,
        "form": form or BatchForm(pages=texts.ready, initial={"texts": chosen, "minute": minute}),
        "reason": reason,
        "obstacles": obstacles or [],
    }
    return render(request, "moderation/batch.html", context, status=status)


def _lot_shown(words: str) -> tuple[datetime | None, str]:
    """The minute of a lot and the texts that the page showed in it."""
    minute, _mark, stamp = words.partition(" ")
    try:
        return parse_datetime(minute), stamp
    except ValueError:
        return None, ""
