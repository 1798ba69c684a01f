"""One meeting on one page; say that one comes, move it, cancel it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groups.models import Membership
from groups.rules import is_member
from kit.access import Refused, signed_in
from meetings import rules
from meetings.actions.attend import say_coming
from meetings.actions.change import cancel_meeting, change_meeting, name_secretary
from meetings.actions.series import cancel_following, change_following
from meetings.enums import MinutesState, Standing
from meetings.forms import CancelForm, ChangeForm
from meetings.material import with_own_texts
from meetings.models import Meeting
from meetings.record_forms import WordsForm
from meetings.selectors import attendance_of
from meetings.times import elsewhere
from people.models import User

from .door import carry_out, meeting_for, private, show_form


@private
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Everything of a meeting for its group's people; title and date for the network."""
    found = meeting_for(number, request.user, rules.verdict_on_seeing)
    return show_meeting(request, found)


def show_meeting(
    request: HttpRequest, found: Meeting, amendment: WordsForm | None = None, *,
    reason: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page; `amendment`: a sent form that was refused, `reason`: why something was."""
    context: dict[str, Any] = {"meeting": found, "group": found.group, "reason": reason}
    context["inside"] = is_member(request.user, found.group)
    if context["inside"]:
        context |= _inside(found, signed_in(request)) | {"amendment": amendment or amendment_form()}
    return render(request, "meetings/meeting.html", context, status=status)


def amendment_form(data: Any = None) -> WordsForm:
    return WordsForm(
        data, label=_("Ce qui est à changer"),
        help_text=_("Citez le passage, puis dites ce que vous proposez."),
    )  # fmt: skip


def _inside(found: Meeting, user: User) -> dict[str, Any]:
    """What the group's people see."""
    own = found.attendance.filter(person=user.pk).values_list("standing", flat=True).first()
    coming = not found.is_cancelled and not found.has_begun()
    keeps = rules.can_keep_minutes(user, found)
    shows_minutes = found.minutes_state in (MinutesState.AMENDING, MinutesState.FROZEN)
    tasks = found.tasks.select_related("person")
    manages = rules.can_manage(user, found.group)
    return {
        "elsewhere": elsewhere(found.starts_at, _zones(found), found.ends_at),
        "agenda": with_own_texts(found.agenda.select_related("lead"), found.group),
        "centres": attendance_of(found),
        "own": own or "",
        "can_say": coming,
        "is_over": found.is_over(),
        "manages": manages,
        "keeps": keeps,
        "shows_minutes": shows_minutes or (keeps and bool(found.minutes)),
        "can_amend": rules.can_amend(user, found),
        "amendments": found.amendments.select_related("author") if shows_minutes else [],
        "addenda": found.addenda.select_related("author"),
        "decisions": with_own_texts(found.decisions.all(), found.group),
        "tasks": [(task, manages or task.person_id == user.pk) for task in tasks],
    }


def _zones(found: Meeting) -> set[str]:
    rows = Membership.objects.current().filter(group=found.group)
    return {"Europe/Paris", *rows.values_list("person__time_zone", flat=True)}


@private
def coming(request: HttpRequest, number: int) -> HttpResponse:
    """Say that one comes, or is excused."""
    found = meeting_for(number, request.user, rules.verdict_on_reading)
    if request.method != "POST":
        return redirect(found)
    standing = request.POST.get("standing", "")
    try:
        say_coming(found, standing, by=signed_in(request))
    except Refused as refusal:
        return show_meeting(request, found, reason=refusal.reason, status=409)
    said = (
        _("Vous venez : c'est noté.")
        if standing == Standing.COMING
        else _("Votre excuse est notée.")
    )
    messages.success(request, said)
    return redirect(found)


@private
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Move a meeting, rename it, say where it is; with those that follow, or alone."""
    found = meeting_for(number, request.user, rules.verdict_on_managing)
    form = ChangeForm(request.POST or None, meeting=found)
    status = (
        carry_out(form, lambda: _change(found, signed_in(request), form)) if form.is_bound else 0
    )
    if form.is_bound and not status:
        messages.success(request, _("La réunion est modifiée."))
        return redirect(found)
    return show_form(
        request, form, status, group=found.group, meeting=found, title=_("Modifier la réunion"),
        promise=_("Si la date ou le lieu changent, les membres et leurs agendas en sont informés."),
        submit=_("Enregistrer"), back=found.get_absolute_url(),
        back_words=_("Revenir à la réunion sans rien changer"),
    )  # fmt: skip


def _change(found: Meeting, by: User, form: ChangeForm) -> None:
    facts, seen = form.facts(), form.cleaned_data["seen"]
    with transaction.atomic():
        if form.cleaned_data.get("following"):
            change_following(found, facts, by=by, seen=seen)
        else:
            change_meeting(found, facts, by=by, seen=seen)
        name_secretary(found, form.cleaned_data["secretary"], by=by)


@private
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Cancel a meeting, with those that follow or alone."""
    found = meeting_for(number, request.user, rules.verdict_on_managing)
    form = CancelForm(request.POST if request.method == "POST" else None, meeting=found)
    status = (
        carry_out(form, lambda: _cancel(found, signed_in(request), form)) if form.is_bound else 0
    )
    if form.is_bound and not status:
        messages.success(request, _("La réunion est annulée, et les membres en sont informés."))
        return redirect(found)
    return show_form(
        request, form, status, group=found.group, meeting=found, title=_("Annuler la réunion"),
        promise=_("Elle reste dans la liste, marquée annulée, et les membres en sont informés."),
        submit=_("Annuler la réunion"), danger=True, back=found.get_absolute_url(),
        back_words=_("Garder la réunion"),
    )  # fmt: skip


def _cancel(found: Meeting, by: User, form: CancelForm) -> None:
    act = cancel_following if form.cleaned_data.get("following") else cancel_meeting
    act(found, by=by, reason=form.cleaned_data["reason"])
