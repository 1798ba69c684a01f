"""What a meeting leads to: decisions, and who does what by when."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kit.access import Refused, signed_in
from meetings import rules
from meetings.actions.base import TooLate
from meetings.actions.outcomes import add_decision, assign_task, drop_decision, tick_task
from meetings.material import with_own_texts
from meetings.models import Meeting
from meetings.record_forms import DecisionForm, TaskForm, about

from .door import carry_out, meeting_for, private
from .meeting import show_meeting


@private
def outcomes(request: HttpRequest, number: int) -> HttpResponse:
    """Note a decision or a task; take back a decision noted by mistake."""
    found = meeting_for(number, request.user, rules.verdict_on_keeping)
    if request.method != "POST":
        return _show(request, found)
    if "drop" in request.POST:
        return _drop(request, found)
    by = signed_in(request)
    if "decide" in request.POST:
        decision = DecisionForm(request.POST, meeting=found)
        status = carry_out(
            decision,
            lambda: add_decision(
                found,
                decision.cleaned_data["words"],
                by=by,
                **about(decision.cleaned_data["about"]),
            ),
        )
        if status:
            return _show(request, found, decision=decision, status=status)
        messages.success(request, _("La décision est notée."))
        return redirect("meetings:outcomes", number)
    task = TaskForm(request.POST, meeting=found)
    status = carry_out(task, lambda: assign_task(found, by=by, **task.cleaned_data))
    if status:
        return _show(request, found, task=task, status=status)
    messages.success(request, _("La tâche est confiée, et la personne en est informée."))
    return redirect("meetings:outcomes", number)


def _drop(request: HttpRequest, found: Meeting) -> HttpResponse:
    key = request.POST["drop"]
    rows = found.decisions.select_related("meeting")
    row = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if row is None:
        raise Http404
    try:
        drop_decision(row, by=signed_in(request))
    except TooLate as refusal:
        return _show(request, found, reason=refusal.reason, status=409)
    messages.success(request, _("La décision est retirée."))
    return redirect("meetings:outcomes", found.pk)


def _show(
    request: HttpRequest, found: Meeting, *, decision: DecisionForm | None = None,
    task: TaskForm | None = None, reason: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "meeting": found,
        "group": found.group,
        "reason": reason,
        "decision": decision or DecisionForm(meeting=found),
        "task": task or TaskForm(meeting=found),
        "decisions": with_own_texts(found.decisions.all(), found.group),
        "tasks": [(row, False) for row in found.tasks.select_related("person")],
        "begun": found.has_begun() and not found.is_cancelled and not found.is_frozen,
    }
    return render(request, "meetings/outcomes.html", context, status=status)


@private
def tick(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Say that a task is done, or not after all."""
    found = meeting_for(number, request.user, rules.verdict_on_reading)
    if request.method != "POST":
        return redirect(found)
    task = found.tasks.select_related("meeting").filter(pk=key).first() if key < 2**63 else None
    if task is None:
        raise Http404
    done = request.POST.get("done") != "no"
    try:
        tick_task(task, by=signed_in(request), done=done)
    except Refused as refusal:
        return show_meeting(request, found, reason=refusal.reason, status=403)
    messages.success(request, _("La tâche est faite.") if done else _("La tâche est à faire."))
    return redirect(f"{found.get_absolute_url()}#taches")
