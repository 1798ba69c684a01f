"""The scene for pages of news and preferences: the demonstration's story wrote the news."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils import timezone

from notifications.delivery import deliver_due
from notifications.digests import gather_digests
from notifications.enums import LetterState
from notifications.models import Letter
from notifications.telling import DIGEST
from notifications.unsubscribing import address_to_stop
from people.models import User


def set_scene() -> dict[str, str]:
    """Where a letter's reader stops more like it."""
    reader = User.objects.get(email="camille.exemple@example.org")
    stop = address_to_stop(Letter(kind="notifications.digest", person=reader))
    return {"stop letters": urlsplit(stop).path, "letter digest": str(_digest().pk)}


def _digest() -> Letter:
    """The newest of the digests, once the worker has passed."""
    gather_digests(timezone.now())
    deliver_due()
    return Letter.objects.filter(kind=DIGEST, state=LetterState.SENT).latest("pk")
