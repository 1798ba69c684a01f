"""Accept a suggestion; lead one whose words changed to words of today."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contributions import rules as texts
from contributions.enums import Verb
from contributions.views.door import private
from discussion import rules
from discussion.actions.accept_suggestion import accept_suggestion
from discussion.actions.base import draft_of
from discussion.actions.rebase_suggestion import rebase_suggestion
from discussion.anchors import name_of_block, words_by_block
from discussion.forms import RemarkForm
from discussion.models import Remark
from discussion.suggestions.passage import change_of
from kit.access import Refused, require, signed_in
from kit.carrying import carry_out

from .door import back_to, by_script, remark_for
from .panel import fragment


@private
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the words of a suggestion into the text; why not, on the page of its thread."""
    remark = _suggestion(request, pk)
    if not by_script(request):
        require(texts.verdict(Verb.EDIT, request.user, rules.page_of(remark)))
    try:
        accept_suggestion(remark, by=signed_in(request))
    except Refused as refusal:
        reason = refusal.reason or _("Vous ne pouvez pas l'accepter.")
        if by_script(request):
            return JsonResponse({"errors": [reason]}, status=409)
        messages.warning(request, reason)
        return _way_on(request, remark)
    if by_script(request):
        return fragment(request, rules.seat_before(request.user, remark), remark.block_id)
    messages.success(request, _("Ces mots sont dans le texte."))
    return back_to(remark)


def _way_on(request: HttpRequest, remark: Remark) -> HttpResponse:
    """To other words, when it is the text that changed and this person may choose them."""
    page = rules.page_of(remark)
    lost = remark.is_open and change_of(remark, words_by_block(draft_of(page))) is None
    if lost and rules.verdict_on_rebasing(request.user, remark):
        return redirect("discussion:rebase", remark.pk)
    return back_to(remark)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def rebase(request: HttpRequest, pk: int) -> HttpResponse:
    """The passage of today and the words for it, chosen by hand."""
    remark = _suggestion(request, pk, rebasing=True)
    initial = {"quote": remark.quote, "replacement": remark.suggestion.replacement}
    form = RemarkForm(
        request.POST if request.method == "POST" else None, suggests=True, initial=initial
    )
    form.fields.pop("words")
    if request.method != "POST":
        return _show(request, remark, form)
    status = carry_out(form, lambda: _rebase(request, remark, form))
    if status:
        return _show(request, remark, form, status=status)
    messages.success(request, _("La suggestion porte sur les mots d'aujourd'hui."))
    return back_to(remark)


def _rebase(request: HttpRequest, remark: Remark, form: RemarkForm) -> None:
    names = ("quote", "replacement", "prefix", "suffix")
    told = {name: form.cleaned_data[name] for name in names}
    rebase_suggestion(remark, by=signed_in(request), **told)


def _suggestion(request: HttpRequest, pk: int, *, rebasing: bool = False) -> Remark:
    """The suggestion, for who may. Raises SignInRequired, Http404 or Refused."""
    verdict = rules.verdict_on_rebasing if rebasing else rules.verdict_on_reading
    remark = remark_for(pk, request.user, verdict)
    if getattr(remark, "suggestion", None) is None:
        raise Http404
    return remark


def _show(
    request: HttpRequest, remark: Remark, form: RemarkForm, *, status: int = 200
) -> HttpResponse:
    page = rules.page_of(remark)
    shown = draft_of(page)
    words = words_by_block(shown).get(remark.block_id, {})
    context: dict[str, Any] = {
        "remark": remark,
        "page": page,
        "record": remark.record,
        "form": form,
        "block_name": name_of_block(shown, remark.block_id),
        "block_words": list(words.values()),
        "language": shown.locale.language_code,
    }
    return render(request, "discussion/rebase.html", context, status=status)
