"""The checklist itself: its points, in the network's own words, and who changed them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.views.door import private
from kit.access import require, signed_in
from moderation.actions.keep_checklist import PointsMoved, keep_checklist
from moderation.models import ChecklistChange, ChecklistItem
from moderation.texts.forms import ItemFormSet
from moderation.texts.rules import verdict_on_checklist

#: How many changes the page tells.
_TOLD = 20


@private
@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest) -> HttpResponse:
    """Change, put aside or add points; only those that were changed are written."""
    require(verdict_on_checklist(request.user))
    items = _formset(request.POST or None)
    if request.method != "POST":
        return _show(request, items)
    if not items.is_valid():
        return _show(request, items, status=422)
    wanted = [one for form in items.forms if (one := form.wanted())]
    try:
        changed = keep_checklist(wanted, by=signed_in(request))
    except PointsMoved as refusal:
        return _show(request, _beside_theirs(request, refusal), refusal.reason, status=409)
    said = _("La liste de contrôle est enregistrée.") if changed else _("Rien n'avait changé.")
    messages.success(request, said)
    return redirect("moderation:checklist")


def _formset(data: Any) -> Any:
    return ItemFormSet(data, queryset=ChecklistItem.objects.all())


def _beside_theirs(request: HttpRequest, refusal: PointsMoved) -> Any:
    """The forms as typed; those of points that somebody else changed say what these say now,
    and can be sent again."""
    data = request.POST.copy()
    forms = _formset(data).forms
    for form in forms:
        now = refusal.items.get(form.instance.pk)
        if now is not None:
            data[form.add_prefix("seen")] = json.dumps(now)
    again = _formset(data)
    again.is_valid()
    for form in again.forms:
        now = refusal.items.get(form.instance.pk)
        if now is not None:
            said = {"label": now["label"], "help": now["help"] or "—"}
            form.add_error(None, _("Ce point dit maintenant : « %(label)s » (%(help)s).") % said)
    return again


def _show(request: HttpRequest, items: Any, reason: str = "", status: int = 200) -> HttpResponse:
    changes = ChecklistChange.objects.select_related("by")[:_TOLD]
    context = {"items": items, "reason": reason, "changes": changes}
    return render(request, "moderation/checklist.html", context, status=status)
