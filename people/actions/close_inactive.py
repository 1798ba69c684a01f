"""Close the accounts that nobody used for two years, a month after saying so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, QuerySet
from django.db.models.functions import Coalesce

from notifications.models import Letter
from people.actions.close_account import close_account
from people.letters import INACTIVITY, warn_of_closing
from people.models import User

#: How long an account may stay silent, and how long before its end its person is told.
SILENCE, WARNING = timedelta(days=730), timedelta(days=30)
#: How many accounts one run looks at, so that none lasts.
_AT_MOST = 200


def close_inactive(now: datetime) -> int:
    """Warn who has been silent for 23 months, close who stayed so a month after the letter.

    Who comes back in between is left alone, and warned anew after another silence. Never
    a superuser, nor an account of the demonstration. Returns how many were warned or
    closed; safe when run twice at once.
    """
    silent = _silent_since(now - SILENCE + WARNING).values_list("pk", flat=True)
    return sum(_warn_or_close(pk, now) for pk in list(silent[:_AT_MOST]))


def _silent_since(moment: datetime) -> QuerySet[User]:
    seen = Coalesce("last_login", "date_joined", output_field=DateTimeField())
    accounts = User.objects.filter(is_active=True, is_superuser=False, is_demonstration=False)
    return accounts.annotate(seen_at=seen).filter(seen_at__lt=moment).order_by("seen_at", "pk")


def _warn_or_close(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=pk)
        person = _silent_since(now - SILENCE + WARNING).filter(pk=pk).first()
        if person is None:
            return False
        seen_at: datetime = person.seen_at  # type: ignore[attr-defined]
        key = f"{person.pk}:{seen_at:%Y-%m-%dT%H:%M:%S}"
        letter = Letter.objects.filter(kind=INACTIVITY, key=key).first()
        if letter is None:
            warn_of_closing(person, closes_at=now + WARNING, key=key)
            return True
        if seen_at < now - SILENCE and letter.created_at <= now - WARNING:
            close_account(person, by=person, at=now)
            return True
    return False
