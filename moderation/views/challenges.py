"""Contest a decision by a link, and hear who does."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.views.door import private
from kit.access import Refused, require, signed_in
from kit.carrying import carry_out
from kit.clock import moment
from moderation.actions.contest import contest as send
from moderation.actions.contest import require_open
from moderation.actions.rule import rule as send_ruling
from moderation.models import Challenge
from moderation.reports.forms import ContestForm, RuleForm
from moderation.reports.links import contested
from moderation.reports.rules import verdict_on_contesting, verdict_on_ruling
from moderation.reports.selectors import with_their_contents

_SEND = require_http_methods(["GET", "HEAD", "POST"])


@private
@_SEND
def contest(request: HttpRequest, token: str) -> HttpResponse:
    """Anyone who holds the link of one side, signed in where they speak for a group; what
    they sent, once they did."""
    report, hiding, side = contested(token)
    require(verdict_on_contesting(request.user, report, side))
    form, reason = ContestForm(request.POST or None), ""
    status = 422 if form.is_bound else 200
    made = Challenge.objects.filter(report=report, hiding=hiding, side=side).first()
    try:
        if made is None:
            require_open(report, hiding, side, moment())
        if made is None and form.is_bound and form.is_valid():
            by = request.user if request.user.is_authenticated else None
            send(
                words=form.cleaned_data["words"], side=side, report=report, hiding=hiding, by=by,
                language=get_language() or "fr",
            )  # fmt: skip
            return redirect("moderation:contest", token)
    except Refused as refusal:
        reason, status = refusal.reason, 409 if form.is_bound else 200
    context = {
        "report": report, "hiding": hiding, "form": form, "challenge": made, "reason": reason,
    }  # fmt: skip
    return render(request, "moderation/contest.html", context, status=status)


@private
@_SEND
def rule(request: HttpRequest, key: int) -> HttpResponse:
    """One challenge, for another person than the first who decided."""
    found = with_their_contents().filter(pk=key).first() if key < 2**63 else None
    require(verdict_on_ruling(request.user, found))
    if found is None:
        raise Http404
    form = RuleForm(request.POST or None)
    status = 200
    if form.is_bound:
        by = signed_in(request)
        status = carry_out(form, lambda: send_ruling(found, by=by, **form.cleaned_data))
    if not status:
        messages.success(request, _("La décision est prise et envoyée."))
        # Who decided has no more to see there: the challenge waits for nobody.
        return redirect("moderation:desk")
    if status == 409:
        found.refresh_from_db()
    context = {"challenge": found, "form": form}
    return render(request, "moderation/rule.html", context, status=status)
