"""The letter that carries an invitation's link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from kit.typography import spaced
from notifications.outbox import post

from .invitations import link_of, purpose_of
from .models import Invitation

KIND = "people.invitation"


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
    subject, text, html = (
        spaced(render_to_string(f"people/email/invitation{part}", context))
        for part in ("_subject.txt", ".txt", ".html")
    )
    message = EmailMultiAlternatives(one_line(subject), text, to=[invitation.email])
    message.attach_alternative(html, "text/html")
    return message


def one_line(words: str) -> str:
    """Words that can stand in a header, whatever somebody typed."""
    return " ".join(words.splitlines()).strip()
