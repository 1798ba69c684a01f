"""A group's people: the list, one member, leaving, the coordinator named from outside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groups.actions.change_place import appoint, change_centre, change_role
from groups.actions.memberships import end_membership
from groups.models import Membership, WorkingGroupPage
from groups.people_forms import AppointForm, CentreForm, RemoveForm, RoleForm
from groups.roster import current_rows, roster_of
from groups.rules import (
    can_change_roles,
    has_coordination,
    verdict_on_appointing,
    verdict_on_inviting,
    verdict_on_people,
    verdict_on_space,
)
from kit.access import Refused, signed_in

from .door import inside, note_reading


def row_of(rows: QuerySet[Any], key: int) -> Any:
    """The row of `key`, or Http404; a number that no database holds is none."""
    found: Model | None = rows.filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404
    return found


@inside(verdict_on_people)
def people(request: HttpRequest, group: WorkingGroupPage) -> HttpResponse:
    """Members by centre; to coordinators also who is coming, and who asks."""
    note_reading(request, group)
    context = {"group": group, "roster": roster_of(group, request.user)}
    return render(request, "groups/people.html", context)


@inside(verdict_on_inviting, "POST")
def member(request: HttpRequest, group: WorkingGroupPage, key: int) -> HttpResponse:
    """One member: another role, another centre, the way out. One form an act."""
    rows = Membership.objects.filter(group=group).select_related("person", "centre", "group")
    row: Membership = row_of(rows, key)
    note_reading(request, group)
    if not row.is_current():
        messages.info(
            request, _("Cette ligne n'est plus à jour : voici les membres d'aujourd'hui.")
        )
        return redirect("groups:people", group.slug)
    shown = _Member(request, row)
    if request.method != "POST":
        return shown.answer()
    act = request.POST.get("act", "")
    if act not in shown.forms:
        return shown.answer(status=422)
    form = shown.forms[act]
    if not form.is_valid():
        return shown.answer(status=422)
    try:
        done = shown.carry_out(act, form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return shown.answer(status=409)
    messages.success(request, done)
    return redirect("groups:people", group.slug)


class _Member:
    """The forms about one membership, and what each does."""

    def __init__(self, request: HttpRequest, row: Membership) -> None:
        self.request, self.row, self.by = request, row, signed_in(request)
        self.forms: dict[str, forms.Form] = {
            "role": RoleForm(self._sent("role"), initial={"role": row.role}),
            "centre": CentreForm(self._sent("centre"), initial={"centre": row.centre_id}),
            "remove": RemoveForm(self._sent("remove")),
        }
        if not can_change_roles(self.by, row.group):
            del self.forms["role"]

    def _sent(self, act: str) -> QueryDict | None:
        return self.request.POST if self.request.POST.get("act") == act else None

    def carry_out(self, act: str, words: dict[str, Any]) -> str:
        who = {"who": self.row.person.public_name}
        if act == "role":
            change_role(self.row, words["role"], by=self.by)
            return _("Le rôle de %(who)s est changé.") % who
        if act == "centre":
            change_centre(self.row, words["centre"], by=self.by)
            return _("Le centre de %(who)s est changé, à partir d'aujourd'hui.") % who
        end_membership(self.row, by=self.by, reason=words["reason"].strip())
        return _("%(who)s n'est plus membre du groupe.") % who

    def answer(self, *, status: int = 200) -> HttpResponse:
        context = {"group": self.row.group, "row": self.row, "forms": self.forms}
        context["is_self"] = self.row.person_id == self.by.pk
        return render(self.request, "groups/member.html", context, status=status)


@inside(verdict_on_space, "POST")
def leave(request: HttpRequest, group: WorkingGroupPage) -> HttpResponse:
    """Say what leaving changes, then leave."""
    by = signed_in(request)
    rows = Membership.objects.current().filter(group=group, person=by).select_related("group")
    row = rows.first()
    if row is None:
        raise Http404
    reason = ""
    if request.method == "POST":
        try:
            end_membership(row, by=by)
        except Refused as refusal:
            reason = refusal.reason
        else:
            messages.success(
                request,
                _("Vous n'êtes plus membre du groupe « %(title)s ».") % {"title": group.title},
            )
            return redirect("desk")
    context = {"group": group, "row": row, "reason": reason}
    return render(request, "groups/leave.html", context, status=409 if reason else 200)


@inside(verdict_on_appointing, "POST")
def appoint_coordinator(request: HttpRequest, group: WorkingGroupPage) -> HttpResponse:
    """The network names who coordinates, where nobody does."""
    note_reading(request, group)
    form = AppointForm(request.POST or None, rows=list(current_rows(group)))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            appoint(form.chosen(), group, by=signed_in(request))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
        else:
            messages.success(request, _("L'animation est nommée."))
            return redirect("groups:people", group.slug)
    elif form.is_bound:
        status = 422
    context = {"group": group, "form": form, "is_led": has_coordination(group)}
    return render(request, "groups/appoint.html", context, status=status)
