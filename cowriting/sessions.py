"""Whether the session behind a connection still holds, for several at once."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from people.models import User


def people_of(session_keys: Collection[str]) -> dict[str, int]:
    """Who is signed in under each of these keys; one that ended has no answer.

    A session ends when its person signs out, here or everywhere, changes their password,
    loses the account, or lets it expire. Two queries.
    """
    rows = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    found = {row.session_key: row.get_decoded() for row in rows}
    claimed = {key: int(data[SESSION_KEY]) for key, data in found.items() if SESSION_KEY in data}
    people = User.objects.in_bulk(set(claimed.values()))
    return {
        key: person_id
        for key, person_id in claimed.items()
        if person_id in people and _holds(people[person_id], found[key])
    }


def _holds(person: User, data: dict[str, str]) -> bool:
    if not person.is_active:
        return False
    kept = data.get(HASH_SESSION_KEY, "")
    hashes = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return any(constant_time_compare(kept, known) for known in hashes)
