"""The addresses that letters carry: they lead one person to what a centre owes, and sign
nothing.

Opening one shows no word of a text and changes nothing: who opens it must be the person to
whom it was sent, signed in, and answers on the page where the rule is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.core import signing
from django.urls import reverse

from kit.clock import moment
from people.models import User

_SALT = "assent.answer"

#: How long a link leads on: so long after the last day to answer, or from today where there
#: is none.
AFTER_DUE, WITHOUT_DUE = timedelta(days=2), timedelta(days=30)


class Sent(NamedTuple):
    """What a link says: to whom it was sent, for which round and centre (0 for all that
    they owe), and until when, in seconds since 1970."""

    person: int
    round: int
    centre: int
    until: int

    def is_over(self, at: datetime | None = None) -> bool:
        return moment(at).timestamp() > self.until


def link_for(
    person: User,
    *,
    round_id: int = 0,
    centre_id: int = 0,
    due: datetime | None = None,
    at: datetime | None = None,
) -> str:
    """The path of a link for one person; without a round, to everything that they owe."""
    until = due + AFTER_DUE if due else moment(at) + WITHOUT_DUE
    said = [person.pk, round_id, centre_id, int(until.astimezone(UTC).timestamp())]
    return reverse("assent:link", args=[signing.dumps(said, salt=_SALT)])


def read(token: str) -> Sent:
    """Raises signing.BadSignature for what was not signed here, or was altered."""
    said = signing.loads(token, salt=_SALT)
    if not _fits(said):
        raise signing.BadSignature
    return Sent(*said)


def _fits(said: object) -> bool:
    return (
        isinstance(said, Sequence) and len(said) == 4 and all(isinstance(one, int) for one in said)
    )
