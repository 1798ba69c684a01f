"""Close the accounts that nobody used for two years, a month after saying so."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from notifications.enums import LetterState
from notifications.models import Letter
from people.actions.close_account import close_account
from people.letters import INACTIVITY, warn_of_closing
from people.models import User

#: How long an account may stay silent, and how long before its end its person is told.
SILENCE, WARNING = timedelta(days=730), timedelta(days=30)
#: How many accounts one run looks at, so that none lasts.
_AT_MOST = 200
_log = logging.getLogger(__name__)


def close_inactive(now: datetime) -> int:
    """Warn who has been silent for 23 months, close who stayed so a month after the letter.

    Who visits in between is left alone, and warned anew after another silence; a letter
    that could not be sent closes nothing. Never a superuser, nor an account of the
    demonstration. Returns how many were warned or closed; safe when run twice at once. One
    that fails holds up no other, and is raised at the end.
    """
    done, failures = 0, list[Exception]()
    for pk in _whose_turn_it_is(now):
        try:
            done += _warn_or_close(pk, now)
        except Exception as failure:
            _log.exception("The silent account %s was neither warned nor closed.", pk)
            failures.append(failure)
    if failures:
        raise failures[0]
    return done


def _silent_since(moment: datetime) -> QuerySet[User]:
    entered = Coalesce("last_login", "date_joined", output_field=DateTimeField())
    visited = Coalesce("seen_at", "last_login", "date_joined", output_field=DateTimeField())
    seen = Greatest(entered, visited)
    accounts = User.objects.filter(is_active=True, is_superuser=False, is_demonstration=False)
    return (
        accounts.annotate(silent_since=seen)
        .filter(silent_since__lt=moment)
        .order_by("silent_since", "pk")
    )


def _whose_turn_it_is(now: datetime) -> list[int]:
    """Those to warn or to close, the longest silent first. Who was warned waits outside, or
    they would be all that a run looks at for a month; so does who could not be."""
    silent = _silent_since(now - SILENCE + WARNING)
    letters = Letter.objects.filter(
        kind=INACTIVITY, person=OuterRef("pk"), created_at__gte=OuterRef("silent_since")
    )
    told = letters.filter(state=LetterState.SENT, sent_at__lte=now - WARNING)
    over = Q(Exists(told), silent_since__lt=now - SILENCE)
    return list(silent.filter(~Exists(letters) | over).values_list("pk", flat=True)[:_AT_MOST])


def _warn_or_close(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=pk)
        person = _silent_since(now - SILENCE + WARNING).filter(pk=pk).first()
        if person is None:
            return False
        since: datetime = person.silent_since  # type: ignore[attr-defined]
        key = f"{person.pk}:{since:%Y-%m-%dT%H:%M:%S}"
        letter = Letter.objects.filter(kind=INACTIVITY, key=key).first()
        if letter is None:
            warn_of_closing(person, closes_at=now + WARNING, key=key)
            return True
        if since < now - SILENCE and _was_told(letter, now - WARNING):
            close_account(person, by=person, at=now)
            return True
    return False


def _was_told(letter: Letter, before: datetime) -> bool:
    sent = letter.state == LetterState.SENT and letter.sent_at
    return bool(sent and sent <= before)
