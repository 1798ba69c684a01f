"""A group's meetings, and a new one."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import WorkingGroupPage
from groups.rules import is_member
from kit.access import signed_in
from kit.paging import page_of
from meetings import rules
from meetings.actions.plan import plan_meeting
from meetings.actions.series import plan_series
from meetings.forms import NewMeetingForm
from meetings.models import Meeting, Poll
from people.models import User

from .door import carry_out, group_for, private, show_form


@private
def meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """What comes, what waits for answers, what was."""
    group = group_for(slug, request.user, rules.verdict_on_list)
    inside = is_member(request.user, group)
    rows = Meeting.objects.visible_to(request.user).filter(group=group)
    polls = Poll.objects.visible_to(request.user).filter(group=group).undecided()
    unanswered = polls.open().unanswered_by(request.user.pk or 0)
    context = {
        "group": group,
        "inside": inside,
        "can_plan": rules.can_plan(request.user, group),
        "manages": rules.can_manage(request.user, group),
        "ahead": rows.ahead()[:24],
        "polls": polls,
        "unanswered": set(unanswered.values_list("pk", flat=True)),
        "page": page_of(rows.past(), request),
    }
    return render(request, "meetings/list.html", context)


@private
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a meeting, or one that comes back. A form sent twice plans one."""
    group = group_for(slug, request.user, rules.verdict_on_planning)
    last = Meeting.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    form = NewMeetingForm(request.POST or None, initial={"seen": last})
    status = 0
    if request.method == "POST":
        made: list[Meeting] = []
        status = carry_out(form, lambda: made.append(_plan_once(group, signed_in(request), form)))
        if not status:
            messages.success(request, _("La réunion est prévue, et les membres en sont informés."))
            return redirect(made[0])
    return show_form(
        request, form, status, group=group, title=_("Nouvelle réunion"),
        promise=_("Les membres du groupe sont informés de la date, du lieu et du lien."),
        submit=_("Prévoir la réunion"), back=reverse("meetings:list", args=[group.slug]),
        back_words=_("Revenir aux réunions sans rien prévoir"),
    )  # fmt: skip


def _plan_once(group: WorkingGroupPage, user: User, form: NewMeetingForm) -> Meeting:
    """Plan what the form says, unless the same form, sent a moment ago, has done it."""
    facts, seen = form.facts(), form.cleaned_data["seen"]
    with transaction.atomic():
        by = User.objects.select_for_update().get(pk=user.pk)
        if seen is not None:
            since = Meeting.objects.filter(pk__gt=seen, created_by=by, group=group)
            twin = since.filter(title=facts.title, starts_at=facts.starts_at).first()
            if twin is not None:
                return twin
        if form.cleaned_data["rhythm"]:
            series = plan_series(
                group, facts, form.cleaned_data["rhythm"], by=by, until=form.cleaned_data["until"]
            )
            return series.meetings.order_by("starts_at")[0]
        return plan_meeting(
            group, facts.title, facts.starts_at, facts.ends_at, by=by, place=facts.place,
            link=facts.link,
        )  # fmt: skip
