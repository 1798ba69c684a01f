"""Who writes what: share out the blocks of a draft, take one, say it is written."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions import rules
from contributions.actions.assign import assign, finish, release, take
from contributions.actions.base import NotNow
from contributions.enums import Verb
from contributions.lifecycle import state_of
from contributions.models import BlockAssignment, ContributionPage
from contributions.oversight import note_superuser_access
from contributions.sharing import shares_of, verdict_on_sharing, writers_of
from contributions.sharing_forms import AssignForm
from kit.access import MISSING, SIGN_IN, Refused, require, signed_in
from people.models import User

from .door import find_text, private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest, number: int) -> HttpResponse:
    """The blocks of the draft and who writes them, for the text's people alone."""
    page = find_text(number)
    if page is None:
        require(MISSING if request.user.is_authenticated else SIGN_IN)
        raise Http404
    require(verdict_on_sharing(request.user, page))
    note_superuser_access(request.user, page, Verb.READ_DRAFT)
    if request.method != "POST":
        return _show(request, page)
    act = next((name for name in _ACTS if name in request.POST), None)
    if act is None:
        return _assign(request, page)
    try:
        said = _ACTS[act](page, signed_in(request), request.POST[act])
    except NotNow as refusal:
        return _show(request, page, reason=refusal.reason, status=409)
    messages.success(request, said)
    return redirect("contributions:sharing", number)


def _assign(request: HttpRequest, page: ContributionPage) -> HttpResponse:
    """Entrust the ticked blocks to one person, all of them or none."""
    require(rules.verdict(Verb.ASSIGN, request.user, page))
    form = _form(page, request)
    if not form.is_valid():
        return _show(request, page, form=form, status=422)
    try:
        with transaction.atomic():
            for block_id in form.cleaned_data["blocks"]:
                assign(page, by=signed_in(request), block_id=block_id, **form.words())
    except NotNow as refusal:
        return _show(request, page, form=form, reason=refusal.reason, status=409)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _show(request, page, form=form, status=422)
    who = form.cleaned_data["person"].public_name
    messages.success(request, _("C'est confié à %(person)s.") % {"person": who})
    return redirect("contributions:sharing", page.record.pk)


def _take(page: ContributionPage, by: User, block_id: str) -> str:
    take(page, by=by, block_id=block_id)
    return _("Vous écrivez ce bloc.")


def _finish(page: ContributionPage, by: User, key: str) -> str:
    finish(page, by=by, assignment=_row(page, key))
    return _("Ce bloc est écrit : l'animation le saura.")


def _release(page: ContributionPage, by: User, key: str) -> str:
    release(page, by=by, assignment=_row(page, key))
    return _("Ce bloc n'est plus confié à personne.")


_ACTS: dict[str, Callable[[ContributionPage, User, str], str]] = {
    "take": _take,
    "done": _finish,
    "release": _release,
}


def _row(page: ContributionPage, key: str) -> BlockAssignment:
    """One of this text's rows; another text's is none of this address's."""
    rows = BlockAssignment.objects.filter(record=page.record)
    row = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if row is None:
        raise Http404
    return row


def _form(page: ContributionPage, request: HttpRequest | None = None) -> AssignForm:
    data = request.POST if request is not None else None
    return AssignForm(data, shares=shares_of(page), writers=writers_of(page), auto_id="confier_%s")


def _show(
    request: HttpRequest,
    page: ContributionPage,
    *,
    form: AssignForm | None = None,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    assigns = rules.can(Verb.ASSIGN, request.user, page)
    form = form or _form(page)
    context = {
        "page": page,
        "record": page.record,
        "state": state_of(page),
        "shares": form.shares,
        "ticked": form["blocks"].value() or [],
        "form": form,
        "assigns": assigns,
        "takes": rules.can(Verb.TAKE_BLOCK, request.user, page),
        "reason": reason,
    }
    return render(request, "contributions/sharing.html", context, status=status)
