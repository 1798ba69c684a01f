"""allauth's questions, answered for this house."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from kit.languages import home_url, in_language
from notifications.letters import letter
from notifications.outbox import post

from . import throttle
from .devices import device_name
from .models import User

#: What changed, by the name that allauth gives to its letter about it.
CHANGES = {
    "account/email/password_changed": _("Le mot de passe de votre compte a été changé."),
    "account/email/password_reset": _("Un nouveau mot de passe a été choisi pour votre compte."),
    "account/email/password_set": _("Un mot de passe a été choisi pour votre compte."),
    "mfa/email/recovery_codes_generated": _("De nouveaux codes de secours ont été créés."),
    "mfa/email/totp_activated": _("Une application de codes protège maintenant votre compte."),
    "mfa/email/totp_deactivated": _("L'application de codes ne protège plus votre compte."),
    "mfa/email/webauthn_added": _("Une clé d'accès a été ajoutée à votre compte."),
    "mfa/email/webauthn_removed": _("Une clé d'accès a été retirée de votre compte."),
}


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts exist by invitation: nobody opens one alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("L'adresse et le mot de passe ne vont pas ensemble."),
        "enter_current_password": _("Ce n'est pas votre mot de passe actuel."),
        "incorrect_password": _("Ce n'est pas votre mot de passe."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A person's space, in their language unless they came in by the English door."""
        url: str = super().get_login_redirect_url(request)
        language: str = request.user.language  # type: ignore[union-attr]
        return url if language == settings.LANGUAGE_CODE else in_language(url, language)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return home_url()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to people in their own language, wherever they asked from. The letter is
        put in the outbox: whether an address is known costs the same time."""
        user = context.get("user")
        language = user.language if user else translation.get_language()
        links = {
            name: translate_url(value, language)
            for name, value in context.items()
            if name.endswith("_url")
        }
        message = letter(
            f"{template_prefix}_message.html",
            {"email": email, **context, **links},
            to=email,
            language=language,
            person=user,
        )
        post(message, kind=f"people.{template_prefix.rpartition('/')[2]}", person=user)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """One letter for every change of what guards an account: what, when, from where."""
        facts = {
            "user": user,
            "change": CHANGES[template_prefix],
            "at": timezone.now(),
            "user_agent": self.get_http_user_agent(self.request),
            "security_url": self.request.build_absolute_uri(resolve_url("account_home")),
        }
        self.send_mail("account/email/security", email or user.email, facts)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whoever the password opens the door to. Raises ValidationError when it was tried
        too often."""
        place = throttle.take(request, "sign-in", str(credentials.get("email", "")))
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            place.give_back()
        return user

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A second factor, where there is one: the password alone would undo it."""
        labels = {
            "reauthenticate": _("Avec votre mot de passe"),
            "mfa_reauthenticate": _("Avec un code"),
            "mfa_reauthenticate:webauthn": _("Avec une clé d'accès"),
        }
        methods = [
            {**method, "description": labels[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]
        guarded = user.is_authenticated and is_mfa_enabled(user)
        stronger = [method for method in methods if method["id"] != "reauthenticate"]
        # A key first: it is one gesture.
        return sorted(stronger, key=lambda m: m["id"], reverse=True) if guarded else methods

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account_home")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes and keys, in the site's name; the codes' secret is unreadable in a backup."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Ce code ou cette clé ne convient pas."),
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return device_name(context.request.headers.get("User-Agent", ""))

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    """Locked by the site's secret; former ones (SECRET_KEY_FALLBACKS) still open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (
        hashlib.sha256(f"people.second-factor:{secret!s}".encode()).digest() for secret in secrets
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
