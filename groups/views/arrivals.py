"""How people come: by an invitation, or by asking."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groups.actions.invite_to_group import invite_to_group
from groups.actions.requests import accept_request, ask_to_join, refuse_request, withdraw_request
from groups.invitations import JOIN
from groups.models import JoinRequest, WorkingGroupPage
from groups.people_forms import AnswerForm, AskForm, InviteForm
from groups.rules import is_open, verdict_on_inviting, verdict_on_joining
from kit.access import Refused, signed_in
from people.actions.invite import renew_invitation, revoke_invitation
from people.models import Invitation

from .door import inside, note_reading
from .people import row_of


@inside(verdict_on_inviting, "POST")
def invite(request: HttpRequest, group: WorkingGroupPage) -> HttpResponse:
    """Write to one address."""
    by, first = signed_in(request), {"next_path": request.GET.get("next", "")}
    form = InviteForm(request.POST or None, group=group, user=by, initial=first)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite_to_group(group, by=by, **form.words())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
        else:
            done = _("L'invitation part à l'adresse %(email)s.") % {"email": invitation.email}
            messages.success(request, done)
            return redirect("groups:people", group.slug)
    context = {"group": group, "form": form, "is_open": is_open(group)}
    return render(request, "groups/invite.html", context, status=status)


@inside(verdict_on_inviting, "POST")
def invitation(request: HttpRequest, group: WorkingGroupPage, key: int) -> HttpResponse:
    """One invitation that waits: send a new link, or take it back."""
    rows = Invitation.objects.filter(purpose=JOIN, scope=group.pk).select_related("centre")
    found: Invitation = row_of(rows, key)
    note_reading(request, group)
    status, reason = 200, ""
    if request.method == "POST":
        try:
            messages.success(request, _decide(request, found))
        except Refused as refusal:
            status, reason = 409, refusal.reason
        else:
            return redirect("groups:people", group.slug)
    context = {"group": group, "invitation": found, "reason": reason}
    return render(request, "groups/invitation.html", context, status=status)


def _decide(request: HttpRequest, found: Invitation) -> str:
    by = signed_in(request)
    if "revoke" in request.POST:
        revoke_invitation(found, by=by)
        return _("L'invitation est annulée : son lien n'ouvre plus rien.")
    renew_invitation(found, by=by)
    return _("Un nouveau lien part à l'adresse %(email)s.") % {"email": found.email}


@inside(verdict_on_joining, "POST")
def ask(request: HttpRequest, group: WorkingGroupPage) -> HttpResponse:
    """Ask to join, or take one's request back."""
    by = signed_in(request)
    waiting = JoinRequest.objects.waiting().filter(person=by, group=group).first()
    if waiting and "withdraw" in request.POST:
        withdraw_request(waiting, by=by)
        messages.success(request, _("Votre demande est retirée."))
        return redirect("groups:ask", group.slug)
    form = AskForm(request.POST or None)
    status = 200
    if request.method == "POST" and not waiting and form.is_valid():
        try:
            ask_to_join(group, by=by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
        else:
            messages.success(request, _("Votre demande est partie : la réponse vous sera écrite."))
            return redirect("groups:ask", group.slug)
    elif form.is_bound and not waiting:
        status = 422
    context = {"group": group, "form": form, "waiting": waiting, "is_open": is_open(group)}
    return render(request, "groups/ask.html", context, status=status)


@inside(verdict_on_inviting, "POST")
def answer(request: HttpRequest, group: WorkingGroupPage, key: int) -> HttpResponse:
    """Accept who asks, or say why not."""
    rows = JoinRequest.objects.filter(group=group).select_related(
        "person", "centre", "group", "answered_by"
    )
    asked: JoinRequest = row_of(rows, key)
    note_reading(request, group)
    form = AnswerForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _answer(request, asked, form.cleaned_data["reason"]))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            asked.refresh_from_db()
            status = 409 if asked.answered_at else 422
        else:
            return redirect("groups:people", group.slug)
    elif form.is_bound:
        status = 422
    context = {"group": group, "asked": asked, "form": form}
    return render(request, "groups/request.html", context, status=status)


def _answer(request: HttpRequest, asked: JoinRequest, reason: str) -> str:
    by, who = signed_in(request), {"who": asked.person.public_name}
    if "accept" in request.POST:
        accept_request(asked, by=by)
        return _("%(who)s est membre du groupe.") % who
    refuse_request(asked, by=by, reason=reason)
    return _("%(who)s est prévenu·e de votre refus.") % who
