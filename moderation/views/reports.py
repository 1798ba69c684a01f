"""Report a content, follow what became of it, decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contributions.enums import Verb
from contributions.oversight import note_superuser_access
from contributions.views.door import private
from kit.access import require, signed_in
from kit.carrying import carry_out
from moderation.actions.decide_report import decide_report
from moderation.actions.report import report as send_report
from moderation.models import Report
from moderation.models.reports import Outcome, Side
from moderation.reports.forms import HandleForm, ReportForm, first_words
from moderation.reports.links import contest_path, follow_path, report_followed
from moderation.reports.rules import verdict_on_contesting, verdict_on_handling
from moderation.reports.selectors import may_contest

_SEND = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_SEND
def report(request: HttpRequest) -> HttpResponse:
    """The form, for anyone; what was typed stays when something is wrong."""
    form = ReportForm(request.POST or None, request=request, initial=first_words(request))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid() and form.place is not None:
        by = request.user if request.user.is_authenticated else None
        words = form.words_of_report()
        made = send_report(form.place, by=by, language=get_language() or "fr", **words)
        return redirect(follow_path(made))
    return render(request, "moderation/report.html", {"form": form}, status=status)


@private
@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """What was reported and decided, for who has the letter."""
    found = report_followed(token)
    challenge = found.challenges.filter(side=Side.REPORTER).first()
    context = {
        "report": found,
        "challenge": challenge,
        "contest": contest_path(found, Side.REPORTER)
        if may_contest(found, Side.REPORTER) and challenge is None
        else "",
    }
    return render(request, "moderation/follow.html", context)


@private
@_SEND
def handle(request: HttpRequest, key: int) -> HttpResponse:
    """One report, for who decides of it."""
    rows = Report.objects.select_related(
        "record__page",
        "record__lead_group",
        "group",
        "reaction__record__page",
        "decided_by",
        "reply__record__page",
        "reply__transmission",
    )
    found = rows.filter(pk=key).first() if key < 2**63 else None
    require(verdict_on_handling(request.user, found))
    if found is None:
        raise Http404
    if found.record:
        note_superuser_access(request.user, found.record.page, Verb.SEE_PROGRESS)
    form = HandleForm(request.POST or None, report=found, by=request.user)
    status = 200
    if form.is_bound:
        by = signed_in(request)
        status = carry_out(form, lambda: decide_report(found, by=by, **form.cleaned_data))
    if not status:
        messages.success(request, _("La décision est prise et envoyée."))
        return redirect("moderation:handle", key)
    if status == 409:
        found.refresh_from_db()
    return render(request, "moderation/handle.html", _context(request, found, form), status=status)


def _context(request: HttpRequest, found: Report, form: HandleForm) -> dict[str, object]:
    challenges = found.challenges.select_related("decided_by")
    contested = {challenge.side for challenge in challenges}
    may = (
        may_contest(found, Side.AUTHOR)
        and Side.AUTHOR not in contested
        and bool(verdict_on_contesting(request.user, found, Side.AUTHOR))
    )
    return {
        "report": found,
        "form": form,
        "challenges": challenges,
        "contest": contest_path(found, Side.AUTHOR) if may else "",
        "hidden": Outcome.HIDDEN,
    }
