"""allauth's views as this house answers: 422 for what is to be corrected, 429 for too many
attempts, and pages that no cache keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import views as account
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as codes
from allauth.mfa.webauthn import views as keys
from allauth.mfa.webauthn.internal import auth as ceremony
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from . import provider
from .throttle import THROTTLED

View = Callable[..., HttpResponse]


def answered(view: View) -> View:
    """`view`, with the status that its forms deserve."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.status_code == 200:
            errors = list(_errors(response.context_data or {}))
            if errors:
                response.status_code = 422
            throttled = [error for error in errors if error.code == THROTTLED]
            if throttled:
                response.status_code = 429
                response["Retry-After"] = str(throttled[0].params["minutes"] * 60)  # type: ignore[index]
        return response

    return told


def _errors(context: dict[str, Any]) -> Iterator[ValidationError]:
    for form in (context.get("form"), context.get("webauthn_form")):
        if isinstance(form, BaseForm):
            for errors in form.errors.as_data().values():
                yield from errors


class LoginView(account.LoginView):
    """The one door; it shows the provider's where the site has one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "provider": settings.OIDC_NAME if provider.is_on() else ""}


def _onward(request: HttpRequest) -> str:
    """Where somebody who passes by was going: an address of ours, or none."""
    return get_next_redirect_url(request) or ""


class AddKeyView(keys.AddWebAuthnView):
    """Keys that sign in alone: the browser is asked for one that it can find by itself."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = ceremony.begin_registration(self.request.user, True)
        onward = _onward(self.request)
        return {**context, "js_data": {"creation_options": options}, "onward": onward}

    def get_success_url(self) -> str:
        onward = _onward(self.request)
        if self.did_generate_recovery_codes:
            codes_page = reverse("mfa_view_recovery_codes")
            return f"{codes_page}?{urlencode({'next': onward})}" if onward else codes_page
        return onward or reverse("account_home")


class RecoveryView(recovery.ViewRecoveryCodesView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "onward": _onward(self.request)}


login = answered(LoginView.as_view())
reauthenticate = answered(account.reauthenticate)
password_change = answered(account.password_change)
password_set = answered(account.password_set)
password_reset = answered(account.password_reset)
password_reset_from_key = answered(account.password_reset_from_key)
enter_code = answered(second_factor.authenticate)
confirm_code = answered(second_factor.reauthenticate)
enter_key = answered(keys.login_webauthn)
confirm_key = answered(keys.reauthenticate_webauthn)
add_key = answered(AddKeyView.as_view())
rename_key = answered(keys.edit_webauthn)
remove_key = answered(keys.remove_webauthn)
activate_codes = answered(codes.activate_totp)
deactivate_codes = answered(codes.deactivate_totp)
view_recovery = answered(RecoveryView.as_view())
generate_recovery = answered(recovery.generate_recovery_codes)
download_recovery = answered(recovery.download_recovery_codes)
