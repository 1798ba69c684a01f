"""What is written of a meeting: agenda, who was there, minutes and their amendments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kit.access import Refused, signed_in
from meetings import rules
from meetings.actions.agenda import agenda_mark, set_agenda
from meetings.actions.attend import record_attendance
from meetings.actions.base import TooLate
from meetings.actions.minutes import (
    add_addendum,
    decide_amendment,
    freeze_minutes,
    open_amendments,
    propose_amendment,
    to_take_in,
    write_minutes,
)
from meetings.enums import MinutesState
from meetings.marks import to_html
from meetings.models import Amendment, Meeting
from meetings.record_forms import AgendaForm, AmendUntilForm, AttendanceForm, MinutesForm, WordsForm
from meetings.selectors import attendance_of

from .door import carry_out, meeting_for, private, show_form
from .meeting import amendment_form, show_meeting


@private
def agenda(request: HttpRequest, number: int) -> HttpResponse:
    """The points of a meeting, in their order."""
    found = meeting_for(number, request.user, rules.verdict_on_keeping)
    data = request.POST if request.method == "POST" else None
    form = AgendaForm(data, meeting=found, initial={"seen": agenda_mark(found)})
    status = 0
    if form.is_bound:
        by = signed_in(request)
        status = carry_out(
            form, lambda: set_agenda(found, form.points(), by=by, seen=form.cleaned_data["seen"])
        )
        if not status:
            messages.success(request, _("L'ordre du jour est enregistré."))
            return redirect(
                "meetings:agenda" if "more" in request.POST else "meetings:meeting", number
            )
    context = {"form": form, "meeting": found, "group": found.group}
    return render(request, "meetings/agenda.html", context, status=status or 200)


@private
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Who was there, for which centre."""
    found = meeting_for(number, request.user, rules.verdict_on_keeping)
    data = request.POST if request.method == "POST" else None
    form = AttendanceForm(data, centres=attendance_of(found))
    status = 0
    if form.is_bound:
        by = signed_in(request)
        status = carry_out(form, lambda: record_attendance(found, form.standings(), by=by))
        if not status:
            messages.success(request, _("Les présences sont notées."))
            return redirect(found)
    return show_form(
        request, form, status, group=found.group, meeting=found, title=_("Qui était là"),
        promise=_("Chaque personne est notée pour le centre qui était le sien à la date de la réunion."),
        submit=_("Noter les présences"), back=found.get_absolute_url(),
        back_words=_("Revenir à la réunion sans rien noter"),
    )  # fmt: skip


@private
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """Write the minutes; once they are frozen, correct them beside."""
    found = meeting_for(number, request.user, rules.verdict_on_keeping)
    form = _minutes_form(request, found)
    if not form.is_bound:
        return _show_minutes(request, found, form)
    by = signed_in(request)
    if isinstance(form, MinutesForm):
        words = form
        status = carry_out(
            form,
            lambda: write_minutes(found, words.html(), by=by, seen=words.cleaned_data["seen"]),
        )
    else:
        status = carry_out(
            form, lambda: add_addendum(found, to_html(form.cleaned_data["words"]), by=by)
        )
    if status:
        return _show_minutes(request, found, form, status)
    messages.success(request, _("Le compte rendu est enregistré."))
    return redirect("meetings:minutes", number)


def _minutes_form(request: HttpRequest, found: Meeting) -> MinutesForm | WordsForm:
    """A form that was sent for what is frozen since stays what it was."""
    data = request.POST if request.method == "POST" else None
    if found.is_frozen and (data is None or "seen" not in data):
        return WordsForm(
            data, label=_("Correctif"),
            help_text=_("Il est daté et signé, et se lit sous le compte rendu."),
        )  # fmt: skip
    return MinutesForm(data, meeting=found)


def _show_minutes(
    request: HttpRequest, found: Meeting, form: Any, status: int = 0,
    until: AmendUntilForm | None = None, reason: str = "",
) -> HttpResponse:  # fmt: skip
    waiting = found.amendments.filter(accepted__isnull=True)
    begun = found.has_begun() and not found.is_cancelled
    context = {
        "meeting": found,
        "group": found.group,
        "form": form,
        "until": until or AmendUntilForm(initial={"until": found.amend_until}),
        "reason": reason,
        "begun": begun,
        "can_open": begun and bool(found.minutes) and not found.is_frozen,
        "amending": found.minutes_state == MinutesState.AMENDING,
        "amendments": found.amendments.select_related("author"),
        "addenda": found.addenda.select_related("author"),
        "waiting": waiting.count(),
        "to_take_in": to_take_in().filter(meeting=found).exists(),
    }
    return render(request, "meetings/minutes.html", context, status=status or 200)


@private
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Give the minutes to who was there until a date."""
    found = meeting_for(number, request.user, rules.verdict_on_keeping)
    if request.method != "POST":
        return redirect("meetings:minutes", number)
    if "decide" in request.POST or "freeze" in request.POST:
        return _decide(request, found)
    form, by = AmendUntilForm(request.POST), signed_in(request)
    status = carry_out(form, lambda: open_amendments(found, form.cleaned_data["until"], by=by))
    if status:
        return _show_minutes(request, found, MinutesForm(meeting=found), status, form)
    messages.success(request, _("Le compte rendu est donné à relire aux personnes présentes."))
    return redirect("meetings:minutes", number)


def _decide(request: HttpRequest, found: Meeting) -> HttpResponse:
    """Freeze, or answer an amendment."""
    by, reason = signed_in(request), request.POST.get("reason", "")
    try:
        if "freeze" in request.POST:
            freeze_minutes(found, by=by)
            done = _("Le compte rendu est figé.")
        else:
            amendment, accept = _amendment_of(request, found)
            decide_amendment(amendment, by=by, accept=accept, reason=reason)
            done = _("La réponse est enregistrée.")
    except Refused as refusal:
        status = 409 if isinstance(refusal, TooLate) else 422
        form = MinutesForm(meeting=found)
        return _show_minutes(request, found, form, status, reason=refusal.reason)
    messages.success(request, done)
    return redirect("meetings:minutes", found.pk)


def _amendment_of(request: HttpRequest, found: Meeting) -> tuple[Amendment, bool]:
    """The amendment that the form is about, and whether it is accepted."""
    answer, _sign, key = request.POST["decide"].partition("-")
    rows = found.amendments.select_related("meeting")
    row = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if row is None or answer not in ("accept", "refuse"):
        raise Http404
    return row, answer == "accept"


@private
def amend(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a change of the minutes."""
    found = meeting_for(number, request.user, rules.verdict_on_reading)
    if request.method != "POST":
        return redirect(found)
    form, by = amendment_form(request.POST), signed_in(request)
    status = carry_out(form, lambda: propose_amendment(found, form.cleaned_data["words"], by=by))
    if status:
        return show_meeting(request, found, form, status=status)
    messages.success(request, _("Votre amendement est noté : l'animation y répondra."))
    return redirect(f"{found.get_absolute_url()}#compte-rendu")
