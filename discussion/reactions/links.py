"""The links that visitors get by mail: signed by Django, read again, and over one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.core import signing
from django.http import Http404

from discussion.models import Reaction
from kit.access import Registry

#: How long a visitor has to confirm, and when what was not confirmed is forgotten.
TO_CONFIRM, UNCONFIRMED_KEPT = timedelta(days=3), timedelta(days=7)
_SALT = "discussion.reaction"


#: Where an author may have a decision looked at again, as a path that asks for no account:
#: at most one, of the room that hears challenges.
ways_to_challenge: Registry[Callable[[Reaction], str]] = Registry()


def token_of(reaction: Reaction) -> str:
    return signing.dumps(reaction.pk, salt=_SALT)


def reaction_of(token: str) -> Reaction:
    """The reaction that a link confirms. Raises Http404 for a link that is over or that
    nobody signed, without saying which."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=TO_CONFIRM)
    except signing.BadSignature:
        raise Http404 from None
    found = Reaction.objects.select_related("record__page").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def challenge_of(reaction: Reaction) -> str:
    """The path where its author contests a decision; empty when no room hears it."""
    return next((way(reaction) for way in ways_to_challenge), "")
