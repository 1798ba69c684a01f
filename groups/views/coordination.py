"""The coordination's screens for groups: thin, since actions hold the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from groups.actions.close_group import close_group, reopen_group
from groups.actions.create_group import create_group
from groups.actions.delete_group import delete_group
from groups.actions.edit_group import edit_group
from groups.forms import GroupForm, initial_of
from groups.models import WorkingGroupPage
from groups.rules import verdict_on_network
from kit.access import Refused, require, signed_in
from people.models import User

View = Callable[..., HttpResponse]


def for_coordination(view: View) -> View:
    """The network's coordination alone; a missing thing is asked after the person."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(verdict_on_network(request.user))
        return view(request, *args, **kwargs)

    return guarded


def _group(group_id: int) -> WorkingGroupPage:
    group = WorkingGroupPage.objects.select_related("record").filter(id=group_id).first()
    if group is None:
        raise Http404
    return group


def _last_group() -> int:
    return WorkingGroupPage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@for_coordination
def new(request: HttpRequest) -> HttpResponse:
    """Open a group. A form sent twice opens one: the second finds what the first made."""
    form = GroupForm(request.POST or None, initial={"seen": _last_group()})
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    with transaction.atomic():
        by = User.objects.select_for_update().get(pk=signed_in(request).pk)
        twin = _sent_before(by, form)
        group = twin or create_group(by=by, **form.words())
    done = (
        _("Le groupe « %(title)s » venait d'être créé : rien n'a été fait deux fois.")
        if twin
        else _("Le groupe « %(title)s » est créé.")
    )
    messages.success(request, done % {"title": group.title})
    return redirect("coordination")


def _sent_before(user: User, form: GroupForm) -> WorkingGroupPage | None:
    """The group that the same form, sent a moment ago, has already opened."""
    seen = form.cleaned_data["seen"]
    if seen is None:
        return None
    since = WorkingGroupPage.objects.filter(id__gt=seen, owner=user)
    return since.filter(title=form.cleaned_data["title"]).first()


@for_coordination
def edit(request: HttpRequest, group_id: int) -> HttpResponse:
    """Change what a group says of itself."""
    group = _group(group_id)
    form = GroupForm(request.POST or None, initial=initial_of(group))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, group)
    edit_group(group, by=signed_in(request), **form.words())
    messages.success(request, _("Le groupe « %(title)s » est modifié.") % form.cleaned_data)
    return redirect("coordination")


def _form(
    request: HttpRequest, form: GroupForm, group: WorkingGroupPage | None = None
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "groups/form.html", {"form": form, "group": group}, status=status)


@dataclass(frozen=True)
class Decision:
    """A decision on a whole group: its words, and what carries it out."""

    run: Callable[..., None]
    title: str | Promise
    promise: str | Promise
    done: str | Promise


_DECISIONS: dict[str, Decision] = {
    "close": Decision(
        close_group,
        gettext_lazy("Fermer le groupe"),
        gettext_lazy("Le groupe ne prendra plus de nouveaux textes. Ses textes restent, et il pourra être rouvert."),
        gettext_lazy("Le groupe « %(title)s » est fermé."),
    ),
    "reopen": Decision(
        reopen_group,
        gettext_lazy("Rouvrir le groupe"),
        gettext_lazy("Le groupe pourra de nouveau commencer des textes."),
        gettext_lazy("Le groupe « %(title)s » est rouvert."),
    ),
    "delete": Decision(
        delete_group,
        gettext_lazy("Supprimer le groupe"),
        gettext_lazy("La page du groupe disparaît. Un groupe qui porte des textes ne se supprime pas : il se ferme."),
        gettext_lazy("Le groupe « %(title)s » est supprimé."),
    ),
}  # fmt: skip


@for_coordination
def decide(request: HttpRequest, group_id: int, decision: str) -> HttpResponse:
    """Say what will happen to a group, then do it."""
    group, words = _group(group_id), _DECISIONS[decision]
    if request.method != "POST":
        return _confirm(request, group, words)
    try:
        words.run(group, by=request.user)
    except Refused as refusal:
        return _confirm(request, group, words, refusal.reason)
    messages.success(request, words.done % {"title": group.title})
    return redirect("coordination")


def _confirm(
    request: HttpRequest, group: WorkingGroupPage, decision: Decision, reason: str = ""
) -> HttpResponse:
    context = {"group": group, "decision": decision, "reason": reason}
    return render(request, "groups/confirm.html", context, status=409 if reason else 200)
