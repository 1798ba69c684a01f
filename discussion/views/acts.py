"""What one does with a remark that is there: answer, change, end, hide, agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contributions.views.door import private
from discussion import rules
from discussion.actions.answer import answer
from discussion.actions.change_remark import change_remark
from discussion.actions.endorse import endorse, take_back_endorsement
from discussion.actions.hide_remark import hide_remark
from discussion.actions.settle import reopen, settle
from discussion.attaching import documents_for, with_files
from discussion.enums import Outcome
from discussion.forms import AnswerForm, ChangeForm, HideForm, SettleForm
from discussion.models import Remark
from discussion.showing import outcomes_for
from kit.access import Refused, require, signed_in
from kit.carrying import carry_out
from people.models import User

from .door import back_to, by_script, errors_of, remark_for, told_of
from .panel import fragment
from .threads import show_thread


def _done(request: HttpRequest, remark: Remark, said: str) -> HttpResponse:
    """Back to where one was: the panel of its block, or the remark in its thread."""
    root = remark.root or remark
    if by_script(request):
        return fragment(request, rules.seat_before(request.user, root), root.block_id)
    if said:
        messages.success(request, said)
    return back_to(remark)


@private
@require_POST
def answer_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a thread. The same sent twice is one."""
    root = remark_for(pk, request.user, rules.verdict_on_answering)
    record = root.record
    documents = documents_for(request.user, record)
    form = AnswerForm(request.POST, request.FILES, documents=documents, auto_id="reponse_%s")
    made: list[Remark] = []
    status = carry_out(form, lambda: made.append(_answer(root, signed_in(request), form)))
    if not status:
        return _done(request, made[0], _("Réponse envoyée."))
    if by_script(request):
        return errors_of(form, status)
    return show_thread(request, root, answering=form, status=status)


def _answer(root: Remark, by: User, form: AnswerForm) -> Remark:
    words = form.cleaned_data["words"]
    return with_files(
        form, root.record, by, lambda files: answer(root, by=by, words=words, files=files)
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for one's own remark."""
    remark = remark_for(pk, request.user, rules.verdict_on_changing)
    form = ChangeForm(request.POST or None, initial={"words": remark.comment})
    return _act(
        request, remark, form,
        lambda: change_remark(remark, by=signed_in(request), words=form.cleaned_data["words"]),
        heading=_("Modifier votre remarque"), submit=_("Enregistrer"), said=_("C'est modifié."),
        promise=_("Elle dira qu'elle a été modifiée ; l'animation voit ce qu'elle disait."),
    )  # fmt: skip


@private
@require_http_methods(["GET", "HEAD", "POST"])
def settle_one(request: HttpRequest, pk: int) -> HttpResponse:
    """How a remark ends; a wrong form is shown again in its thread."""
    remark = remark_for(pk, request.user)
    if request.method != "POST":
        return back_to(remark)
    asked = request.POST.get("outcome", "")
    wanted = Outcome(asked) if asked in Outcome.values else Outcome.RESOLVED
    require(rules.verdict_on_settling(request.user, remark, wanted))
    outcomes = outcomes_for(rules.seat_before(request.user, remark), remark)
    form = SettleForm(request.POST, outcomes=outcomes, auto_id="issue_%s")
    status = carry_out(
        form,
        lambda: settle(
            remark, by=signed_in(request), outcome=Outcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
        ),
    )  # fmt: skip
    if not status:
        return _done(request, remark, _("La remarque est terminée."))
    if by_script(request):
        return errors_of(form, status)
    return show_thread(request, remark, settling=form, status=status)


@private
@require_POST
def reopen_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The matter is open again."""
    remark = remark_for(pk, request.user, rules.verdict_on_reopening)
    return _at_once(
        request, remark, lambda: reopen(remark, by=signed_in(request)), _("La remarque est rouverte.")
    )  # fmt: skip


@private
@require_POST
def endorse_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one agrees; with `retirer`, take it back."""
    remark = remark_for(pk, request.user, rules.verdict_on_endorsing)
    act = take_back_endorsement if "retirer" in request.POST else endorse
    return _at_once(request, remark, lambda: act(remark, by=signed_in(request)), "")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a remark, with a reason that its author receives."""
    remark = remark_for(pk, request.user, rules.verdict_on_hiding)
    form = HideForm(request.POST or None)
    return _act(
        request, remark, form,
        lambda: hide_remark(remark, by=signed_in(request), reason=form.cleaned_data["reason"]),
        heading=_("Masquer cette remarque"), submit=_("Masquer"), said=_("La remarque est masquée."),
        promise=_("Elle n'est pas effacée : la personne qui l'a écrite et l'animation la lisent encore."),
        quoted=remark.comment, danger=True,
    )  # fmt: skip


@private
@require_http_methods(["GET", "HEAD"])
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a remark said before its author changed it."""
    remark = remark_for(pk, request.user, rules.verdict_on_history)
    seat = rules.seat_before(request.user, remark)
    edits = list(remark.edits.order_by("-at", "-pk"))
    context = told_of(seat, remark.version) | {"remark": remark, "edits": edits}
    return render(request, "discussion/history.html", context)


def _act(
    request: HttpRequest, remark: Remark, form: forms.Form, act: Callable[[], Any], *,
    heading: str, said: str, **words: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one form, and what it leads to."""
    status = carry_out(form, act) if request.method == "POST" else 200
    if not status:
        return _done(request, remark, said)
    seat = rules.seat_before(request.user, remark)
    told = told_of(seat, (remark.root or remark).version)
    context = told | {"form": form, "remark": remark, "heading": heading, **words}
    return render(request, "discussion/act.html", context, status=status)


def _at_once(
    request: HttpRequest, remark: Remark, act: Callable[[], Any], said: str
) -> HttpResponse:
    """What one button does; what refuses it is told where one was."""
    try:
        act()
    except Refused as refusal:
        if by_script(request):
            return JsonResponse({"errors": [refusal.reason]}, status=409)
        messages.error(request, refusal.reason)
        return back_to(remark)
    return _done(request, remark, said)
