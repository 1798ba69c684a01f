"""The scene for pages of news and preferences: the demonstration's story wrote the news."""

from __future__ import annotations

from urllib.parse import urlsplit

from notifications.models import Letter
from notifications.unsubscribing import address_to_stop
from people.models import User


def set_scene() -> dict[str, str]:
    """Where a letter's reader stops more like it."""
    reader = User.objects.get(email="camille.exemple@example.org")
    stop = address_to_stop(Letter(kind="notifications.digest", person=reader))
    return {"stop letters": urlsplit(stop).path}
