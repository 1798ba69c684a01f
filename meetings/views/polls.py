"""Finding a date: ask, answer, choose."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groups.models import WorkingGroupPage
from kit.access import Refused, require, signed_in
from meetings import rules
from meetings.actions.answer_poll import answer_poll
from meetings.actions.base import TooLate
from meetings.actions.choose_slot import choose_slot, give_up_poll
from meetings.actions.extend_poll import extend_poll
from meetings.actions.open_poll import open_poll
from meetings.enums import Choice
from meetings.forms import ExtendForm, PollForm
from meetings.models import Poll, Slot
from meetings.selectors import poll_view
from people.models import User

from .door import carry_out, group_for, poll_for, private


@private
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose dates. "More slots" gives the form back, longer; sent twice, it opens one."""
    group = group_for(slug, request.user, rules.verdict_on_planning)
    last = Poll.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    form = PollForm(request.POST or None, initial={"seen": last})
    status = 0
    if request.method == "POST" and "more" in request.POST:
        form.errors.clear()
    elif request.method == "POST":
        made: list[Poll] = []
        status = carry_out(form, lambda: made.append(_open_once(group, signed_in(request), form)))
        if not status:
            messages.success(
                request, _("Les dates sont proposées, et les membres en sont informés.")
            )
            return redirect(made[0])
    context = {"form": form, "group": group}
    return render(request, "meetings/poll_form.html", context, status=status or 200)


def _open_once(group: WorkingGroupPage, user: User, form: PollForm) -> Poll:
    """Open what the form says, unless the same form, sent a moment ago, has done it."""
    told = form.cleaned_data
    with transaction.atomic():
        by = User.objects.select_for_update().get(pk=user.pk)
        if told["seen"] is not None:
            since = Poll.objects.filter(pk__gt=told["seen"], created_by=by, group=group)
            twin = since.filter(title=told["title"]).first()
            if twin is not None:
                return twin
        return open_poll(
            group, told["title"], form.slots(), by=by, closes_at=told["closes_at"],
            place=told["place"], link=told["link"],
        )  # fmt: skip


@private
def poll(request: HttpRequest, number: int) -> HttpResponse:
    """The slots, each at its hour here and there; answer them, until the poll closes."""
    asked = poll_for(number, request.user, rules.verdict_on_poll)
    if request.method != "POST":
        return _show(request, asked)
    try:
        answer_poll(asked, _choices(request), by=signed_in(request))
    except TooLate as refusal:
        return _show(request, asked, refusal.reason, status=409)
    except Refused as refusal:
        return _show(request, asked, refusal.reason, status=422)
    messages.success(
        request, _("Vos réponses sont notées. Vous pouvez les changer jusqu'à la clôture.")
    )
    return redirect(asked)


def _choices(request: HttpRequest) -> dict[int, str]:
    """Slot key → choice, of the fields that hold one."""
    found = {}
    for name, value in request.POST.items():
        key = name.removeprefix("slot_")
        if name.startswith("slot_") and key.isdecimal() and len(key) < 19 and value in Choice:
            found[int(key)] = str(value)
    return found


@private
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """Fix the meeting at one of the slots, or give the search up."""
    asked = poll_for(number, request.user, rules.verdict_on_poll)
    require(rules.verdict_on_deciding(request.user, asked))
    if request.method != "POST":
        return redirect(asked)
    if "give_up" in request.POST:
        return _decide(request, asked, None)
    key = request.POST.get("slot", "")
    slot = asked.slots.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if slot is None:
        return _show(request, asked, _("Choisissez un des créneaux."), status=422)
    slot.poll = asked
    return _decide(request, asked, slot)


@private
def extend(request: HttpRequest, number: int) -> HttpResponse:
    """Give more time to answer."""
    asked = poll_for(number, request.user, rules.verdict_on_poll)
    require(rules.verdict_on_deciding(request.user, asked))
    if request.method != "POST":
        return redirect(asked)
    form, by = ExtendForm(request.POST), signed_in(request)
    status = carry_out(form, lambda: extend_poll(asked, form.cleaned_data["closes_at"], by=by))
    if status:
        return _show(request, asked, status=status, more_time=form)
    messages.success(
        request, _("Les réponses sont prolongées ; qui n'a pas répondu en est informé.")
    )
    return redirect(asked)


def _decide(request: HttpRequest, asked: Poll, slot: Slot | None) -> HttpResponse:
    by = signed_in(request)
    try:
        if slot is not None:
            meeting = choose_slot(slot, by=by)
            messages.success(request, _("La date est fixée, et les membres en sont informés."))
            return redirect(meeting)
        give_up_poll(asked, by=by)
    except TooLate as refusal:
        return _show(request, asked, refusal.reason, status=409)
    messages.success(request, _("La recherche de date est abandonnée."))
    return redirect("meetings:list", asked.group.slug)


def _show(
    request: HttpRequest, asked: Poll, reason: str = "", *, status: int = 200,
    more_time: ExtendForm | None = None,
) -> HttpResponse:  # fmt: skip
    asked.refresh_from_db(fields=["closed_at", "meeting", "closes_at"])
    view = poll_view(asked, request.user)
    typed = _choices(request) if reason else {}
    for line in view.lines:
        line.own = typed.get(line.slot.pk, line.own)
    context: dict[str, Any] = {
        "poll": asked,
        "more_time": more_time or ExtendForm(initial={"closes_at": asked.closes_at}),
        "view": view,
        "choices": Choice.choices,
        "reason": reason,
        "can_answer": rules.can_answer(request.user, asked),
        "can_decide": rules.can_manage(request.user, asked.group) and asked.closed_at is None,
    }
    return render(request, "meetings/poll.html", context, status=status)
