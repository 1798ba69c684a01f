"""Everything that a person's centres owe, on one page; the way there from a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assent.enums import AnswerKind
from assent.links import read
from assent.models import Answer, Round
from assent.pictures import SIGNS
from assent.selectors import Owed, owed_by
from assent.signing.waiting import to_sign
from contributions.views.door import private
from kit.access import answer_for, require, signed_in
from people.models import Centre
from people.rules import is_director


@dataclass(frozen=True)
class OwedLine:
    """One text on which a centre answers, as the list shows it."""

    title: str
    group: str
    hue: str
    centre: str
    due: datetime | None
    answer: Answer | None
    carried: Answer | None
    url: str
    is_over: bool

    @property
    def sign(self) -> str:
        return SIGNS[AnswerKind(self.answer.kind)] if self.answer else ""


@dataclass(frozen=True)
class CallLines:
    """The texts of one call, or of none, those that wait first."""

    title: str
    owed: list[OwedLine]


@private
@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """What the centres of a director or delegate owe, by call; what they answered, below."""
    user = request.user
    require(answer_for(user, is_director(user), may_know=False))
    found = owed_by(user)
    waiting = sum(one.answer is None for one in found)
    context = {
        "calls": _by_call(found), "waiting": waiting, "to_sign": to_sign(signed_in(request)),
    }  # fmt: skip
    return render(request, "assent/owed.html", context)


def _by_call(found: list[Owed]) -> list[CallLines]:
    """In the order of `owed_by`: calls by title, what answers none at the end."""
    calls = groupby(found, key=lambda one: one.call)
    return [
        CallLines(
            call.title if call else "",
            [_line(one) for one in sorted(rows, key=lambda one: one.answer is not None)],
        )
        for call, rows in calls
    ]


def _line(one: Owed) -> OwedLine:
    group = one.record.lead_group
    return OwedLine(
        one.round.version.title, group.title, group.hue, one.centre.name, one.round.due,
        one.answer, one.carried,
        reverse("assent:answer", args=[one.record.pk, one.centre.slug]), one.round.is_past(),
    )  # fmt: skip


@private
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Lead the person to whom a letter was sent to what it asks; nobody else anywhere.

    Whoever is not signed in is asked to, whatever the link holds.
    """
    user = signed_in(request)
    try:
        sent = read(token)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if sent.person != user.pk:
        return render(request, "assent/not_for_you.html", status=403)
    require(answer_for(user, is_director(user), may_know=False))
    if sent.is_over():
        messages.info(
            request,
            _("Ce lien n'est plus valable. Voici les réponses que l'on attend de votre centre."),
        )
        return redirect("assent:owed")
    return _lead_to(sent.round, sent.centre)


def _lead_to(round_id: int, centre_id: int) -> HttpResponse:
    """The page on which the answer is given, where the rule is asked again."""
    round_ = Round.objects.filter(pk=round_id).first()
    centre = Centre.objects.filter(pk=centre_id).first()
    if round_ is None or centre is None:
        return redirect("assent:owed")
    return redirect("assent:answer", round_.record_id, centre.slug)
