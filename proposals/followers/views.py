"""Follow a proposal, confirm one's address, stop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from contributions.views.door import private
from kit.access import signed_in
from proposals import selectors
from proposals.models import Follower, Proposal

from .actions.confirm import confirm as confirm_follower
from .actions.follow import follow
from .actions.stop import forget_followers, stop_following
from .forms import FollowForm
from .links import follower_of, keys_to_stop
from .selectors import is_followed_by

_SEND = require_http_methods(["GET", "HEAD", "POST"])


@private
@_SEND
def follow_one(request: HttpRequest, number: int) -> HttpResponse:
    """A button for an account; a form, and the address of the feed, for everyone else."""
    row = selectors.by_number(number)
    if row.page.record.withdrawn_at is not None:
        return redirect("proposals:proposal", number)
    if request.user.is_authenticated:
        return _by_account(request, row)
    form = FollowForm(request.POST or None, request=request)
    if form.is_bound and form.is_valid():
        return _by_address(request, row, form.cleaned_data["email"])
    return _page(request, row, 422 if form.is_bound else 200, form=form)


def _by_account(request: HttpRequest, row: Proposal) -> HttpResponse:
    person, wanted = signed_in(request), request.POST.get("set", "")
    if wanted == "follow":
        follow(row, by=person)
        messages.success(request, _("Vous suivez cette proposition."))
    elif wanted == "stop":
        stop_following(row, by=person)
        messages.success(request, _("Vous ne suivez plus cette proposition."))
    else:
        status = 422 if request.method == "POST" else 200
        return _page(request, row, status, followed=is_followed_by(row, person))
    return redirect("proposals:proposal", row.number)


def _by_address(request: HttpRequest, row: Proposal, email: str) -> HttpResponse:
    """The same answer for every address, whatever is known of it."""
    follow(row, email=email, language=get_language() or "fr")
    said = _("Si %(email)s ne suit pas déjà cette proposition, une lettre y part : son lien, qui sert trois jours, confirme que vous voulez la suivre.")  # fmt: skip
    messages.warning(request, said % {"email": email})
    return redirect("proposals:proposal", row.number)


def _page(request: HttpRequest, row: Proposal, status: int, **context: object) -> HttpResponse:
    known = {"proposal": row, "record": row.page.record, "text": row.page}
    return render(request, "proposals/follow.html", known | context, status=status)


@private
@_SEND
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A letter's link shows what it is about; the button confirms, since machines follow
    links."""
    follower = follower_of(token)
    if request.method == "POST" and confirm_follower(follower):
        follower.refresh_from_db(fields=["confirmed_at"])
    context = {
        "proposal": follower.proposal, "record": follower.proposal.page.record,
        "waits": follower.confirmed_at is None,
    }  # fmt: skip
    return render(request, "proposals/follow_confirm.html", context)


@csrf_exempt  # A mail program sends no cookie: the signed address says whose letters stop.
@private
@_SEND
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Reading the address changes nothing; what was stopped already is stopped."""
    keys = keys_to_stop(token)
    rows = Follower.objects.filter(pk__in=keys).order_by("proposal")
    numbers = list(rows.values_list("proposal", flat=True))
    done = request.method == "POST"
    if done:
        forget_followers(keys)
    context = {"numbers": numbers, "done": done or not numbers}
    return render(request, "proposals/follow_stop.html", context)
