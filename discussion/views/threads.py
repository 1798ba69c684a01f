"""What was said of a text: all of it, one thread, or the threads of one block."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contributions.views.door import private
from discussion import rules
from discussion.attaching import documents_for
from discussion.forms import AnswerForm, SettleForm
from discussion.models import Remark
from discussion.selectors import counts_by_block, people_to_name, thread_of, threads_of
from discussion.showing import outcomes_for, shown

from .door import back_to, by_script, number_in, remark_for, seat_for_remarks, told_of
from .new import what_is_remarked
from .panel import form_of, fragment

_CHOICES = {
    "open": _("Ouvertes"),
    "mine": _("Les miennes"),
    "ended": _("Terminées"),
    "gone": _("Passages qui ne sont plus dans le texte"),
    "all": _("Toutes"),
}


@dataclass(frozen=True)
class Choice:
    """One way to look at the list, and how many threads it shows."""

    which: str
    label: str | Promise
    count: int


@private
@require_safe
def threads(request: HttpRequest, number: int) -> HttpResponse:
    """The remarks on a text, a page at a time; those of one block with `?bloc=`."""
    seat = seat_for_remarks(number, request.user)
    page = seat.page
    asked, block_id = request.GET.get("montrer", ""), request.GET.get("bloc", "")[:64]
    which = asked if asked in _CHOICES else "open"
    at = request.GET.get("page", "")
    nth = int(at) if at.isdecimal() and len(at) < 9 else 1
    block = block_id or None
    found = threads_of(page, request.user, block=block, which=which, number=nth, seat=seat)
    first = found.threads[0].remark if found.threads else None
    context = told_of(seat, first.version if first else None) | {
        "shown": shown(found.threads, seat),
        "listed": found.page,
        "choices": [Choice(key, label, found.counts[key]) for key, label in _CHOICES.items()],
        "which": which,
        "block_id": block_id,
        "block_name": first.block_name if first and block_id else "",
        "may_remark": seat.remarks and seat.reads_all,
    }
    return render(request, "discussion/threads.html", context)


@private
@require_safe
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread, with what this person may do about it; an answer leads to its thread."""
    remark = remark_for(pk, request.user)
    if remark.root_id is not None:
        return back_to(remark)
    return show_thread(request, remark)


def show_thread(
    request: HttpRequest,
    remark: Remark,
    *,
    answering: AnswerForm | None = None,
    settling: SettleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a thread; the forms that were sent keep what was typed."""
    page = rules.page_of(remark)
    seat = rules.Seat(request.user, page)
    before = number_in(request.GET.get("avant", ""))
    each = shown([thread_of(remark, request.user, before, seat)], seat)[0]
    documents = documents_for(request.user, page.record) if each.first.may.answer else None
    context = told_of(seat, remark.version) | {
        "remark": each.thread.remark,
        "shown": each,
        "may": replace(
            each.first.may,
            rebase=each.first.may.rebase
            and bool(rules.verdict_on_rebasing(request.user, each.thread.remark)),
        ),
        "answer_form": answering or AnswerForm(documents=documents, auto_id="reponse_%s"),
        "settle_form": settling
        or SettleForm(outcomes=outcomes_for(seat, remark), auto_id="issue_%s"),
        "people": people_to_name(page, request.user) if each.first.may.answer else [],
    }
    return render(request, "discussion/thread.html", context, status=status)


@private
@require_safe
def counts(request: HttpRequest, number: int) -> HttpResponse:
    """How many remarks each block has, open and in all, for pages that stay open."""
    seat = seat_for_remarks(number, request.user)
    found = counts_by_block(seat.page, request.user, seat)
    return JsonResponse({block: [count.open, count.all] for block, count in found.items()})


@private
@require_safe
def block(request: HttpRequest, number: int, block_id: str) -> HttpResponse:
    """The threads of a block, and with `?mode=` the form; a page of its own without script."""
    if not by_script(request):
        return HttpResponseRedirect(
            f"{reverse('discussion:threads', args=[number])}?bloc={block_id}"
        )
    if not request.GET.get("mode"):
        return fragment(request, seat_for_remarks(number, request.user), block_id)
    seat, version = what_is_remarked(number, request.GET.get("version", ""), request)
    values = request.GET.copy()
    values["bloc"] = block_id
    form = form_of(request, seat.page, version, values)
    return fragment(request, seat, block_id, form, version)
