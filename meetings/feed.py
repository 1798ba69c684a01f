"""The address of a person's calendar: signed, so that nothing stored opens it."""

from __future__ import annotations

import re

from django.utils.crypto import constant_time_compare, salted_hmac

from people.models import User

from .models import FeedKey

_TOKEN = re.compile(r"(?P<person>[1-9]\d{0,17})-(?P<turn>[1-9]\d{0,8})-(?P<mark>[0-9a-f]{40})")


def _signed(person_id: int, turn: int) -> str:
    words = f"{person_id}-{turn}"
    mark = salted_hmac("meetings.feed", words, algorithm="sha256").hexdigest()[:40]
    return f"{words}-{mark}"


def token_of(person: User) -> str:
    """The token of the address that opens a person's calendar today."""
    key = FeedKey.objects.filter(person=person).first()
    return _signed(person.pk, key.turn if key else 1)


def person_of(token: str) -> User | None:
    """Whose calendar a token opens; None for a dead, foreign or invented one."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    person_id, turn = int(found["person"]), int(found["turn"])
    if not constant_time_compare(token, _signed(person_id, turn)):
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    return person if person and constant_time_compare(token, token_of(person)) else None
