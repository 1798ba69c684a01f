"""The page of an invitation's link: reading it changes nothing, one press accepts."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from kit.access import Refused, signed_in
from kit.languages import in_language

from .actions.accept_invitation import accept_invitation
from .enums import InvitationState
from .invitation_forms import NewcomerForm
from .invitations import Offer, hash_of, inner_path, purpose_of, same_address
from .models import Invitation, User

_OPEN = InvitationState.OPEN


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who holds the link reads what it opens; its address is told to no other site."""
    response = _answer(request, token)
    # Not `no-referrer`: the form would be sent from nowhere, as a forged one is.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    rows = Invitation.objects.select_related("centre", "scope", "invited_by", "accepted_by")
    found = rows.filter(token_hash=hash_of(token)).first()
    if found is None or found.state() is not _OPEN:
        return _over(request, found)
    if request.user.is_authenticated:
        return _for_account(request, found)
    account = User.objects.filter(email__iexact=found.email).first()
    if account is None:
        return _for_newcomer(request, found)
    return _page(request, found, "closed" if not account.is_active else "sign_in")


def _for_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Who is signed in accepts, if the invitation is theirs."""
    if not same_address(signed_in(request).email, found.email):
        return _page(request, found, "other", status=403)
    if request.method != "POST":
        return _page(request, found, "accept")
    try:
        accepted = accept_invitation(found.token_hash or "", person=signed_in(request))
    except (Refused, Http404) as refusal:
        return _too_late(request, found, refusal)
    messages.success(request, _("Bienvenue dans %(title)s.") % {"title": _offer(accepted).title})
    return redirect(_landing(accepted))


def _for_newcomer(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Open the account, enter with it, go where the invitation leads."""
    form = NewcomerForm(request.POST or None, invitation=found)
    if request.method != "POST":
        return _page(request, found, "newcomer", form)
    if not form.is_valid():
        return _page(request, found, "newcomer", form, status=422)
    try:
        accepted = accept_invitation(found.token_hash or "", newcomer=form.newcomer())
    except (Refused, Http404) as refusal:
        return _too_late(request, found, refusal)
    person = accepted.accepted_by
    # Whoever typed a password this very second is not asked for it again by the next page.
    record_authentication(request, person, "password", email=found.email, reauthenticated=True)
    landing = in_language(_landing(accepted), form.cleaned_data["language"])
    if "with_key" in request.POST:
        landing = f"{reverse('mfa_add_webauthn')}?{urlencode({'next': landing})}"
    entered: HttpResponse = perform_login(
        request, person, email_verification="none", redirect_url=landing
    )
    return entered


def _too_late(request: HttpRequest, found: Invitation, refusal: Exception) -> HttpResponse:
    """Somebody, or the same person twice, was faster."""
    found.refresh_from_db()
    state = found.state()
    if state is _OPEN:
        return _page(request, found, "refused", reason=str(refusal), status=409)
    return _over(request, found)


def _over(request: HttpRequest, found: Invitation | None) -> HttpResponse:
    """A link that opens nothing; one that is unknown is answered like one that expired."""
    state = found.state() if found else InvitationState.EXPIRED
    mine = found is not None and found.accepted_by == request.user
    if found and mine and request.method == "POST":
        return redirect(_landing(found))
    context = {"state": state, "landing": _landing(found) if found and mine else ""}
    status = 404 if state is InvitationState.EXPIRED else 410
    return render(request, "people/invitation_over.html", context, status=status)


def _page(
    request: HttpRequest, found: Invitation, state: str, form: NewcomerForm | None = None,
    *, reason: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "invitation": found,
        "offer": _offer(found),
        "state": state,
        "form": form,
        "reason": reason,
    }
    return render(request, "people/invitation.html", context, status=status)


def _offer(found: Invitation) -> Offer:
    return purpose_of(found.purpose).offer(found)


def _landing(found: Invitation) -> str:
    return inner_path(found.next_path) or _offer(found).landing
