"""A person's own account: who they are, what guards it, where it is open."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.response import TemplateResponse
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from kit.access import signed_in

from .actions.change_address import change_address, is_taken, opened, sealed
from .actions.end_sessions import end_sessions
from .door import answered
from .forms import AddressForm, ProfileForm
from .models import User
from .sessions import end_one, open_sessions


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The account on one page; what is sent to it is who one is."""
    person = signed_in(request)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        with translation.override(saved.language):
            messages.success(request, _("C'est enregistré."))
        return redirect(translate_url(resolve_url("account_home"), saved.language))
    context = {"form": form, "sessions": open_sessions(request, person), **_guards(person)}
    status = 422 if form.errors else 200
    return render(request, "people/account.html", context, status=status)


def _guards(person: User) -> dict[str, Any]:
    """What stands between the account and anyone else."""
    rows = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    recovery = [row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES]
    return {
        "keys": [row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "codes": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "recovery_left": len(recovery[0].wrap().get_unused_codes()) if recovery else None,
    }


@cache_control(private=True, no_store=True)
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Out of one session (`session`), or of all but this one."""
    person = signed_in(request)
    asked = request.POST.get("session", "")
    if not asked:
        end_sessions(person, keep=request)
        messages.success(request, _("Vous n'êtes plus connecté·e qu'ici."))
    elif asked.isascii() and asked.isdigit() and end_one(person, int(asked)):
        messages.success(request, _("Cet appareil est déconnecté."))
    return redirect(f"{resolve_url('account_home')}#appareils")


@reauthentication_required(app="allauth.account")
def _ask_address(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    form = AddressForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["email"]
        _write_to(request, person, wanted)
        messages.info(
            request,
            _("Un message est parti à %(address)s : ouvrez le lien qu'il contient.")
            % {"address": wanted},
        )
        return redirect("account_home")
    return TemplateResponse(request, "account/address.html", {"form": form})


def _write_to(request: HttpRequest, person: User, wanted: str) -> None:
    """One letter in both cases: whether an account has this address is told to its reader."""
    if is_taken(wanted):
        name, link = "address_taken", resolve_url("account_login")
    else:
        name, link = "address_confirm", resolve_url("confirm_address", sealed(person, wanted))
    facts = {"user": person, "action_url": request.build_absolute_uri(link)}
    get_adapter(request).send_mail(f"account/email/{name}", wanted, facts)


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_address(request: HttpRequest) -> HttpResponse:
    """Asks for a new address, of a person who has just shown who they are."""
    signed_in(request)
    return answered(_ask_address)(request)


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter. Opening it changes nothing: readers of mail open links too."""
    person = signed_in(request)
    if request.method != "POST":
        wish = opened(token, person)
        status = 200 if wish else 410
        return render(request, "account/address_confirm.html", {"wish": wish}, status=status)
    done = change_address(token, by=person)
    if done is None:
        return render(request, "account/address_confirm.html", {"wish": None}, status=410)
    facts = {"user": person, "wanted": done.wanted}
    get_adapter(request).send_mail("account/email/address_changed", done.former, facts)
    messages.success(request, _("L'adresse de votre compte est changée."))
    return redirect("account_home")
