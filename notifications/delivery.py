"""Sending what is due, one letter after the other.

A letter is claimed by one UPDATE, sent outside any transaction, then marked: at least
once, and twice only when whoever sent it died between the two. A claim is a lease, so
that the letters of a worker that is gone are due again.
"""

from __future__ import annotations

import logging
import smtplib
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from .enums import LetterState
from .letters import Words, new_message_id
from .models import Letter, Notice
from .telling import headers_of, words_of

logger = logging.getLogger(__name__)

#: How long a worker may hold a letter: more than a mail server's time to answer, for each
#: of the answers that one letter waits for.
LEASE = timedelta(minutes=5)
#: How long to wait after each failure; the last for all that follow.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
#: A letter that failed for so long is dead.
PATIENCE = timedelta(hours=24)
#: How long one task goes on, in seconds: a worker that is asked to stop ends its task.
STINT = 20.0


def deliver_due(stint: float = STINT) -> bool:
    """Send what is due for `stint` seconds; whether more is left. Never inside a
    transaction."""
    connection, end = get_connection(), time.monotonic() + stint
    try:
        while time.monotonic() < end:
            now = timezone.now()
            due = Letter.objects.due(now).select_related("person")
            letter = due.order_by("next_try_at", "pk").first()
            if letter is None:
                if not seal():
                    return False
            elif Letter.objects.claim(letter, now, LEASE):
                letter.attempts += 1
                _send(letter, connection)
        return True
    finally:
        _close(connection)


@transaction.atomic
def seal() -> int:
    """Give each of the oldest news that is told at once its letter; how many. Two workers
    that do it make one letter."""
    notices = list(Notice.objects.unsealed().order_by("pk")[:200])
    letters = [
        Letter(kind=one.kind, key=f"notice:{one.pk}", person_id=one.person_id,
               message_id=new_message_id())
        for one in notices
    ]  # fmt: skip
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    rows = Letter.objects.filter(key__in=[letter.key for letter in letters])
    made = {letter.key: letter for letter in rows}
    for one in notices:
        one.letter = made[f"notice:{one.pk}"]
    Notice.objects.bulk_update(notices, ["letter"])
    return len(notices)


def _send(letter: Letter, connection: BaseEmailBackend) -> None:
    """Send one claimed letter and write what became of it."""
    opened = False
    try:
        words = words_of(letter)
        if words is not None:
            connection.open()
            opened = True
            connection.send_messages([message(letter, words)])
    except Exception as failure:
        _close(connection)
        # Before, the failure is the server's or the room's: no letter is to blame.
        _failed(letter, failure, dead=opened and is_final(failure))
    else:
        _sent(letter, words)


def message(letter: Letter, words: Words) -> EmailMultiAlternatives:
    """The e-mail of a letter. Raises ValueError when a header would hold a line's end."""
    built = EmailMultiAlternatives(
        words.subject,
        words.text,
        to=[letter.address],
        headers={
            **letter.headers,
            **headers_of(letter),
            "Message-ID": letter.message_id,
            "Auto-Submitted": "auto-generated",
        },
    )
    if words.html:
        built.attach_alternative(words.html, "text/html")
    return built


def _sent(letter: Letter, words: Words | None) -> None:
    """Blank what it said, unless this is a demonstration, where people read it."""
    done: dict[str, Any] = {"subject": "", "text": "", "html": "", "headers": {}}
    if words is not None and settings.DEMONSTRATION:
        done = {"subject": words.subject, "text": words.text, "html": words.html}
    state = LetterState.DROPPED if words is None else LetterState.SENT
    _mark(letter, state=state, sent_at=timezone.now(), last_error="", **done)


def _failed(letter: Letter, failure: Exception, *, dead: bool) -> None:
    """Put off a letter that may still arrive; give up one that cannot, or tried long enough."""
    logger.warning("Letter %s: %s", letter.pk, type(failure).__name__)
    spent = sum((wait_after(number) for number in range(1, letter.attempts)), timedelta())
    _mark(
        letter,
        state=LetterState.DEAD if dead or spent >= PATIENCE else LetterState.WAITING,
        next_try_at=timezone.now() + wait_after(letter.attempts),
        last_error=f"{type(failure).__name__}: {failure}"[:1000],
    )


def wait_after(attempts: int) -> timedelta:
    """How long a letter waits that has been tried so many times."""
    return WAITS[min(attempts, len(WAITS)) - 1]


def is_final(failure: Exception) -> bool:
    """Whether trying again is vain, of what a connected server was sent: the address is
    refused, or cannot be written. A failure of the network is an OSError, even where it is
    a ValueError too (SSLCertVerificationError)."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in failure.recipients.values())
    if isinstance(failure, smtplib.SMTPNotSupportedError):
        return True
    return isinstance(failure, ValueError) and not isinstance(failure, OSError)


def _mark(letter: Letter, **fields: Any) -> None:
    """Only while it is still ours: somebody else may hold it after a lease ran out."""
    Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING, attempts=letter.attempts).update(
        **fields
    )


def _close(connection: BaseEmailBackend) -> None:
    with suppress(Exception):
        connection.close()
