"""The rounds on a text: who answered what, and what its coordination does with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from assent.actions.detach import detach
from assent.actions.extend import extend
from assent.actions.second_round import open_second_round
from assent.ends import end_by_default, why_no_day_left
from assent.forms import DetachForm, ExtendForm, SecondRoundForm
from assent.passages import Passage, passages_of
from assent.reading import Reader, ToldRound
from assent.rules import (
    Sight,
    sight_of,
    verdict_on_detaching,
    verdict_on_extending,
    verdict_on_second_round,
)
from assent.selectors import rounds_of
from assent.views.door import find_page, page_with_rounds
from contributions.actions.base import NotNow
from contributions.enums import Verb
from contributions.gates import review_gates, why_shut
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from contributions.rules import can, can_read_version, verdict_on_missing
from contributions.views.door import private
from kit.access import AnyUser, Verdict, require, signed_in
from kit.carrying import carry_out
from kit.clock import moment

_carry_out = partial(carry_out, too_late=NotNow)


@dataclass(frozen=True)
class Hold:
    """One thing that the coordination does with the open round."""

    rule: Callable[[AnyUser, ContributionPage], Verdict]
    action: Callable[..., Any]
    done: str | Promise


HOLDS = {
    "extend": Hold(
        verdict_on_extending, extend,
        _("Le tour est prolongé. Les centres qui n'ont pas encore répondu sont prévenus."),
    ),
    "second": Hold(
        verdict_on_second_round, open_second_round,
        _("Le nouveau tour est ouvert : chaque centre confirme ou change sa réponse."),
    ),
    "detach": Hold(
        verdict_on_detaching, detach,
        _("La proposition est détachée. Une nouvelle relecture commence, sans elle."),
    ),
}  # fmt: skip


@private
@require_http_methods(["GET", "HEAD", "POST"])
def round_(request: HttpRequest, number: int) -> HttpResponse:
    """Where the answers stand; for the coordination, what to do with the round."""
    if request.method == "POST":
        return _post(request, number, HOLDS.get(request.POST.get("act", "")))
    return _show(request, page_with_rounds(number, request.user))


def _post(request: HttpRequest, number: int, hold: Hold | None) -> HttpResponse:
    page = find_page(number)
    if page is None:
        require(verdict_on_missing(Verb.CLOSE_REVIEW, request.user))
        raise Http404
    require((hold or HOLDS["extend"]).rule(request.user, page))
    if hold is None:
        raise Http404
    note_superuser_access(request.user, page, Verb.SEE_PROGRESS)
    by, name = signed_in(request), request.POST["act"]
    form = _forms_of(page, _told_now(request.user, page), request.POST)[name]
    status = _carry_out(form, lambda: hold.action(page, by=by, **form.words()))
    if status:
        return _show(request, find_page(number) or page, sent={name: form}, status=status)
    messages.success(request, str(hold.done))
    return redirect("assent:round", number)


def _told_now(user: AnyUser, page: ContributionPage) -> ToldRound | None:
    """The open round, with all that its coordination sees."""
    reader = Reader(user, page, Sight.ALL)
    return next((reader.told(one) for one in rounds_of(page.record) if one.is_open), None)


def _forms_of(page: ContributionPage, now: ToldRound | None, data: Any = None) -> dict[str, Any]:
    passages = _kept_against(now) if now else []
    end = {"due": end_by_default(page.record, moment())}
    return {
        "extend": ExtendForm(data),
        "second": SecondRoundForm(data, initial=end),
        "detach": DetachForm(data, initial=end, passages=passages),
    }


def _kept_against(now: ToldRound) -> list[Passage]:
    """The proposals against which centres keep an objection made in an earlier round."""
    named = {str(answer.block_id) for _centre, answer in now.tally.kept if answer}
    passages = passages_of(now.version) if named else []
    return [one for one in passages if one.is_proposal and one.key in named]


def _held(
    user: AnyUser, page: ContributionPage, now: ToldRound, sent: dict[str, forms.Form]
) -> dict[str, Any]:
    """What this person may do with the open round; nothing for who does not lead it."""
    if not verdict_on_extending(user, page):
        return {}
    shown = _forms_of(page, now) | sent
    if "second" not in sent and not now.tally.first_objections:
        shown["second"] = None
    if "detach" not in sent and not _kept_against(now):
        shown["detach"] = None
    shut = why_shut(review_gates, page)
    end = end_by_default(page.record, moment())
    no_day = "" if end else why_no_day_left(page.record)
    return {**shown, "closes": can(Verb.CLOSE_REVIEW, user, page), "shut": shut, "no_day": no_day}


def _show(
    request: HttpRequest,
    page: ContributionPage,
    *,
    sent: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    reader = Reader(user, page, sight_of(user, page))
    told = [reader.told(one) for one in rounds_of(page.record)]
    now = next((one for one in told if one.round.is_open), None)
    past = [one for one in reversed(told) if one is not now]
    version = now.version if now else None
    readable = version is not None and can_read_version(user, version, page)
    context = {
        "page": page,
        "record": page.record,
        "title": version.title if version else page.draft_title,
        "sight": reader.sight.value,
        "with_names": reader.with_names,
        "now": now,
        "past": past,
        "version_url": version.get_absolute_url() if version and readable else "",
        "holds": _held(user, page, now, sent or {}) if now else {},
        "refused": status != 200,
        "moved": []
        if now
        else [word for form in (sent or {}).values() for word in form.non_field_errors()],
        "kept": next((form.data.get("second-note", "") for form in (sent or {}).values()), ""),
    }
    return render(request, "assent/round.html", context, status=status)
