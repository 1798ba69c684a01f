"""The letters of this room that go to people without an account."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from discussion.models import ReviewerLink
from notifications.kinds import kinds
from notifications.letters import letter, one_line
from notifications.outbox import post

ANSWERED = kinds.name_letter("discussion.link_answered", _("Réponse à une personne invitée"))
LINK = kinds.name_letter("discussion.link", _("Lien pour lire une version"))


def send_link(link: ReviewerLink, token: str) -> None:
    """Hand the letter of a link to the outbox, inside the caller's transaction.

    Neither its subject nor its words hold anything of the text, not even its title: a
    letter may be read by others than the one whom it invites.
    """
    with translation.override(link.language), timezone.override(settings.TIME_ZONE):
        context = {
            "link": link,
            "who": one_line(link.created_by.public_name) if link.created_by else "",
            "url": address_of(token, link.language),
            "demonstration": settings.DEMONSTRATION,
        }
        message = letter("discussion/email/link.html", context, to=link.email)
        post(message, kind=LINK, key=f"{LINK}:{link.token_hash}")


def tell_invited(link: ReviewerLink, at: datetime) -> None:
    """Say that something awaits behind the link, once a day; its address is known to its
    holder alone, and is not repeated."""
    with translation.override(link.language), timezone.override(settings.TIME_ZONE):
        context = {"link": link, "demonstration": settings.DEMONSTRATION}
        message = letter("discussion/email/answered.html", context, to=link.email)
        post(message, kind=ANSWERED, key=f"{ANSWERED}:{link.pk}:{timezone.localdate(at)}")


def address_of(token: str, language: str) -> str:
    """The whole address of a link, in the language of who is invited."""
    with translation.override(language):
        path = reverse("discussion:review", args=[token])
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
