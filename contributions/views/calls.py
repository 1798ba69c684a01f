"""The coordination's screens for calls: list, open one on one screen, follow, move dates."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from contributions.actions.open_call import AskedOf, open_call
from contributions.call_forms import AskedForm, CallForm, MoveDateForm
from contributions.forms import open_groups
from contributions.lots import lots_of
from contributions.progress import progress_of, progress_of_calls
from groups.actions.move_call import move_call
from groups.enums import Step
from groups.models import Call, Membership
from groups.views import for_coordination
from kit.access import Refused, signed_in
from people.models import User
from people.rules import is_moderator


@for_coordination
def calls(request: HttpRequest) -> HttpResponse:
    """Every call, the latest first, with where its texts stand."""
    context = {"calls": progress_of_calls(list(Call.objects.all()))}
    return render(request, "contributions/calls.html", context)


@for_coordination
def call_new(request: HttpRequest) -> HttpResponse:
    """One screen: the question, its dates, and what is asked of which group."""
    last = Call.objects.order_by("-pk").values_list("pk", flat=True).first()
    form = CallForm(request.POST or None, initial={"seen": last or 0})
    asked = _asked_forms(request)
    if request.method != "POST":
        return render(request, "contributions/call_form.html", {"form": form, "asked": asked})
    whole = all([form.is_valid(), *(line.is_valid() for line in asked)])
    lines = [line for line in (each.line() for each in asked) if line] if whole else []
    if whole and not lines:
        form.add_error(None, _("Cochez au moins un groupe."))
    if not lines:
        context = {"form": form, "asked": asked}
        return render(request, "contributions/call_form.html", context, status=422)
    try:
        call, opened = _open_once(signed_in(request), form, lines)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        context = {"form": form, "asked": asked}
        return render(request, "contributions/call_form.html", context, status=409)
    done = _("La saisine est ouverte, et ses textes sont créés.")
    twice = _("Cette saisine venait d'être ouverte : rien n'a été fait deux fois.")
    messages.success(request, done if opened else twice)
    return redirect("contributions:call", call.pk)


def _asked_forms(request: HttpRequest) -> list[AskedForm]:
    """One form a group that takes texts, in two queries for all."""
    members: dict[int, list[Membership]] = {}
    for row in Membership.objects.current().select_related("person"):
        members.setdefault(row.group_id, []).append(row)
    return [
        AskedForm(request.POST or None, group=group, members=members.get(group.pk, []))
        for group in open_groups()
    ]


def _open_once(user: User, form: CallForm, lines: list[AskedOf]) -> tuple[Call, bool]:
    """Open the call, unless the same form, sent a moment ago, has already done so."""
    words = dict(form.cleaned_data)
    seen = words.pop("seen")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        since = Call.objects.filter(pk__gt=seen if seen is not None else 0, opened_by=user)
        twin = since.filter(title=words["title"]).first() if seen is not None else None
        if twin:
            return twin, False
        call, _texts = open_call(words.pop("title"), lines, by=user, **words)
    return call, True


@for_coordination
def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """Where a call's texts stand, and a form for each of its dates."""
    found = Call.objects.filter(pk=call_id).first()
    if found is None:
        raise Http404
    sent = MoveDateForm(request.POST) if request.method == "POST" else None
    if sent and sent.is_valid():
        step = Step(sent.cleaned_data["step"])
        try:
            move_call(found, step, sent.cleaned_data["due"], by=signed_in(request))
        except Refused as refusal:
            sent.add_error("due", refusal.reason)
        else:
            words = {"step": step.label}
            messages.success(
                request, _("La date « %(step)s » est changée pour tous les textes.") % words
            )
            return redirect("contributions:call", call_id)
    context = {
        "call": found,
        "texts": progress_of(found),
        "dates": [_date_form(found, step, sent) for step in Step],
        "lots": lots_of(found),
        "publishes": request.user.is_superuser or is_moderator(request.user),
    }
    return render(request, "contributions/call.html", context, status=422 if sent else 200)


def _date_form(found: Call, step: Step, sent: MoveDateForm | None) -> dict[str, object]:
    """The form of one date; the one that was sent keeps what was typed."""
    own = sent if sent and sent.data.get("step") == step.value else None
    initial = {"step": step.value, "due": found.due(step)}
    form = own or MoveDateForm(initial=initial, auto_id=f"id_{step.value}_%s")
    form.fields["due"].label = step.label
    return {"step": step, "due": found.due(step), "form": form}
