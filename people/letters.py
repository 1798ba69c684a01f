"""The letters of this room: an invitation's link, the end of a silent account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation

from notifications.letters import letter, one_line
from notifications.outbox import post

from .invitations import link_of, purpose_of
from .models import Invitation, User

KIND = "people.invitation"
INACTIVITY = "people.inactivity"


def send_invitation(invitation: Invitation, token: str) -> None:
    """Hand the letter to the outbox, inside the caller's transaction.

    Its headers hold no name that somebody typed but the title of a public page.
    """
    with translation.override(invitation.language), timezone.override(settings.TIME_ZONE):
        post(_letter(invitation, token), kind=KIND, key=f"{KIND}:{invitation.token_hash}")


def _letter(invitation: Invitation, token: str) -> EmailMultiAlternatives:
    context: dict[str, Any] = {
        "invitation": invitation,
        "offer": purpose_of(invitation.purpose).offer(invitation),
        "who": one_line(invitation.invited_by.public_name),
        "url": link_of(token, invitation.language),
        "demonstration": settings.DEMONSTRATION,
    }
    return letter("people/email/invitation.html", context, to=invitation.email)


def warn_of_closing(person: User, *, closes_at: datetime, key: str) -> None:
    """Tell a person that their silent account will be closed, and how to keep it."""
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    with translation.override(person.language), timezone.override(person.zone):
        context = {
            "closes_at": closes_at,
            "url": base + reverse("account_login"),
            "demonstration": settings.DEMONSTRATION,
        }
        message = letter("people/email/inactive.html", context, to=person.email)
        post(message, kind=INACTIVITY, person=person, key=key)
