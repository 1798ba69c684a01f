"""The letters of this room: an invitation's link, the end of a silent account, and the names
of those that the door sends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from notifications.kinds import kinds
from notifications.letters import letter, one_line
from notifications.outbox import post

from .invitations import link_of, purpose_of
from .models import Invitation, User

KIND = kinds.name_letter("people.invitation", _("Invitation"))
INACTIVITY = kinds.name_letter("people.inactivity", _("Compte qui va fermer faute d'usage"))
#: What changes the protection of an account is told to its owner.
SECURITY = kinds.name_letter("people.security", _("Changement qui touche la sécurité du compte"))
#: Templates of `account/email/`, by their names without `_message.html`.
_OF_THE_DOOR = {
    "address_changed": _("Adresse du compte changée"),
    "address_confirm": _("Adresse à confirmer"),
    "address_taken": _("Adresse déjà prise par un compte"),
    "password_reset_key": _("Lien pour choisir un mot de passe"),
    "unknown_account": _("Mot de passe demandé pour une adresse sans compte"),
}
for _name, _label in _OF_THE_DOOR.items():
    kinds.name_letter(f"people.{_name}", _label)


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
