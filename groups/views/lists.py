"""Inviting a list: read, look at what would happen, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.actions.invite_list import Fate, Judged, confirm_list, counts, read_list
from groups.models import InvitationList, WorkingGroupPage
from groups.people_forms import ListForm
from groups.rules import is_open, verdict_on_inviting
from kit.access import Refused, signed_in
from kit.paging import page_of

from .door import inside
from .people import row_of

_PER_PAGE = 100


@inside(verdict_on_inviting, "POST")
def invite_list(request: HttpRequest, group: WorkingGroupPage) -> HttpResponse:
    """Take a list, pasted or in a file; nobody is written to yet."""
    by = signed_in(request)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = ListForm(*sent, group=group, user=by)
    status = 422 if sent else 200
    if sent and form.is_valid():
        try:
            kept = read_list(
                group,
                form.entries,
                by=by,
                role=form.chosen_role(),
                message=form.cleaned_data["message"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
        else:
            return redirect("groups:list", group.slug, kept.pk)
    context = {"group": group, "form": form, "is_open": is_open(group)}
    return render(request, "groups/invite_list.html", context, status=status)


@inside(verdict_on_inviting, "POST")
def preview(request: HttpRequest, group: WorkingGroupPage, key: int) -> HttpResponse:
    """What each line would lead to; one press does it. The list is its reader's own."""
    by = signed_in(request)
    kept: InvitationList = row_of(
        InvitationList.objects.filter(group=group, by=by).select_related("group"), key
    )
    reason = ""
    if request.method == "POST":
        try:
            kept = confirm_list(kept, by=by)
        except Refused as refusal:
            reason = refusal.reason
        else:
            messages.success(request, _told(kept.invited))
            return redirect("groups:people", group.slug)
    return _show(request, group, kept, reason)


def _show(
    request: HttpRequest, group: WorkingGroupPage, kept: InvitationList, reason: str
) -> HttpResponse:
    page_obj = page_of(kept.lines, request, _PER_PAGE)
    found = counts(kept)
    context = {
        "group": group,
        "kept": kept,
        "page_obj": page_obj,
        "lines": [Judged(**line) for line in page_obj],
        "counts": [(Fate(fate).label, number) for fate, number in found],
        "to_invite": dict(found).get(Fate.INVITED.value, 0),
        "reason": reason,
    }
    return render(request, "groups/list_preview.html", context, status=409 if reason else 200)


def _told(number: int) -> str:
    if not number:
        return _("Personne n'était à inviter : rien n'est parti.")
    return ngettext(
        "Une invitation part dans les minutes qui viennent.",
        "%(number)d invitations partent dans les minutes qui viennent.",
        number,
    ) % {"number": number}
