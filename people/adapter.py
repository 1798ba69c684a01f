"""allauth's questions, answered for this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation

from kit.languages import home_url, in_language
from kit.typography import spaced


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts exist by invitation: nobody opens one alone."""

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
        """Write to people in their own language, wherever they asked from."""
        user = context.get("user")
        language = user.language if user else translation.get_language()
        links = {
            name: translate_url(value, language)
            for name, value in context.items()
            if name.endswith("_url")
        }
        with translation.override(language):
            super().send_mail(template_prefix, email, {**context, **links})

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMultiAlternatives:
        """With the spaces of French printers, as pages have."""
        message: EmailMultiAlternatives = super().render_mail(*args, **kwargs)
        message.subject, message.body = spaced(str(message.subject)), spaced(str(message.body))
        parts, message.alternatives = message.alternatives, []
        for content, kind in parts:
            message.attach_alternative(spaced(str(content)), str(kind))
        return message
