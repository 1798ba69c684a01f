"""Take away what someone can no longer show, by whoever has made sure of who they are."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.letters import absolute, letter
from notifications.outbox import post
from people.actions.end_sessions import end_sessions
from people.letters import SECURITY
from people.models import User


def remove_second_factor(person: User) -> int:
    """Codes, keys and recovery codes of `person` open nothing any more; how many there were.

    Open sessions end, and a letter tells the person. Doing it twice changes nothing.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        removed = Authenticator.objects.filter(user=person).delete()[0]
        if removed:
            end_sessions(person)
            facts = {
                "change": _("Plus aucun code ni aucune clé d'accès ne protège votre compte."),
                "at": timezone.now(),
                "security_url": absolute(reverse("account_home")),
            }
            template = "account/email/security_message.html"
            message = letter(template, facts, to=person.email, person=person)
            post(message, kind=SECURITY, person=person)
    return removed
