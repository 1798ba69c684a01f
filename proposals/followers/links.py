"""The links of letters to addresses without an account: signed, and holding no address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core import signing
from django.http import Http404

from proposals.models import Follower

#: How long an address may be confirmed, and when one that was not is forgotten.
TO_CONFIRM, UNCONFIRMED_KEPT = timedelta(days=3), timedelta(days=7)
_CONFIRM, _STOP = "proposals.follow", "proposals.stop"


def token_of(follower: Follower) -> str:
    return signing.dumps(follower.pk, salt=_CONFIRM)


def follower_of(token: str) -> Follower:
    """Raises Http404 for a link that is over, that nobody signed, or whose row was
    forgotten, without saying which."""
    try:
        key = signing.loads(token, salt=_CONFIRM, max_age=TO_CONFIRM)
    except signing.BadSignature:
        raise Http404 from None
    rows = Follower.objects.select_related("proposal__page__record__lead_group")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def stop_token_of(followers: Iterable[Follower]) -> str:
    return signing.dumps([row.pk for row in followers], salt=_STOP)


def keys_to_stop(token: str) -> list[int]:
    """The rows that a link forgets. It never ends: a letter may be read years later. Raises
    Http404 for one that nobody signed."""
    try:
        keys = signing.loads(token, salt=_STOP)
    except signing.BadSignature:
        raise Http404 from None
    return [int(key) for key in keys]
