"""A text that a group proposes to another: see the request, answer it, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions import rules
from contributions.actions.ask_move import answer_move, take_back_move
from contributions.actions.base import NotNow
from contributions.enums import MoveKind, MoveOutcome, Verb
from contributions.models import MoveRequest
from contributions.moving import (
    can_answer,
    can_take_back,
    is_party,
    stopped_by_moving,
    verdict_on_request,
    words_on_stopped,
)
from contributions.sharing_forms import AnswerForm
from kit.access import Refused, require, signed_in

from .door import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def move_request(request: HttpRequest, key: int) -> HttpResponse:
    """A request between two groups, for both coordinations and the network.

    Who answers too late, and may follow the text no more, still finds what they typed.
    """
    rows = MoveRequest.objects.select_related(
        "record__page", "record__lead_group", "left", "group__record", "asked_by", "answered_by"
    )
    asked = rows.filter(pk=key).first()
    if not (request.method == "POST" and asked and is_party(request.user, asked)):
        require(verdict_on_request(request.user, asked))
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method != "POST":
        return _show(request, asked, form)
    if not form.is_valid():
        return _show(request, asked, form, status=422)
    try:
        said = _carry_out(request, asked, form)
    except NotNow as refusal:
        asked = rows.get(pk=key)
        return _show(request, asked, form, reason=refusal.reason, status=409)
    except Refused as refusal:
        return _show(request, asked, form, reason=refusal.reason, status=403)
    messages.success(request, said)
    if rules.can(
        Verb.SEE_PROGRESS, request.user, type(asked.record.page).objects.get(record=asked.record)
    ):
        return redirect("contributions:work", asked.record_id)
    return redirect("desk")


def _carry_out(request: HttpRequest, asked: MoveRequest, form: AnswerForm) -> str:
    decision, note = form.cleaned_data["decision"], form.cleaned_data["note"]
    if decision == MoveOutcome.TAKEN_BACK:
        take_back_move(asked, by=signed_in(request), note=note)
        return _("La demande est retirée.")
    accept = decision == MoveOutcome.ACCEPTED
    answer_move(asked, by=signed_in(request), accept=accept, note=note)
    if not accept:
        return _("La demande est refusée : le texte reste où il est.")
    if asked.kind == MoveKind.LEAD:
        return _("Le texte est déplacé : votre groupe le porte.")
    return _("Votre groupe écrit désormais avec l'autre.")


def _show(
    request: HttpRequest,
    asked: MoveRequest,
    form: AnswerForm,
    *,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    page = asked.record.page
    page.record = asked.record
    moves = asked.kind == MoveKind.LEAD and asked.is_pending()
    context = {
        "asked": asked,
        "page": page,
        "record": asked.record,
        "name": page.draft_title
        if verdict_on_request(request.user, asked)
        else _("n° %(number)s") % {"number": asked.record_id},
        "form": form,
        "answers": can_answer(signed_in(request), asked),
        "takes_back": can_take_back(signed_in(request), asked),
        "stops": words_on_stopped(stopped_by_moving(page)) if moves else [],
        "sees_work": rules.can(Verb.SEE_PROGRESS, request.user, page),
        "reason": reason,
    }
    return render(request, "contributions/move_request.html", context, status=status)
